/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_reader.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "xapian/reader.h"
#include "xapian/result.h"

static uint32_t
parse_digits(const std::string &text)
{
	uint32_t number = 0;

	for (size_t i = 0; i < text.length() && i < 9 && text[i] >= '0' && text[i] <= '9'; i++)
		number = number * 10 + static_cast<uint32_t>(text[i] - '0');
	return number;
}

/* A slot is read in order of document, which is several times quicker than by document. */
static void
read_numbers(const Xapian::Database &database, const struct index_hit *hits, size_t count,
    Xapian::valueno slot, uint32_t *ret_numbers)
{
	auto value = database.valuestream_begin(slot);
	std::vector<size_t> places(count);

	for (size_t i = 0; i < count; i++)
		places[i] = i;
	std::sort(places.begin(), places.end(),
	    [hits](size_t a, size_t b) { return hits[a].document < hits[b].document; });
	for (size_t place : places) {
		if (value == database.valuestream_end(slot))
			return;
		value.skip_to(hits[place].document);
		if (value != database.valuestream_end(slot) &&
		    value.get_docid() == hits[place].document)
			ret_numbers[place] = parse_digits(*value);
	}
}

/*
 * Asking shards for the values of documents takes as many rounds as there are documents:
 * they are asked the same question again, to answer with the slot.
 */
static void
read_carried(struct index_reader *reader, const struct index_hit *hits, size_t count,
    Xapian::valueno slot, uint32_t *ret_numbers)
{
	std::unordered_map<Xapian::docid, uint32_t> numbers;
	auto matches = fornix::shards_search_again(reader, slot);

	for (auto match = matches.begin(); match != matches.end(); ++match)
		numbers[*match] = parse_digits(match.get_sort_key());
	for (size_t i = 0; i < count; i++) {
		auto found = numbers.find(hits[i].document);

		if (found != numbers.end())
			ret_numbers[i] = found->second;
	}
}

enum fornix_status
index_reader_numbers(struct index_reader *reader, const struct index_hit *hits, size_t count,
    int slot, uint32_t *ret_numbers, struct fornix_error *err)
{
	if (slot < 0)
		return error_set(err, FORNIX_ERR_INTERNAL, "value slot %d is no slot", slot);
	return fornix::reader_guard(err, reader, [&] {
		std::vector<uint32_t> numbers(count);

		if (reader->shards != nullptr)
			read_carried(reader, hits, count, static_cast<Xapian::valueno>(slot),
			    numbers.data());
		else
			read_numbers(reader->database, hits, count,
			    static_cast<Xapian::valueno>(slot), numbers.data());
		std::copy(numbers.begin(), numbers.end(), ret_numbers);
		return FORNIX_OK;
	});
}
