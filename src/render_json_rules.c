/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render_json_parts.h"

static void
put_phones(struct writer *writer, const struct search_urgent *urgent)
{
	size_t i;

	json_put_key(&writer->json, "phones");
	json_array_begin(&writer->json);
	for (i = 0; i < urgent->phone_count; i++) {
		json_object_begin(&writer->json);
		put_string(writer, "label", urgent->phones[i].label);
		put_string(writer, "number", urgent->phones[i].number);
		json_put_key(&writer->json, "url");
		if (render_phone_url(&writer->text, urgent->phones[i].number))
			put_text(writer);
		else
			json_put_null(&writer->json);
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

static void
put_urgent(struct writer *writer, const struct search_urgent *urgent)
{
	json_put_key(&writer->json, "urgent");
	if (urgent == NULL) {
		json_put_null(&writer->json);
		return;
	}
	json_object_begin(&writer->json);
	put_string(writer, "rule", urgent->rule);
	put_string(writer, "title", urgent->title);
	put_string(writer, "message", urgent->message);
	put_phones(writer, urgent);
	json_put_key(&writer->json, "link");
	if (urgent->link_label != NULL && urgent->link_url != NULL) {
		json_object_begin(&writer->json);
		put_string(writer, "label", urgent->link_label);
		put_url(writer, "url", urgent->link_url);
		json_object_end(&writer->json);
	} else {
		json_put_null(&writer->json);
	}
	json_object_end(&writer->json);
}

static void
put_best_bets(struct writer *writer, const struct search_result *result)
{
	size_t i;

	json_put_key(&writer->json, "bestBets");
	json_array_begin(&writer->json);
	for (i = 0; i < result->best_bet_count; i++) {
		json_object_begin(&writer->json);
		put_string(writer, "label", result->best_bets[i].label);
		put_url(writer, "url", result->best_bets[i].url);
		if (result->best_bets[i].id != NULL) {
			put_string(writer, "id", result->best_bets[i].id);
		} else {
			json_put_key(&writer->json, "id");
			json_put_null(&writer->json);
		}
		json_object_end(&writer->json);
	}
	json_array_end(&writer->json);
}

void
render_json_rules(struct json *json, const struct search_result *result)
{
	struct writer writer = {.json = *json};

	buffer_init(&writer.text, json->out->max);
	put_urgent(&writer, result->urgent);
	put_best_bets(&writer, result);
	buffer_fini(&writer.text);
	*json = writer.json;
}
