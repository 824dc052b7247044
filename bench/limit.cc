/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The floor on the same data: what libxapian, cmark, the file system and
 * libmicrohttpd take by themselves, for which no engine on top can ask less.
 *
 *	limit match INDEX QUERIES	any-word queries, ten matches each, over an index
 *					of bench/xapian-baseline
 *	limit parse DOCS		Markdown to cmark's tree
 *	limit walk DOCS			find and stat all files
 *	limit serve FILE		a static answer with the bytes of FILE, over HTTP,
 *					until standard input ends
 *
 * Each prints one object of JSON; times are CPU time of this process, but for
 * walk's wall time.
 */

#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <cmark.h>
#include <microhttpd.h>
#include <xapian.h>

namespace fs = std::filesystem;

static double
cpu_us()
{
	timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

static std::string
read_file(const fs::path &path)
{
	std::ifstream file(path, std::ios::binary);
	std::string bytes{std::istreambuf_iterator<char>(file), {}};

	if (!file)
		throw std::runtime_error("cannot read " + path.string());
	return bytes;
}

static std::vector<std::string>
read_lines(const fs::path &path)
{
	std::ifstream file(path);
	std::vector<std::string> lines;
	std::string line;

	while (std::getline(file, line))
		lines.push_back(line);
	if (lines.empty())
		throw std::runtime_error("no queries in " + path.string());
	return lines;
}

static Xapian::Query
parse_query(Xapian::QueryParser &parser, const std::string &query)
{
	try {
		return parser.parse_query(query);
	} catch (const Xapian::QueryParserError &) {
		return parser.parse_query(query, 0);
	}
}

static size_t
match_all(const Xapian::Database &database, const std::vector<std::string> &queries)
{
	Xapian::QueryParser parser;
	size_t hits = 0;

	parser.set_database(database);
	parser.set_stemmer(Xapian::Stem("english"));
	parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
	parser.set_default_op(Xapian::Query::OP_OR);
	for (const std::string &query : queries) {
		Xapian::Enquire enquire(database);

		enquire.set_query(parse_query(parser, query));
		hits += enquire.get_mset(0, 10).size();
	}
	return hits;
}

static void
measure_match(const char *index, const char *path)
{
	Xapian::Database database(index);
	std::vector<std::string> queries = read_lines(path);

	match_all(database, queries); /* what the service has warm, too */

	double start = cpu_us();
	size_t hits = match_all(database, queries);
	std::printf("{\"queries\":%zu,\"hits\":%zu,\"cpuUs\":%.2f}\n", queries.size(), hits,
	    (cpu_us() - start) / static_cast<double>(queries.size()));
}

static std::vector<fs::path>
find_articles(const fs::path &docs)
{
	std::vector<fs::path> files;

	for (const auto &entry : fs::recursive_directory_iterator(docs))
		if (entry.path().extension() == ".md")
			files.push_back(entry.path());
	return files;
}

static void
measure_parse(const char *docs)
{
	std::vector<std::string> texts;
	size_t bytes = 0;

	for (const fs::path &file : find_articles(docs)) {
		texts.push_back(read_file(file));
		bytes += texts.back().size();
	}
	double start = cpu_us();
	for (const std::string &text : texts)
		cmark_node_free(
		    cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT));
	std::printf("{\"files\":%zu,\"bytes\":%zu,\"cpuMs\":%.1f}\n", texts.size(), bytes,
	    (cpu_us() - start) / 1e3);
}

static void
measure_walk(const char *docs)
{
	using clock = std::chrono::steady_clock;
	size_t files = 0, bytes = 0;
	auto start = clock::now();

	for (const auto &entry : fs::recursive_directory_iterator(docs))
		if (entry.path().extension() == ".md") {
			files++;
			bytes += fs::file_size(entry.path());
		}
	std::chrono::duration<double, std::milli> wall = clock::now() - start;
	std::printf(
	    "{\"files\":%zu,\"bytes\":%zu,\"wallMs\":%.2f}\n", files, bytes, wall.count());
}

/* Not on the first call for a request: libmicrohttpd closes the connection behind that. */
static enum MHD_Result
answer(void *cls, struct MHD_Connection *connection, const char *, const char *, const char *,
    const char *, size_t *, void **context)
{
	if (*context == nullptr) {
		*context = cls;
		return MHD_YES;
	}
	return MHD_queue_response(
	    connection, MHD_HTTP_OK, static_cast<struct MHD_Response *>(cls));
}

/* In the mode that fornixd uses: one thread of its own that polls. */
static void
serve(const char *path)
{
	std::string bytes = read_file(path);
	struct MHD_Response *response =
	    MHD_create_response_from_buffer(bytes.size(), bytes.data(), MHD_RESPMEM_PERSISTENT);

	MHD_add_response_header(response, "Content-Type", "application/json");
	struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD, 0, nullptr,
	    nullptr, answer, response, MHD_OPTION_CONNECTION_LIMIT, 1000U, MHD_OPTION_END);
	if (daemon == nullptr)
		throw std::runtime_error("libmicrohttpd does not start");
	std::printf("{\"port\":%u}\n",
	    static_cast<unsigned>(
		MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port));
	std::fflush(stdout);
	while (std::getchar() != EOF)
		;
	MHD_stop_daemon(daemon);
	MHD_destroy_response(response);
}

int
main(int argc, char **argv)
{
	const std::string what = argc < 3 ? "" : argv[1];

	try {
		if (what == "match" && argc == 4)
			measure_match(argv[2], argv[3]);
		else if (what == "parse" && argc == 3)
			measure_parse(argv[2]);
		else if (what == "walk" && argc == 3)
			measure_walk(argv[2]);
		else if (what == "serve" && argc == 3)
			serve(argv[2]);
		else {
			std::cerr
			    << "usage: limit match INDEX QUERIES | parse DOCS | walk DOCS | "
			       "serve FILE\n";
			return 2;
		}
	} catch (const Xapian::Error &error) {
		std::cerr << "limit: " << error.get_description() << '\n';
		return 3;
	} catch (const std::exception &error) {
		std::cerr << "limit: " << error.what() << '\n';
		return 3;
	}
	return 0;
}
