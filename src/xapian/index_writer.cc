/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "index_writer.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include <xapian.h>

#include "xapian/guard.h"
#include "xapian/term.h"
#include "xapian/value_list.h"

using fornix::guard;

/* What a slot may hold; far more than any list of tags. */
static constexpr size_t value_bytes_max = 64 * 1024;

struct index_document {
	Xapian::Document document;
	size_t postings = 0;
	struct fornix_error failure = FORNIX_ERROR_INIT; /* sticky, told at put */
};

struct index_writer {
	std::string path; /* for messages */
	Xapian::WritableDatabase database;
	struct fornix_error failure = FORNIX_ERROR_INIT; /* sticky */
};

/* Runs body unless the document has failed before. */
template <class Body>
static void
fill(struct index_document *document, Body &&body) noexcept
{
	if (document->failure.status == FORNIX_OK)
		guard(&document->failure, "in memory", body);
}

/* Runs body unless the writer has failed before; a failure stays. */
template <class Body>
static enum fornix_status
change(struct index_writer *writer, struct fornix_error *err, Body &&body) noexcept
{
	if (writer->failure.status == FORNIX_OK)
		guard(&writer->failure, writer->path.c_str(), body);
	if (writer->failure.status != FORNIX_OK && err != nullptr)
		*err = writer->failure;
	return writer->failure.status;
}

struct index_document *
index_document_new(void)
{
	return fornix::guard_abort([] { return new index_document; });
}

void
index_document_free(struct index_document *document)
{
	delete document;
}

void
index_document_clear(struct index_document *document)
{
	fornix::guard_abort([&] { *document = index_document(); });
}

enum fornix_status
index_document_check(const struct index_document *document, struct fornix_error *err)
{
	if (document->failure.status != FORNIX_OK && err != nullptr)
		*err = document->failure;
	return document->failure.status;
}

/* The term's message shows its beginning only: the rest may be a file's whole garbage. */
static enum fornix_status
check_term(struct index_document *document, const std::string &term)
{
	if (!fornix::term_is_valid(term))
		return error_set(&document->failure, FORNIX_ERR_LIMIT,
		    "term '%.40s…' has %zu bytes; 1 to %d are allowed", term.c_str(),
		    term.length(), INDEX_TERM_BYTES_MAX);
	if (++document->postings > INDEX_DOCUMENT_TERMS_MAX)
		return error_set(&document->failure, FORNIX_ERR_LIMIT,
		    "document has more than %d words: split it", INDEX_DOCUMENT_TERMS_MAX);
	return FORNIX_OK;
}

void
index_document_posting(struct index_document *document, const char *prefix, struct span term,
    unsigned position, unsigned weight)
{
	fill(document, [&] {
		std::string joined = fornix::term_join(prefix, term);
		enum fornix_status status = check_term(document, joined);

		if (status == FORNIX_OK)
			document->document.add_posting(joined, position, weight);
		return status;
	});
}

void
index_document_term(
    struct index_document *document, const char *prefix, struct span term, unsigned weight)
{
	fill(document, [&] {
		std::string joined = fornix::term_join(prefix, term);
		enum fornix_status status = check_term(document, joined);

		if (status == FORNIX_OK)
			document->document.add_term(joined, weight);
		return status;
	});
}

static enum fornix_status
set_value(struct index_document *document, int slot, const std::string &value)
{
	if (slot < 0)
		return error_set(
		    &document->failure, FORNIX_ERR_INTERNAL, "value slot %d is no slot", slot);
	if (value.length() > value_bytes_max)
		return error_set(&document->failure, FORNIX_ERR_LIMIT,
		    "value slot %d is larger than %zu bytes", slot, value_bytes_max);
	document->document.add_value(static_cast<Xapian::valueno>(slot), value);
	return FORNIX_OK;
}

void
index_document_value(struct index_document *document, int slot, struct span value)
{
	fill(document,
	    [&] { return set_value(document, slot, fornix::string_from_span(value)); });
}

/* A value that is there twice counts once. */
void
index_document_list(
    struct index_document *document, int slot, const struct span *values, size_t count)
{
	fill(document, [&] {
		std::set<std::string_view> seen;
		std::string list;

		for (size_t i = 0; i < count; i++) {
			std::string_view value(values[i].data, values[i].length);

			if (value.length() > fornix::value_list_item_bytes_max ||
			    !seen.insert(value).second)
				continue;
			fornix::value_list_append(list, value);
		}
		return set_value(document, slot, list);
	});
}

void
index_document_text(struct index_document *document, uint32_t number, struct span text)
{
	fill(document, [&] {
		document->document.add_value(fornix::text_slot, fornix::string_from_span(text));
		document->document.add_boolean_term(fornix::text_term(number));
		return FORNIX_OK;
	});
}

/*
 * A transaction is flushed to disk, uncommitted, each time so many documents
 * are waiting; a shard should be flushed once.  Set once, before the first
 * database reads it, because setenv() must not race with getenv().
 */
static void
set_flush_threshold()
{
	static std::once_flag once;

	std::call_once(once, [] { setenv("XAPIAN_FLUSH_THRESHOLD", "100000", 1); });
}

/* Unsynced: nobody trusts the files before publish_commit() has synced all of them. */
static void
open_database(const char *path, int action, struct index_writer **ret_writer)
{
	set_flush_threshold();

	auto writer = std::make_unique<index_writer>();

	writer->path = path;
	writer->database = Xapian::WritableDatabase(
	    path, action | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC);
	writer->database.begin_transaction();
	*ret_writer = writer.release();
}

enum fornix_status
index_writer_create(
    const char *path, struct index_writer **ret_writer, struct fornix_error *err)
{
	return guard(err, path, [&] {
		if (mkdir(path, 0755) < 0)
			return error_set_errno(err, FORNIX_ERR_IO, errno,
			    "cannot create the index folder '%s'", path);
		open_database(path, Xapian::DB_CREATE, ret_writer);
		return FORNIX_OK;
	});
}

enum fornix_status
index_writer_open(const char *path, struct index_writer **ret_writer, struct fornix_error *err)
{
	return guard(err, path, [&] {
		open_database(path, Xapian::DB_OPEN, ret_writer);
		return FORNIX_OK;
	});
}

/* Without this the destructor could commit; after a failure there is no transaction to cancel.
 */
void
index_writer_free(struct index_writer *writer)
{
	if (writer == nullptr)
		return;
	guard(nullptr, "", [&] {
		writer->database.cancel_transaction();
		return FORNIX_OK;
	});
	fornix::guard_abort([&] { delete writer; });
}

enum fornix_status
index_writer_put(struct index_writer *writer, uint32_t number,
    const struct index_document *document, struct fornix_error *err)
{
	return change(writer, err, [&] {
		if (document->failure.status != FORNIX_OK) {
			writer->failure = document->failure;
			return document->failure.status;
		}
		if (number == 0)
			return error_set(&writer->failure, FORNIX_ERR_INTERNAL,
			    "document number 0 is not allowed");
		writer->database.replace_document(number, document->document);
		return FORNIX_OK;
	});
}

/* Deleting what is missing is the one exception that leaves the transaction whole. */
enum fornix_status
index_writer_delete(struct index_writer *writer, uint32_t number, struct fornix_error *err)
{
	return change(writer, err, [&] {
		try {
			writer->database.delete_document(static_cast<Xapian::docid>(number));
		} catch (const Xapian::DocNotFoundError &) {
		}
		return FORNIX_OK;
	});
}

enum fornix_status
index_writer_fact(
    struct index_writer *writer, const char *name, const char *value, struct fornix_error *err)
{
	return change(writer, err, [&] {
		writer->database.set_metadata(name, value);
		return FORNIX_OK;
	});
}

enum fornix_status
index_writer_commit(struct index_writer *writer, struct fornix_error *err)
{
	return change(writer, err, [&] {
		writer->database.commit_transaction();
		writer->database.begin_transaction();
		return FORNIX_OK;
	});
}
