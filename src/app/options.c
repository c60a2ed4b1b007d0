/* SPDX-License-Identifier: MIT */
/*
 * Commands and options are two tables; the parser and the help are made from
 * them, so neither can know one that the other does not.
 */
#include "app/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "app/author.h"
#include "app/options_inside.h"
#include "app/student.h"
#include "base/near.h"

static const struct command {
	const char *name, *args, *help;
	enum app_mode mode;
} commands[] = {
	{ "list", "", "List topics and lessons, and what you have done",
	  APP_MODE_LIST },
	{ "path", "[NAME]",
	  "Ways through the course, for the time there is; on along one",
	  APP_MODE_PATH },
	{ "glossary", "[TERM]", "Say what the terms of the course mean, or one",
	  APP_MODE_GLOSSARY },
	{ "run", "DEMO [NAME=VALUE ...]",
	  "Run one demo without its lesson, with the values you give",
	  APP_MODE_RUN },
	{ "watch", "[--] PROGRAM [ARG ...]",
	  "Run any program of yours and show what its processes do",
	  APP_MODE_WATCH },
	{ "replay", "FILE", "Play a recording: look at any moment of it",
	  APP_MODE_REPLAY },
	{ "export", "FILE", "Write a recording in another format",
	  APP_MODE_EXPORT },
	{ "keys", "",
	  "List every command with its keys, and what is wrong in the settings",
	  APP_MODE_KEYS },
	{ "review", "[--exam] [--weak]",
	  "Ask again what you have learned, when it is due; or an exam",
	  APP_MODE_REVIEW },
	{ "report", "[--class DIR]",
	  "Say what you know and what you do not, the weakest first",
	  APP_MODE_REPORT },
	{ "progress", "export|import|reset",
	  "Take what you have done elsewhere, or forget it",
	  APP_MODE_PROGRESS },
	{ "lint", "[FILE|DIR ...]",
	  "Say what is wrong with lessons, and what to write instead",
	  APP_MODE_LINT },
	{ "new", "lesson NAME|step KIND",
	  "Begin a lesson here, or print a step to put into one",
	  APP_MODE_NEW },
	{ "preview", "FILE[:STEP]",
	  "Play a lesson while you write it: it reloads when it is saved",
	  APP_MODE_PREVIEW },
	{ "schema", "",
	  "Print a JSON Schema of the lesson format; --help lists its keys",
	  APP_MODE_SCHEMA },
	{ "explain", "CODE", "Say more about an error of lint",
	  APP_MODE_EXPLAIN },
	{ "help", "[COMMAND]", "Say this, or what a command does",
	  APP_MODE_HELP },
};

enum {
	OPT_JSON = 256,
	OPT_SPEED,
	OPT_SEED,
	OPT_SCHEDULE,
	OPT_LESSONS,
	OPT_COURSE,
	OPT_THEME,
	OPT_ASCII,
	OPT_LINEAR,
	OPT_NO_COLOR,
	OPT_RECORD,
	OPT_FORMAT,
	OPT_SHOW,
	OPT_PRESENT,
	OPT_RUN,
	OPT_TIMES,
	OPT_OUTCOME,
	OPT_MARKDOWN,
	OPT_TRUST,
	OPT_LEARNER,
	OPT_CLASS,
	OPT_YES,
	OPT_EXAM,
	OPT_WEAK,
	OPT_PATHS,
	OPT_BANK,
	OPT_MINUTES,
	OPT_QUESTIONS,
};

static const struct option_row {
	const char *name, *arg, *help;
	int id;
	const char
		*where; /* h: with no command or a lesson; l, r, w, p, x, k,
			   i, n, v, s, e, q, t, P, a, g: list, run, watch,
			   replay, export, keys, lint, new, preview, schema,
			   explain, review, report, progress, path, glossary */
} option_rows[] = {
	{ "lessons", "DIR", "Add the course in DIR (may be given again)",
	  OPT_LESSONS, "hlrivqtPag" },
	{ "course", "DIR", "The course in DIR and not the player's own",
	  OPT_COURSE, "hlrivqtPag" },
	{ "trust", NULL, "Let the programs of the courses added so run",
	  OPT_TRUST, "hrqva" },
	{ "theme", "NAME", "dark, light, contrast or mono", OPT_THEME,
	  "hrwpvqa" },
	{ "ascii", NULL, "Draw with ASCII only", OPT_ASCII, "hrwpvqa" },
	{ "no-color", NULL, "No colours (as does NO_COLOR)", OPT_NO_COLOR,
	  "hrwpvqa" },
	{ "present", NULL, "For people who sit far away: one pane, large",
	  OPT_PRESENT, "hrwpvqa" },
	{ "linear", NULL, "Plain sentences instead of a screen", OPT_LINEAR,
	  "hrwpvqa" },
	{ "json", NULL, "One JSON object a line", OPT_JSON, "lrwpkit" },
	{ "speed", "X", "Let the demo's clock run X times as fast (0.1 to 10)",
	  OPT_SPEED, "rp" },
	{ "seed", "N", "Seed of the demo's random numbers", OPT_SEED, "r" },
	{ "schedule", "ABBA", "Whose step comes next, A for the first process",
	  OPT_SCHEDULE, "rw" },
	{ "show", "PANE,...", "These panes, the first in front; see help panes",
	  OPT_SHOW, "rwp" },
	{ "record", "FILE", "Record the run in FILE, for replay and export",
	  OPT_RECORD, "hrwa" },
	{ "format", "NAME", "chrome, perfetto, json, csv or text", OPT_FORMAT,
	  "x" },
	{ "output", "FILE", "Write to FILE (-o FILE) instead of to the screen",
	  'o', "x" },
	{ "run", NULL, "Run the demos, too: is what the lesson says so?",
	  OPT_RUN, "i" },
	{ "bank", NULL, "The questions: how many, how many anew, and guessing",
	  OPT_BANK, "i" },
	{ "times", "N", "How often each is run, unseen and fast: lint 3 times",
	  OPT_TIMES, "ri" },
	{ "outcome", "WHAT", "Count this: value=NAME, order=exits, first=waits",
	  OPT_OUTCOME, "r" },
	{ "markdown", NULL, "The reference of the format, in Markdown",
	  OPT_MARKDOWN, "s" },
	{ "learner", "NAME", "Another learner on this account", OPT_LEARNER,
	  "hlqtPa" },
	{ "exam", NULL, "Timed, mixed, no hints; said at the end", OPT_EXAM,
	  "q" },
	{ "weak", NULL, "What was answered wrongly, the weakest first",
	  OPT_WEAK, "q" },
	{ "paths", NULL, "The paths through the course, and what is done",
	  OPT_PATHS, "l" },
	{ "minutes", "N", "How long the exam is; 20 unless given", OPT_MINUTES,
	  "q" },
	{ "questions", "N", "How many it has; 20 unless given", OPT_QUESTIONS,
	  "q" },
	{ "class", "DIR", "A table of the exported files in DIR", OPT_CLASS,
	  "t" },
	{ "yes", NULL, "Do not ask before something is forgotten", OPT_YES,
	  "P" },
	{ "help", NULL, "Say what there is", 'h', "hlrwpxkinvseqtPag" },
	{ "version", NULL, "Say which version this is", 'V', "h" },
};

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < COUNT(commands); i++) {
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	}
	return NULL;
}

static char where_of(enum app_mode mode)
{
	switch (mode) {
	case APP_MODE_LIST:
		return 'l';
	case APP_MODE_PATH:
		return 'a';
	case APP_MODE_GLOSSARY:
		return 'g';
	case APP_MODE_RUN:
		return 'r';
	case APP_MODE_WATCH:
		return 'w';
	case APP_MODE_REPLAY:
		return 'p';
	case APP_MODE_EXPORT:
		return 'x';
	case APP_MODE_KEYS:
		return 'k';
	case APP_MODE_LINT:
		return 'i';
	case APP_MODE_NEW:
		return 'n';
	case APP_MODE_PREVIEW:
		return 'v';
	case APP_MODE_SCHEMA:
		return 's';
	case APP_MODE_EXPLAIN:
		return 'e';
	case APP_MODE_REVIEW:
		return 'q';
	case APP_MODE_REPORT:
		return 't';
	case APP_MODE_PROGRESS:
		return 'P';
	case APP_MODE_HOME:
	case APP_MODE_LESSON:
	case APP_MODE_HELP:
	case APP_MODE_VERSION:
		break;
	}
	return 'h';
}

static void print_options(char where, FILE *out)
{
	for (size_t i = 0; i < COUNT(option_rows); i++) {
		const struct option_row *o = &option_rows[i];
		char left[32];

		if (!strchr(o->where, where))
			continue;
		(void)snprintf(left, sizeof(left), "--%s%s%s", o->name,
			       o->arg ? " " : "", o->arg ? o->arg : "");
		(void)fprintf(out, "  %-18s %s\n", left, o->help);
	}
}

static void print_panes(FILE *out)
{
	(void)fputs("The panes of a run, for --show and for a lesson's "
		    "show:\n\n",
		    out);
	for (int i = 0; i < LESSON_PANE_COUNT; i++)
		(void)fprintf(out, "  %-12s %s\n",
			      lesson_pane_name((enum lesson_pane)i),
			      lesson_pane_about((enum lesson_pane)i));
}

int app_options_help(const char *command, FILE *out)
{
	const struct command *c = command ? find_command(command) : NULL;

	if (command && !strcmp(command, "panes")) {
		print_panes(out);
		return 0;
	}
	if (command && !c)
		return -ENOENT;
	if (c) {
		(void)fprintf(out, "Usage: procession %s %s\n\n%s.\n\n",
			      c->name, c->args, c->help);
		print_options(where_of(c->mode), out);
		if (c->mode == APP_MODE_SCHEMA)
			app_author_reference(out);
		return 0;
	}
	(void)fputs("Procession: lessons on process-based parallelism, with "
		    "real processes\n\n"
		    "Usage: procession [OPTION ...]             open the "
		    "home screen\n"
		    "       procession TOPIC/LESSON[:STEP]      open a "
		    "lesson\n"
		    "       procession COMMAND [ARGUMENT ...]   see procession "
		    "help COMMAND\n\n",
		    out);
	for (size_t i = 0; i < COUNT(commands); i++)
		(void)fprintf(out, "  %-9s %s\n", commands[i].name,
			      commands[i].help);
	(void)fputc('\n', out);
	print_options('h', out);
	(void)fputs("\nIn the program, ? says what the keys do.  Theme, speed "
		    "and keys can be set in\n"
		    "$XDG_CONFIG_HOME/procession/config.yaml; procession keys "
		    "lists them.\n"
		    "A lesson of your own begins with procession new; man "
		    "procession says more.\n",
		    out);
	return 0;
}

/* What a plain switch sets; NULL: it is none. */
static bool *switch_of(struct app_options *o, int id)
{
	switch (id) {
	case OPT_ASCII:
		return &o->ascii;
	case OPT_PRESENT:
		return &o->present;
	case OPT_LINEAR:
		return &o->linear;
	case OPT_NO_COLOR:
		return &o->no_color;
	case OPT_JSON:
		return &o->json;
	case OPT_RUN:
		return &o->run;
	case OPT_MARKDOWN:
		return &o->markdown;
	case OPT_TRUST:
		return &o->trust;
	case OPT_YES:
		return &o->yes;
	case OPT_EXAM:
		return &o->exam;
	case OPT_BANK:
		return &o->bank;
	case OPT_WEAK:
		return &o->weak;
	case OPT_PATHS:
		return &o->routes;
	}
	return NULL;
}

/* Where the argument goes as it is; NULL: it is looked at first. */
static const char **word_of(struct app_options *o, int id)
{
	switch (id) {
	case OPT_RECORD:
		return &o->record;
	case OPT_FORMAT:
		return &o->format;
	case 'o':
		return &o->output;
	case OPT_CLASS:
		return &o->class_dir;
	case OPT_OUTCOME:
		return &o->outcome;
	}
	return NULL;
}

static int take_option(struct app_options *o, int id, struct err *e)
{
	bool *on = switch_of(o, id);
	const char **word = word_of(o, id);

	if (on)
		*on = true;
	if (word)
		*word = optarg;
	switch (id) {
	case 'h':
		o->mode = APP_MODE_HELP;
		break;
	case 'V':
		o->mode = APP_MODE_VERSION;
		break;
	case OPT_COURSE:
		o->other_course = true;
		app_option_dir(o, optarg);
		break;
	case OPT_LESSONS:
		app_option_dir(o, optarg);
		break;
	case OPT_THEME:
		return app_option_theme(o, optarg, e);
	case OPT_LEARNER:
		return app_option_learner(o, optarg, e);
	case OPT_MINUTES:
		return app_option_number("--minutes", optarg, 600, &o->minutes,
					 e);
	case OPT_QUESTIONS:
		return app_option_number("--questions", optarg, 500,
					 &o->questions, e);
	case OPT_TIMES:
		return app_option_number("--times", optarg, 1000, &o->times, e);
	case OPT_SHOW:
		return app_option_show(o, optarg, e);
	case OPT_SPEED:
		return app_option_speed(o, optarg, e);
	case OPT_SEED:
		return app_option_seed(o, optarg, e);
	case OPT_SCHEDULE:
		return app_option_schedule(o, optarg, e);
	}
	return 0;
}

static int unknown_option(const char *arg, struct err *e)
{
	char word[64];
	struct near near = NEAR(word);

	(void)snprintf(word, sizeof(word), "%.*s",
		       (int)strcspn(arg + strspn(arg, "-"), "="),
		       arg + strspn(arg, "-"));
	for (size_t i = 0; i < COUNT(option_rows); i++)
		near_offer(&near, option_rows[i].name);
	if (near.best)
		return err_set(e, -EINVAL,
			       "--%s: no such option: did you mean --%s?", word,
			       near.best);
	return err_set(e, -EINVAL,
		       "%.*s: no such option: see procession --help",
		       (int)strcspn(arg, "="), arg);
}

/* Options that a command does not take are an error, not ignored. */
static int check_applies(const struct app_options *o, int id, struct err *e)
{
	char where = where_of(o->mode);

	if (o->mode == APP_MODE_HELP || o->mode == APP_MODE_VERSION)
		return 0;
	for (size_t i = 0; i < COUNT(option_rows); i++) {
		if (option_rows[i].id == id &&
		    !strchr(option_rows[i].where, where))
			return err_set(e, -EINVAL,
				       "--%s does not apply here: see "
				       "procession --help",
				       option_rows[i].name);
	}
	return 0;
}

/* "--theme", the next argument being its value. */
static bool takes_value(const char *arg)
{
	for (size_t i = 0; i < COUNT(option_rows); i++) {
		if (option_rows[i].arg && !strncmp(arg, "--", 2) &&
		    !strcmp(arg + 2, option_rows[i].name))
			return true;
	}
	return false;
}

/* run DEMO [NAME=VALUE ...] */
static int take_run(struct app_options *o, char **words, int count,
		    struct err *e)
{
	if (count < 2)
		return err_set(e, -EINVAL,
			       "run: which demo? for example: "
			       "procession run producer_consumer");
	o->target = words[1];
	o->args = words + 2;
	for (int i = 2; i < count; i++) {
		if (!strchr(words[i], '=') || words[i][0] == '=')
			return err_set(e, -EINVAL,
				       "run: %s: write a parameter as "
				       "NAME=VALUE",
				       words[i]);
	}
	return 0;
}

/* What the words that are not options mean. */
static int take_words(struct app_options *o, char **words, int count,
		      struct err *e)
{
	const struct command *c = count ? find_command(words[0]) : NULL;
	bool asked = o->mode == APP_MODE_HELP;

	if (o->mode == APP_MODE_VERSION || !count)
		return 0;
	if (asked || (c && c->mode == APP_MODE_HELP)) {
		o->mode = APP_MODE_HELP;
		o->target = asked ? (c ? c->name : NULL)
				  : (count > 1 ? words[1] : NULL);
		return 0;
	}
	o->mode = c ? c->mode : APP_MODE_LESSON;
	if (!c)
		o->target = words[0];
	if (o->mode >= APP_MODE_LINT && o->mode <= APP_MODE_EXPLAIN)
		return app_author_words(o, words, count, e);
	if (o->mode == APP_MODE_PROGRESS)
		return app_student_words(o, words, count, e);
	if (o->mode == APP_MODE_RUN)
		return take_run(o, words, count, e);
	if ((o->mode == APP_MODE_PATH || o->mode == APP_MODE_GLOSSARY) &&
	    count > 1) {
		o->target = words[1];
		words++;
		count--;
	}
	if (o->mode == APP_MODE_REPLAY || o->mode == APP_MODE_EXPORT) {
		if (count < 2)
			return err_set(e, -EINVAL,
				       "%s: which recording? procession run "
				       "DEMO --record FILE makes one",
				       words[0]);
		o->target = words[1];
		words++;
		count--;
	}
	if (count > 1)
		return err_set(e, -EINVAL,
			       "%s: one thing too many: see "
			       "procession --help",
			       words[1]);
	return 0;
}

static int take_program(struct app_options *o, char **words, struct err *e)
{
	if (*words && !strcmp(*words, "--"))
		words++;
	if (!*words)
		return err_set(e, -EINVAL,
			       "watch: which program? for example: "
			       "procession watch -- ./my_program 3");
	o->target = words[0];
	o->args = words + 1;
	return 0;
}

/*
 * How many of the arguments are ours: what follows the program of watch is
 * the program's, options too.
 */
static int count_own(int argc, char **argv)
{
	int i = 1;

	while (i < argc && argv[i][0] == '-' && strcmp(argv[i], "--") != 0)
		i += takes_value(argv[i]) ? 2 : 1;
	if (i >= argc || strcmp(argv[i], "watch") != 0)
		return argc;
	for (i++; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "--"))
			return i;
		i += takes_value(argv[i]);
	}
	return i < argc ? i : argc;
}

int app_options_parse(struct app_options *o, int argc, char **argv,
		      struct err *e)
{
	struct option longs[COUNT(option_rows) + 1] = { 0 };
	int ids[COUNT(option_rows) * 8];
	size_t id_count = 0;
	const char *env = getenv("PROCESSION_LESSONS");
	const char *course = getenv("PROCESSION_COURSE");
	const char *no_color = getenv("NO_COLOR");
	const char *trust = getenv("PROCESSION_TRUST");
	int own = count_own(argc, argv);
	int id, code;

	*o = (struct app_options){ .speed = 1, .minutes = 20, .questions = 20 };
	o->no_color = no_color && *no_color;
	o->trust = trust && *trust;
	if (course && *course) {
		o->other_course = true;
		app_option_dir(o, course);
	}
	if (env)
		app_option_dirs(o, env);
	for (size_t i = 0; i < COUNT(option_rows); i++)
		longs[i] =
			(struct option){ option_rows[i].name,
					 option_rows[i].arg ? required_argument
							    : no_argument,
					 NULL, option_rows[i].id };
	opterr = 0;
	optind = 0;
	while ((id = getopt_long(own, argv, ":hVo:", longs, NULL)) != -1) {
		if (id == ':')
			return err_set(e, -EINVAL, "%s needs a value",
				       argv[optind - 1]);
		if (id == '?')
			return unknown_option(argv[optind - 1], e);
		code = take_option(o, id, e);
		if (code < 0)
			return code;
		if (id_count < COUNT(ids))
			ids[id_count++] = id;
	}
	code = take_words(o, argv + optind, own - optind, e);
	if (code == 0 && o->mode == APP_MODE_WATCH)
		code = take_program(o, argv + own, e);
	for (size_t i = 0; code == 0 && i < id_count; i++)
		code = check_applies(o, ids[i], e);
	return code ? code : app_option_check(o, e);
}

void app_options_release(struct app_options *o)
{
	for (size_t i = 0; i < o->lesson_dir_count; i++)
		free(o->lesson_dirs[i]);
	free(o->lesson_dirs);
	free(o->seed);
	*o = (struct app_options){ 0 };
}
