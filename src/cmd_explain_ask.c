/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmd_explain.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "corpus.h"
#include "xalloc.h"

#define ENDING    ".md"
#define SECOND_NS INT64_C(1000000000)

/* A file below the corpus, with or without ".md", is named by its id. */
static char *
make_id(const char *path, const char *corpus)
{
	size_t folder = strlen(corpus), length;

	if (strncmp(path, "./", 2) == 0 && strncmp(corpus, "./", 2) != 0)
		path += 2;
	if (strncmp(path, corpus, folder) == 0 && path[folder] == '/')
		path += folder + 1;
	length = strlen(path);
	if (length > strlen(ENDING) && strcmp(path + length - strlen(ENDING), ENDING) == 0)
		length -= strlen(ENDING);
	return xstrndup(path, length);
}

static bool
look_at_file(const char *corpus, const char *id, struct stat *ret_state)
{
	struct buffer path;
	bool is_there;

	if (strncmp(id, "../", 3) == 0 || strstr(id, "/../") != NULL)
		return false;
	buffer_init(&path, 4 * CORPUS_PATH_BYTES_MAX);
	buffer_printf(&path, "%s/%s%s", corpus, id, ENDING);
	is_there =
	    !path.failed && stat(path.data, ret_state) == 0 && S_ISREG(ret_state->st_mode);
	buffer_fini(&path);
	return is_there;
}

/* What the index and the articles' folder say of the article. */
static enum fornix_status
find_article(struct searcher *searcher, const struct config *config,
    struct cmd_explain_answer *answer, struct fornix_error *err)
{
	struct stat state;
	bool is_there = look_at_file(config->corpus, answer->id, &state);
	enum fornix_status status =
	    explain_article_find(searcher, answer->id, &answer->article, err);

	if (status == FORNIX_ERR_NOT_FOUND && is_there) {
		answer->is_new = true;
		return FORNIX_OK;
	}
	if (status == FORNIX_OK && is_there)
		answer->is_changed = (uint64_t)state.st_size != answer->article.size ||
				     state.st_mtim.tv_sec * SECOND_NS + state.st_mtim.tv_nsec !=
					 answer->article.mtime_ns;
	return status;
}

enum fornix_status
cmd_explain_ask(const struct cmd_explain *wish, const struct config *config,
    struct cmd_explain_answer *ret_answer, struct fornix_error *err)
{
	struct cmd_explain_answer answer = {.result = NULL};
	struct search_request request = wish->request;
	struct searcher *searcher;
	enum fornix_status status = searcher_open_served(config->index, &searcher, err);

	if (status != FORNIX_OK)
		return status;
	if (wish->path != NULL) {
		answer.id = make_id(wish->path, config->corpus);
		status = find_article(searcher, config, &answer, err);
	}
	request.with_explanation = true;
	request.explained = answer.article.document;
	if (status == FORNIX_OK)
		status = search_run(searcher, &request, &answer.result, err);
	searcher_free(searcher);
	if (status == FORNIX_OK)
		*ret_answer = answer;
	else
		cmd_explain_answer_fini(&answer);
	return status;
}

void
cmd_explain_answer_fini(struct cmd_explain_answer *answer)
{
	search_result_free(answer->result);
	free(answer->article.reason);
	free(answer->id);
}

bool
cmd_explain_is_found(const struct cmd_explain *wish, const struct cmd_explain_answer *answer)
{
	const struct explanation *explanation = answer->result->explanation;

	if (wish->path == NULL)
		return answer->result->total > 0;
	return explanation->is_shown && !explanation->is_loose;
}
