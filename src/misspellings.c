/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "misspellings.h"

const struct misspelling misspellings[] = {
#include "misspellings.inc"
};

const size_t misspelling_count = sizeof misspellings / sizeof misspellings[0];
