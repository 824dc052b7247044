/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_SUGGEST_NAMES_H
#define FORNIX_SUGGEST_NAMES_H

/*
 * Which articles a name stands for, while suggestions are made: those with that
 * title, else those that give it as a keyword or synonym, else the one with the
 * shortest title that begins with it.  Names are compared by their stems, see
 * glossary_key().
 */

#include <stddef.h>
#include <stdint.h>

#include "analyze.h"
#include "span.h"

#define SUGGEST_NAMES_FOUND_MAX 3 /* of one name: one that many articles have says little */

struct suggest_names;

struct suggest_names *suggest_names_new(struct analyzer *analyzer);
void suggest_names_free(struct suggest_names *names);

/* "Lumbar puncture (spinal tap)" has three names: the whole, and what is around and inside. */
void suggest_names_title(struct suggest_names *names, struct span title, uint32_t article);
void suggest_names_other(struct suggest_names *names, struct span name, uint32_t article);

/* No name is added after the first call.  Returns how many there are, each once. */
size_t suggest_names_find(struct suggest_names *names, struct span name,
    uint32_t ret_articles[SUGGEST_NAMES_FOUND_MAX]);

#endif
