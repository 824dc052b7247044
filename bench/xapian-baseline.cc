/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What plain Xapian makes of judged queries, to measure fornix against:
 *
 *	xapian-baseline DOCS INDEX [QUERIES RUN]...
 *
 * indexes the Markdown files below DOCS into the new folder INDEX, puts the
 * queries of each file QUERIES (ID TAB TEXT) to it and writes what it finds to
 * the file RUN, in TREC's format.  Nothing is tuned: title and body through
 * TermGenerator, queries through QueryParser with any word matching, English
 * stems, BM25 as it comes.
 */

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <xapian.h>

namespace fs = std::filesystem;

static constexpr Xapian::doccount depth = 100;

struct text {
	std::string title;
	std::string body;
};

static std::string
read_file(const fs::path &path)
{
	std::ifstream file(path, std::ios::binary);
	std::string bytes{std::istreambuf_iterator<char>(file), {}};

	if (!file)
		throw std::runtime_error("cannot read " + path.string());
	return bytes;
}

/* A YAML scalar on one line, with or without quotes. */
static std::string
unquote(std::string value)
{
	const std::string space = " \t\r";

	value.erase(0, value.find_first_not_of(space));
	value.erase(value.find_last_not_of(space) + 1);
	if (value.size() < 2 || value.front() != value.back() ||
	    (value.front() != '"' && value.front() != '\''))
		return value;
	return value.substr(1, value.size() - 2);
}

/* Cuts off the front matter, of which the title is kept. */
static text
split(const std::string &bytes)
{
	const std::string fence = "---\n", key = "title:";
	size_t end = bytes.find("\n" + fence, fence.size() - 1);

	if (bytes.compare(0, fence.size(), fence) != 0 || end == std::string::npos)
		return {"", bytes};

	text parts{"", bytes.substr(end + 1 + fence.size())};
	size_t title = bytes.find("\n" + key);

	if (title < end) {
		title += 1 + key.size();
		parts.title = unquote(bytes.substr(title, bytes.find('\n', title) - title));
	}
	return parts;
}

/* Folders and files that begin with "_" or "." are no articles, nor is a README. */
static std::vector<fs::path>
find_files(const fs::path &docs)
{
	std::vector<fs::path> files;

	for (auto entry = fs::recursive_directory_iterator(docs);
	     entry != fs::recursive_directory_iterator(); ++entry) {
		const std::string name = entry->path().filename().string();
		bool is_hidden = name[0] == '_' || name[0] == '.';

		if (is_hidden && entry->is_directory())
			entry.disable_recursion_pending();
		else if (!is_hidden && entry->is_regular_file() &&
			 entry->path().extension() == ".md" && name != "README.md")
			files.push_back(entry->path());
	}
	std::sort(files.begin(), files.end());
	return files;
}

static void
index_docs(const fs::path &docs, const std::string &index)
{
	Xapian::WritableDatabase database(index, Xapian::DB_CREATE);
	Xapian::TermGenerator generator;

	generator.set_stemmer(Xapian::Stem("english"));
	generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
	for (const fs::path &file : find_files(docs)) {
		text parts = split(read_file(file));
		Xapian::Document document;

		document.set_data(fs::relative(file, docs).replace_extension().string());
		generator.set_document(document);
		generator.index_text(parts.title);
		generator.increase_termpos();
		generator.index_text(parts.body);
		database.add_document(document);
	}
	database.commit();
}

/* People's signs are not always the parser's. */
static Xapian::Query
parse(Xapian::QueryParser &parser, const std::string &query)
{
	try {
		return parser.parse_query(query);
	} catch (const Xapian::QueryParserError &) {
		return parser.parse_query(query, 0);
	}
}

static void
write_query(std::ostream &run, Xapian::Enquire &enquire, const std::string &id)
{
	Xapian::MSet matches = enquire.get_mset(0, depth);

	/* Equal weights keep their order where the run is sorted by score. */
	double before = 0;
	for (auto match = matches.begin(); match != matches.end(); ++match) {
		double score = match.get_weight();

		if (match != matches.begin())
			score = std::min(score, before - 0.000001);
		before = score;
		run << id << " Q0 " << match.get_document().get_data() << ' '
		    << match.get_rank() + 1 << ' ' << score << " xapian\n";
	}
}

static void
write_run(const Xapian::Database &database, const std::string &queries, const std::string &path)
{
	Xapian::QueryParser parser;
	std::ifstream file(queries);
	std::ofstream run(path);
	std::string line;

	parser.set_database(database);
	parser.set_stemmer(Xapian::Stem("english"));
	parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
	parser.set_default_op(Xapian::Query::OP_OR);
	run << std::fixed << std::setprecision(6);
	while (std::getline(file, line)) {
		size_t tab = line.find('\t');

		if (tab == std::string::npos)
			continue;

		Xapian::Enquire enquire(database);
		enquire.set_query(parse(parser, line.substr(tab + 1)));
		write_query(run, enquire, line.substr(0, tab));
	}
	run.close();
	if (!file.eof() || !run)
		throw std::runtime_error("cannot read " + queries + " or write " + path);
}

int
main(int argc, char **argv)
{
	if (argc < 3 || argc % 2 == 0) {
		std::cerr << "usage: xapian-baseline DOCS INDEX [QUERIES RUN]...\n";
		return 2;
	}
	try {
		index_docs(argv[1], argv[2]);

		Xapian::Database database(argv[2]);
		for (int i = 3; i < argc; i += 2)
			write_run(database, argv[i], argv[i + 1]);
	} catch (const Xapian::Error &error) {
		std::cerr << "xapian-baseline: " << error.get_description() << '\n';
		return 3;
	} catch (const std::exception &error) {
		std::cerr << "xapian-baseline: " << error.what() << '\n';
		return 3;
	}
	return 0;
}
