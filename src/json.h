/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FORNIX_JSON_H
#define FORNIX_JSON_H

/*
 * JSON written straight into a buffer (RFC 8259).
 *
 * Commas are put where they belong; nothing is allocated but by the buffer,
 * whose ceiling and sticky error also cover this.  Begin and end must match,
 * and every member of an object needs its key: that is the caller's part.  The
 * names are none of jansson's, which reads JSON for us in the same programs.
 *
 *	struct json json;
 *	json_init(&json, &out);
 *	json_object_begin(&json);
 *	json_put_key(&json, "total");
 *	json_put_number(&json, 12);
 *	json_object_end(&json);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"

struct json {
	struct buffer *out; /* borrowed */
	bool needs_comma;   /* before the next key or element */
};

void json_init(struct json *json, struct buffer *out);

void json_object_begin(struct json *json);
void json_object_end(struct json *json);
void json_array_begin(struct json *json);
void json_array_end(struct json *json);

void json_put_key(struct json *json, const char *key);

/* Bytes of any kind: see escape_json(). */
void json_put_bytes(struct json *json, const char *s, size_t length);
/* NULL gives null. */
void json_put_string(struct json *json, const char *s);
void json_put_number(struct json *json, int64_t number);
void json_put_bool(struct json *json, bool value);
void json_put_null(struct json *json);

#define JSON_DECIMALS_MAX 6

/*
 * A number rounded to that many decimals, 0 to JSON_DECIMALS_MAX, with a point
 * in every locale.  json_put_decimal() leaves trailing zeros out, json_put_fixed()
 * keeps them.  What is not finite, or not within 1e9 of zero, gives null.
 */
void json_put_decimal(struct json *json, double number, unsigned decimals);
void json_put_fixed(struct json *json, double number, unsigned decimals);

#endif
