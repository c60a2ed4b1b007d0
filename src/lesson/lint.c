/* SPDX-License-Identifier: MIT */
#include "lesson/lint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "lesson/check_parts.h"
#include "lesson/file.h"
#include "lesson/links.h"
#include "lesson/load.h"
#include "lesson/number.h"
#include "lesson/program.h"

struct lint {
	struct lesson_source *s;
	const struct lesson_node *root;
	const struct lesson *lesson;
	const struct catalog *catalog;
	/* Of the demo that is examined. */
	const struct lesson_demo *demo;
	struct lesson_program program;
};

/* ---- what a demo declares ---- */

static const struct program_parameter *
find_parameter(const struct lesson_program *p, const char *name)
{
	for (size_t i = 0; i < p->parameter_count; i++)
		if (strcmp(p->parameters[i].name, name) == 0)
			return &p->parameters[i];
	return NULL;
}

static void tell_no_parameter(struct lint *l, const struct lesson_node *name)
{
	struct near near = NEAR(name->text);
	SCOPED_STR all = STR_INIT;
	struct lesson_diag *d;

	for (size_t i = 0; i < l->program.parameter_count; i++) {
		near_offer(&near, l->program.parameters[i].name);
		str_addf(&all, "%s%s", i ? ", " : "",
			 l->program.parameters[i].name);
	}
	d = lesson_diag_add(l->s, name->at, LESSON_ERROR_NO_PARAMETER,
			    "%s has no parameter \"%s\"", l->demo->program,
			    lesson_quote(name->text).text);
	if (near.best)
		lesson_diag_advise(d, "write %s", near.best);
	else
		lesson_diag_advise(d, "it has %s", all.buf);
}

static void check_bounds(struct lint *l, const struct lesson_node *value,
			 const struct program_parameter *p)
{
	bool whole;
	double number;

	if (!value || value->kind != LESSON_SCALAR || !p->bounded ||
	    lesson_word_kind(value->text) != LESSON_WORD_NUMBER)
		return;
	number = lesson_number(value->text, &whole);
	if (number < p->min || number > p->max)
		lesson_diag_advise(
			lesson_diag_add(l->s, value->at, LESSON_ERROR_BAD_VALUE,
					"%s does not allow %s=%s",
					l->demo->program, p->name, value->text),
			"it allows %g to %g", p->min, p->max);
}

/* The names of a map `with`, and their values. */
static void check_with(struct lint *l, const struct lesson_node *with)
{
	for (size_t i = 0; with && with->kind == LESSON_MAP && i < with->count;
	     i++) {
		const char *name = with->keys[i]->text;
		const struct program_parameter *p =
			find_parameter(&l->program, name);

		if (p)
			check_bounds(l, with->items[i], p);
		else if (strcmp(name, "fault") != 0)
			tell_no_parameter(l, with->keys[i]);
	}
}

static void check_vary(struct lint *l, const struct lesson_node *vary)
{
	for (size_t i = 0; vary && i < vary->count; i++) {
		const struct program_parameter *p =
			find_parameter(&l->program, vary->keys[i]->text);

		if (!p)
			continue; /* told of `with`, where it is, too */
		check_bounds(l, lesson_node_get(vary->items[i], "min"), p);
		check_bounds(l, lesson_node_get(vary->items[i], "max"), p);
	}
}

static void check_faults(struct lint *l, const struct lesson_node *faults)
{
	size_t count = l->program.fault_count;
	SCOPED_FREE char **names = mem_new(count + 1, sizeof(*names));

	for (size_t i = 0; i < count; i++)
		names[i] = l->program.faults[i].name;
	for (size_t i = 0; faults && i < faults->count; i++)
		(void)lesson_check_among(l->s, faults->items[i], names, count,
					 LESSON_ERROR_NO_FAULT,
					 "a fault that the demo declares");
}

/* ---- names of processes and objects ---- */

/*
 * Process, Process-2, Process-2:1: what a process is called to which nobody has
 * given a name.  No source has that.
 */
static bool is_made_up(const char *name)
{
	if (strncmp(name, "Process", 7) != 0)
		return false;
	name += 7;
	return !*name || (*name == '-' && name[1] &&
			  !name[1 + strspn(name + 1, "0123456789:")]);
}

/* squares-3: a worker of the pool, or of whatever else, called squares. */
static bool is_numbered(const struct lint *l, const char *name)
{
	const char *dash = strrchr(name, '-');
	SCOPED_FREE char *whole = NULL;

	if (!dash || !dash[1] || dash[1 + strspn(dash + 1, "0123456789")])
		return false;
	whole = mem_text(name);
	whole[dash - name] = '\0';
	return lesson_program_names(&l->program, whole);
}

static void check_name(struct lint *l, const struct lesson_node *name)
{
	struct near near;
	struct lesson_diag *d;

	if (!name || name->kind != LESSON_SCALAR ||
	    lesson_program_names(&l->program, name->text) ||
	    strcmp(name->text, l->demo->program) == 0 ||
	    strcmp(name->text, "main") == 0 || is_made_up(name->text) ||
	    is_numbered(l, name->text))
		return;
	near = NEAR(name->text);
	for (size_t i = 0; i < l->program.text_count; i++)
		near_offer(&near, l->program.texts[i]);
	d = lesson_diag_add(l->s, name->at, LESSON_ERROR_NO_OBJECT,
			    "%s has nothing called \"%s\"", l->demo->program,
			    lesson_quote(name->text).text);
	if (near.best)
		lesson_diag_advise(d, "write %s", lesson_quote(near.best).text);
	else
		lesson_diag_advise(d, "look at the names in its source");
}

static void check_fact(struct lint *l, const struct lesson_node *fact)
{
	static const char *const keys[] = { "length", "greatest", "value",
					    "exit",   "object",   "process" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		check_name(l, lesson_node_get(fact, keys[i]));
}

static void check_facts(struct lint *l, const struct lesson_node *list)
{
	for (size_t i = 0; list && list->kind == LESSON_LIST && i < list->count;
	     i++) {
		check_fact(l, list->items[i]);
		check_fact(l, lesson_node_get(list->items[i], "when"));
		check_fact(l, lesson_node_get(list->items[i], "key"));
	}
}

/* Whom the acts of a solution name. */
static void check_acts(struct lint *l, const struct lesson_node *list)
{
	static const char *const keys[] = { "stop", "continue", "terminate",
					    "kill" };

	for (size_t i = 0; list && list->kind == LESSON_LIST && i < list->count;
	     i++)
		for (size_t k = 0; k < sizeof(keys) / sizeof(*keys); k++)
			check_name(l, lesson_node_get(list->items[i], keys[k]));
}

static void check_names(struct lint *l, const struct lesson_node *step)
{
	const struct lesson_node *x = lesson_node_get(step, "exercise");
	const struct lesson_node *success = lesson_node_get(x, "success");

	check_fact(l, lesson_node_get(
			      lesson_node_get(lesson_node_get(step, "demo"),
					      "repeat"),
			      "of"));
	check_fact(l, lesson_node_get(lesson_node_get(step, "predict"), "key"));
	check_fact(l, lesson_node_get(lesson_node_get(step, "observe"), "key"));
	check_facts(l,
		    lesson_node_get(lesson_node_get(step, "demo"), "callouts"));
	check_facts(l, success);
	check_facts(l, lesson_node_get(success, "all"));
	check_facts(l, lesson_node_get(success, "any"));
	check_facts(l, lesson_node_get(x, "questions"));
	check_name(l, lesson_node_get(lesson_node_get(x, "solution"), "kill"));
	check_acts(l, lesson_node_get(lesson_node_get(x, "solution"), "act"));
}

/* ---- demos ---- */

static void tell_no_program(struct lint *l, const struct lesson_node *node)
{
	const struct lesson_node *program = lesson_node_get(node, "program");
	struct near near = NEAR(l->demo->program);
	SCOPED_FREE char *best = NULL;
	SCOPED_STR topic = STR_INIT;
	const char *slash;
	char **names = NULL;
	size_t count = 0;
	struct lesson_diag *d;

	if (!program)
		return; /* that of another step, where it is told */
	slash = strchr(program->text, '/');
	if (fs_list(l->demo->dir, &names, &count, NULL) < 0)
		count = 0;
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(names[i]);

		if (len < 3 || strcmp(names[i] + len - 2, ".c") != 0)
			continue;
		names[i][len - 2] = '\0';
		near_offer(&near, names[i]);
	}
	if (near.best)
		best = mem_text(near.best);
	if (slash)
		str_add_n(&topic, program->text,
			  (size_t)(slash - program->text));
	d = lesson_diag_add(l->s, program->at, LESSON_ERROR_NO_PROGRAM,
			    "there is no %s.c %s%s", l->demo->program,
			    slash ? "in the topic " : "beside this lesson",
			    slash ? lesson_quote(topic.buf).text : "");
	if (best)
		lesson_diag_advise(d, "write %s%s%s", slash ? topic.buf : "",
				   slash ? "/" : "", lesson_quote(best).text);
	fs_list_free(names, count);
}

/* Whether the program is there in another form than as source in C. */
static bool is_there(const char *dir, const char *program)
{
	SCOPED_FREE char *path = fs_join(dir, program);
	SCOPED_STR python = STR_INIT;

	str_addf(&python, "%s.py", path);
	return fs_is_executable(path) || fs_is_file(python.buf);
}

static void check_demo(struct lint *l, const struct lesson_node *step)
{
	const struct lesson_node *node = lesson_node_get(step, "demo");
	const struct lesson_node *x = lesson_node_get(step, "exercise");
	SCOPED_STR file = STR_INIT;
	SCOPED_FREE char *path = NULL;

	str_addf(&file, "%s.c", l->demo->program);
	path = fs_join(l->demo->dir, file.buf);
	if (lesson_program_read(&l->program, path, NULL) < 0) {
		if (!is_there(l->demo->dir, l->demo->program))
			tell_no_program(l, node);
		return;
	}
	if (l->program.parameter_count) {
		check_with(l, lesson_node_get(node, "with"));
		check_with(l, lesson_node_get(lesson_node_get(node, "compare"),
					      "with"));
		check_with(l, lesson_node_get(lesson_node_get(node, "repeat"),
					      "with"));
		check_with(l, lesson_node_get(lesson_node_get(x, "solution"),
					      "with"));
		check_vary(l, lesson_node_get(node, "vary"));
	}
	check_faults(l, lesson_node_get(node, "faults"));
	check_names(l, step);
	lesson_program_release(&l->program);
}

/* ---- links ---- */

static bool has_step(const struct catalog *c, const char *target,
		     const char *step, bool *ret_lesson)
{
	const struct catalog_entry *entry;

	*ret_lesson = catalog_find(c, target, &entry, NULL) == 0;
	if (!*ret_lesson || !*step || !entry->lesson)
		return *ret_lesson;
	return lesson_find_step(entry->lesson, step) >= 0;
}

static void check_links(struct lint *l, const struct lesson_node *node)
{
	const char *p = node->text;
	struct lesson_link link;

	while (lesson_link_next(&p, &link)) {
		bool lesson = false;

		if (link.kind != LESSON_LINK_LESSON ||
		    has_step(l->catalog, link.target, link.part, &lesson))
			continue;
		if (lesson)
			(void)lesson_diag_add(
				l->s, node->at, LESSON_ERROR_NO_SUCH_STEP,
				"%s has no step %s", link.target, link.part);
		else
			(void)lesson_diag_add(
				l->s, node->at, LESSON_ERROR_NO_SUCH_LESSON,
				"there is no lesson %s", link.target);
	}
}

static void check_all_links(struct lint *l, const struct lesson_node *node)
{
	if (node->kind == LESSON_SCALAR)
		check_links(l, node);
	for (size_t i = 0; i < node->count; i++)
		check_all_links(l, node->items[i]);
}

/* ---- objectives ---- */

static bool names_objective(const struct lesson_node *node, const char *id)
{
	const struct lesson_node *objective =
		lesson_node_get(node, "objective");

	if (objective && objective->kind == LESSON_SCALAR &&
	    strcmp(objective->text, id) == 0)
		return true;
	for (size_t i = 0; i < node->count; i++)
		if (names_objective(node->items[i], id))
			return true;
	return false;
}

static bool asks(const struct lesson *l)
{
	for (size_t i = 0; i < l->step_count; i++)
		if (l->steps[i].predict || l->steps[i].observe ||
		    l->steps[i].exercise || l->steps[i].quiz)
			return true;
	return l->card_count > 0;
}

static void check_objectives(struct lint *l)
{
	const struct lesson_node *list = lesson_node_get(l->root, "objectives");

	for (size_t i = 0; asks(l->lesson) && list && i < list->count; i++)
		if (!names_objective(l->root, l->lesson->objectives[i].id))
			lesson_diag_advise(
				lesson_diag_add(l->s, list->items[i]->at,
						LESSON_ERROR_NOT_CHECKED,
						"nothing checks the objective "
						"%s",
						l->lesson->objectives[i].id),
				"name it in a question: objective: %s",
				l->lesson->objectives[i].id);
}

int lesson_lint(const char *path, const struct catalog *c, struct lesson **ret,
		struct lesson_diags *diags)
{
	struct lesson_file f;
	int r = lesson_file_open(&f, path, diags);
	struct lint l = { .s = &f.source, .root = f.root, .catalog = c };

	*ret = NULL;
	if (r == 0)
		r = lesson_load_file(&f, ret);
	l.lesson = *ret;
	for (size_t i = 0; *ret && i < (*ret)->step_count; i++) {
		l.demo = (*ret)->steps[i].demo;
		if (l.demo)
			check_demo(&l,
				   lesson_node_get(f.root, "steps")->items[i]);
	}
	if (*ret) {
		check_objectives(&l);
		if (c)
			check_all_links(&l, f.root);
	}
	lesson_file_close(&f);
	return r;
}
