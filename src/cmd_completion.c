/* SPDX-License-Identifier: GPL-2.0-or-later */

/* fornix completion: what a shell needs to complete fornix's command lines, by the tables. */

#include "command.h"

#include <string.h>

#include "buffer.h"

#define SCRIPT_BYTES_MAX (1024 * 1024)

/* What stands for the value of an option, or for an operand. */
static const struct kind {
	const char *name;    /* as the tables say it, without brackets and dots */
	const char *choices; /* separated by spaces; NULL: the next */
	enum { KIND_WORDS, KIND_FILE, KIND_FOLDER, KIND_COMMAND } of;
} kinds[] = {
    {"ARTICLE", NULL, KIND_FILE},
    {"COMMAND", NULL, KIND_COMMAND},
    {"CORPUS", NULL, KIND_FOLDER},
    {"DIR", NULL, KIND_FOLDER},
    {"FILE", NULL, KIND_FILE},
    {"FORMAT", "text json jsonl trec", KIND_WORDS},
    {"ORDER", "relevance date reviewed", KIND_WORDS},
    {"OUT", NULL, KIND_FILE},
    {"PATH", NULL, KIND_FILE},
    {"SHELL", "bash zsh fish", KIND_WORDS},
    {"TREC", NULL, KIND_FILE},
    {"TSV", NULL, KIND_FILE},
    {"WHEN", "auto always never", KIND_WORDS},
};

/* Of "CORPUS", "[=N]" and the last of "QUERY [PATH]"; words that mean nothing here: no choices.
 */
static struct kind
find_kind(const char *text)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		const char *at = strstr(text, kinds[i].name);
		size_t length = strlen(kinds[i].name);

		if (at != NULL && (at == text || strchr(" [", at[-1]) != NULL) &&
		    strchr("]. ", at[length]) != NULL)
			return kinds[i];
	}
	return (struct kind){.choices = ""};
}

static bool
has_letter(const struct option_spec *option)
{
	return option->id > ' ' && option->id < 127;
}

static bool
may_lack_value(const struct option_spec *option)
{
	return option->value != NULL && option->value[0] == '[';
}

static void
put_names(struct buffer *out)
{
	const struct command *const *command;

	for (command = commands; *command != NULL; command++)
		buffer_printf(out, "%s ", (*command)->name);
	buffer_append_string(out, "help");
}

static void
put_bash_values(struct buffer *out, struct kind kind)
{
	if (kind.choices != NULL)
		buffer_printf(out, "words='%s'", kind.choices);
	else if (kind.of == KIND_COMMAND)
		buffer_append_string(out, "words=$commands");
	else
		buffer_append_string(out, kind.of == KIND_FOLDER ? "action=-d" : "action=-f");
	buffer_append_string(out, " ;;\n");
}

static void
put_bash_command(struct buffer *out, const struct command *command)
{
	const struct option_spec *option;

	buffer_printf(out, "\t%s)\n\t\tcase $previous in\n", command->name);
	for (option = command->options; option->id != 0; option++) {
		if (option->value == NULL || may_lack_value(option))
			continue;
		buffer_append_string(out, "\t\t");
		if (has_letter(option))
			buffer_printf(out, "-%c | ", option->id);
		buffer_printf(out, "--%s) ", option->name);
		put_bash_values(out, find_kind(option->value));
	}
	buffer_append_string(out, "\t\t*)\n\t\t\tcase $current in\n\t\t\t-*) words='");
	for (option = command->options; option->id != 0; option++)
		buffer_printf(
		    out, "%s--%s", option == command->options ? "" : " ", option->name);
	buffer_append_string(out, "' ;;\n\t\t\t*) ");
	put_bash_values(out, find_kind(command->operands));
	buffer_append_string(out, "\t\t\tesac ;;\n\t\tesac ;;\n");
}

/* The shell splits "--sort=date" at the sign, so that its option is the word before. */
static void
put_bash(struct buffer *out)
{
	const struct command *const *command;

	buffer_append_string(
	    out, "# fornix: completion for bash\n_fornix() {\n\tlocal commands='");
	put_names(out);
	buffer_append_string(out,
	    "' words= action= i\n"
	    "\tlocal current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}\n"
	    "\tif [[ $current == = ]]; then\n\t\tcurrent=\n"
	    "\telif [[ $previous == = ]]; then\n"
	    "\t\tprevious=${COMP_WORDS[COMP_CWORD - 2]}\n\tfi\n"
	    "\tif [[ $COMP_CWORD -eq 1 ]]; then\n\t\twords=$commands\n\telse\n"
	    "\tcase ${COMP_WORDS[1]} in\n\thelp) words=\"$commands query\" ;;\n");
	for (command = commands; *command != NULL; command++)
		put_bash_command(out, *command);
	buffer_append_string(out,
	    "\tesac\n\tfi\n"
	    "\tif [[ -n $action ]]; then\n"
	    "\t\tcompopt -o filenames 2>/dev/null\n"
	    "\t\tmapfile -t COMPREPLY < <(compgen $action -- \"$current\")\n"
	    "\telse\n"
	    "\t\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
	    "\tfi\n}\ncomplete -F _fornix fornix\n");
}

/* Inside '...' of a shell, with a backslash before each of the signs. */
static void
put_quoted(struct buffer *out, const char *text, const char *signs)
{
	for (; *text != '\0'; text++) {
		if (strchr(signs, *text) != NULL)
			buffer_append_char(out, '\\');
		if (*text == '\'')
			buffer_append_string(out, "'\\''");
		else
			buffer_append_char(out, *text);
	}
}

static void
put_zsh_values(struct buffer *out, const char *text)
{
	struct kind kind = find_kind(text);

	buffer_append_char(out, ':');
	put_quoted(out, text, ":[]");
	buffer_append_char(out, ':');
	if (kind.choices != NULL && kind.choices[0] != '\0')
		buffer_printf(out, "(%s)", kind.choices);
	else if (kind.choices == NULL)
		buffer_append_string(out, kind.of == KIND_FOLDER ? "_files -/" : "_files");
}

/* "'(-n --number)'{-n,--number}'[help]:N:'"; options may come again. */
static void
put_zsh_option(struct buffer *out, const struct option_spec *option)
{
	buffer_append_string(out, "\t\t\\*");
	if (has_letter(option))
		buffer_printf(out, "{-%c,--%s}", option->id, option->name);
	else
		buffer_printf(out, "--%s%s", option->name, may_lack_value(option) ? "=-" : "");
	buffer_append_string(out, "'[");
	put_quoted(out, option->help, ":[]");
	buffer_append_char(out, ']');
	if (option->value != NULL)
		put_zsh_values(out, option->value);
	buffer_append_string(out, "' \\\n");
}

static void
put_zsh(struct buffer *out)
{
	const struct command *const *command;
	const struct option_spec *option;

	buffer_append_string(
	    out, "#compdef fornix\n# fornix: completion for zsh\nlocal -a names\nnames=(\n");
	for (command = commands; *command != NULL; command++) {
		buffer_printf(out, "\t'%s:", (*command)->name);
		put_quoted(out, (*command)->summary, ":");
		buffer_append_string(out, "'\n");
	}
	buffer_append_string(out,
	    "\t'help:show what a command does and its options'\n)\n"
	    "if (( CURRENT == 2 )); then\n\t_describe command names\n\treturn\nfi\n"
	    "shift words\n(( CURRENT-- ))\n"
	    "case $words[1] in\nhelp) _describe command names ;;\n");
	for (command = commands; *command != NULL; command++) {
		buffer_printf(out, "%s)\n\t_arguments -s -S \\\n", (*command)->name);
		for (option = (*command)->options; option->id != 0; option++)
			put_zsh_option(out, option);
		buffer_append_string(out, "\t\t'*");
		put_zsh_values(out, (*command)->operands);
		buffer_append_string(out, "' ;;\n");
	}
	buffer_append_string(out, "esac\n");
}

static void
put_fish_values(struct buffer *out, const char *text)
{
	struct kind kind = find_kind(text);

	if (kind.choices != NULL)
		buffer_printf(out, " -x -a '%s'", kind.choices);
	else
		buffer_append_string(out, kind.of == KIND_FOLDER
					      ? " -x -a '(__fish_complete_directories)'"
					      : " -r -F");
}

static void
put_fish_command(struct buffer *out, const struct command *command)
{
	const struct option_spec *option;

	buffer_printf(
	    out, "complete -c fornix -n __fish_use_subcommand -a %s -d '", command->name);
	put_quoted(out, command->summary, "");
	buffer_append_string(out, "'\n");
	for (option = command->options; option->id != 0; option++) {
		buffer_printf(out,
		    "complete -c fornix -n '__fish_seen_subcommand_from %s' -l %s",
		    command->name, option->name);
		if (has_letter(option))
			buffer_printf(out, " -s %c", option->id);
		if (option->value != NULL && !may_lack_value(option))
			put_fish_values(out, option->value);
		buffer_append_string(out, " -d '");
		put_quoted(out, option->help, "");
		buffer_append_string(out, "'\n");
	}
	if (find_kind(command->operands).choices == NULL)
		buffer_printf(out,
		    "complete -c fornix -n '__fish_seen_subcommand_from %s' -F\n",
		    command->name);
}

static void
put_fish(struct buffer *out)
{
	const struct command *const *command;

	buffer_append_string(out, "# fornix: completion for fish\ncomplete -c fornix -f\n");
	for (command = commands; *command != NULL; command++)
		put_fish_command(out, *command);
	buffer_append_string(out,
	    "complete -c fornix -n __fish_use_subcommand -a help"
	    " -d 'show what a command does and its options'\n"
	    "complete -c fornix -n '__fish_seen_subcommand_from help' -a '");
	put_names(out);
	buffer_append_string(out, "'\n");
}

static const struct option_spec option_specs[] = {
    COMMAND_OPTION_HELP,
    {0, NULL, NULL, NULL},
};

static const struct {
	const char *shell;
	void (*put)(struct buffer *out);
} shells[] = {
    {"bash", put_bash},
    {"zsh", put_zsh},
    {"fish", put_fish},
};

static int
print_script(const char *shell)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct buffer out CLEANUP_BUFFER;
	size_t i;

	buffer_init(&out, SCRIPT_BYTES_MAX);
	for (i = 0; i < sizeof shells / sizeof shells[0]; i++) {
		if (strcmp(shell, shells[i].shell) == 0)
			shells[i].put(&out);
	}
	if (out.length > 0 && buffer_finish(&out, "the script", &err) == FORNIX_OK)
		return command_print(out.data, out.length);
	if (out.length == 0)
		error_set(&err, FORNIX_ERR_USAGE,
		    "no completion for '%s': there is one for bash, zsh and fish", shell);
	return command_fail_usage(&command_completion, &err);
}

static int
run_completion(int argc, char **argv)
{
	struct fornix_error err = FORNIX_ERROR_INIT;
	struct options options;
	int id;

	options_init(&options, option_specs, argc, argv);
	id = options_next(&options, &err);
	if (id > 0)
		return command_help(&command_completion);
	if (id == 0 && options.first_operand + 1 != argc) {
		error_set(&err, FORNIX_ERR_USAGE, "name one shell: bash, zsh or fish");
		id = -1;
	}
	if (id < 0)
		return command_fail_usage(&command_completion, &err);
	return print_script(argv[options.first_operand]);
}

const struct command command_completion = {
    .name = "completion",
    .operands = "SHELL",
    .summary = "print what a shell needs to complete command lines",
    .options = option_specs,
    .run = run_completion,
};
