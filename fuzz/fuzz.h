/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_FUZZ_H
#define FORNIX_FUZZ_H

/*
 * What a fuzz target is: one function that takes any bytes.
 *
 * libFuzzer calls it with bytes that it makes up; fuzz/replay.c with those that
 * are kept.  A target ends the process when something promised does not hold,
 * and so do the sanitizers.
 */

#undef NDEBUG
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

/* Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
