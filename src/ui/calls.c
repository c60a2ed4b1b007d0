/* SPDX-License-Identifier: MIT */
/*
 * The scanner has marked what looks like a call; here the definitions among
 * them are told apart, and each call is given to the function it stands in.
 */
#include "ui/calls.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

static const char *text_of(const struct ui_line *line)
{
	return line->count ? line->runs[0].text : "";
}

static int indent_of(const struct ui_line *line)
{
	return (int)strspn(text_of(line), " ");
}

static bool is_blank(const struct ui_line *line)
{
	for (size_t i = 0; i < line->count; i++)
		if (line->runs[i].style != UI_SYN_COMMENT &&
		    line->runs[i].text[strspn(line->runs[i].text, " ")])
			return false;
	return true;
}

/* Whether @mark stands in the code of the line, not in a string. */
static bool has_mark(const struct ui_line *line, char mark)
{
	for (size_t i = 0; i < line->count; i++)
		if (line->runs[i].style != UI_SYN_COMMENT &&
		    line->runs[i].style != UI_SYN_STRING &&
		    strchr(line->runs[i].text, mark))
			return true;
	return false;
}

static const char *first_call(const struct ui_line *line)
{
	for (size_t i = 0; i < line->count; i++)
		if (line->runs[i].style == UI_SYN_CALL)
			return line->runs[i].text;
	return NULL;
}

/* The index of the last line of the body that the head at @at has; or -1. */
static int c_body_end(const struct ui_doc *doc, size_t at)
{
	while (at < doc->count && !has_mark(&doc->lines[at], '{')) {
		if (has_mark(&doc->lines[at], ';'))
			return -1;
		at++;
	}
	for (at++; at < doc->count; at++)
		if (*text_of(&doc->lines[at]) == '}')
			return (int)at;
	return -1;
}

static int python_body_end(const struct ui_doc *doc, size_t at)
{
	int own = indent_of(&doc->lines[at]);
	size_t last = at;

	/* The head may go on in further lines. */
	while (at < doc->count && !has_mark(&doc->lines[at], ':'))
		at++;
	for (at++; at < doc->count; at++) {
		if (is_blank(&doc->lines[at]))
			continue;
		if (indent_of(&doc->lines[at]) <= own)
			break;
		last = at;
	}
	return (int)last;
}

static bool is_head(const struct ui_line *line, enum ui_language language)
{
	const char *text = text_of(line);

	if (!first_call(line))
		return false;
	if (language == UI_LANG_C)
		return *text && *text != ' ' && *text != '}' &&
		       line->runs[0].style != UI_SYN_PREPROC &&
		       line->runs[0].style != UI_SYN_COMMENT;
	for (size_t i = 0; i + 1 < line->count; i++)
		if (line->runs[i].style == UI_SYN_KEYWORD)
			return !strcmp(line->runs[i].text, "def");
	return false;
}

static void add_function(struct ui_calls *c, const char *name, size_t first,
			 int last)
{
	c->functions = mem_grow(c->functions, c->function_count,
				&c->function_cap, sizeof(*c->functions));
	c->functions[c->function_count++] = (struct ui_function){
		.name = name, .first = (int)first + 1, .last = last + 1
	};
}

static void add_calls(struct ui_calls *c, const struct ui_line *line, int at)
{
	for (size_t i = 0; i < line->count; i++) {
		if (line->runs[i].style != UI_SYN_CALL)
			continue;
		c->calls = mem_grow(c->calls, c->call_count, &c->call_cap,
				    sizeof(*c->calls));
		c->calls[c->call_count++] = (struct ui_call){
			.name = line->runs[i].text,
			.line = at,
			.function = ui_calls_function(c, at),
		};
	}
}

void ui_calls(struct ui_calls *ret, const struct ui_doc *doc,
	      enum ui_language language)
{
	int function;

	*ret = (struct ui_calls){ 0 };
	for (size_t i = 0; i < doc->count; i++) {
		const struct ui_line *line = &doc->lines[i];
		int last = -1;

		if (is_head(line, language))
			last = language == UI_LANG_C ? c_body_end(doc, i)
						     : python_body_end(doc, i);
		if (last >= 0)
			add_function(ret, first_call(line), i, last);
	}
	for (size_t i = 0; i < doc->count; i++) {
		function = ui_calls_function(ret, (int)i + 1);
		if (function >= 0 &&
		    ret->functions[function].first == (int)i + 1)
			continue; /* it defines, it does not call */
		add_calls(ret, &doc->lines[i], (int)i + 1);
	}
}

void ui_calls_release(struct ui_calls *c)
{
	free(c->functions);
	free(c->calls);
	*c = (struct ui_calls){ 0 };
}

/* The innermost: in Python functions stand in one another. */
int ui_calls_function(const struct ui_calls *c, int line)
{
	for (size_t i = c->function_count; i > 0; i--)
		if (c->functions[i - 1].first <= line &&
		    line <= c->functions[i - 1].last)
			return (int)i - 1;
	return -1;
}

int ui_calls_caller(const struct ui_calls *c, int function)
{
	const char *name = c->functions[function].name;
	int found = 0;

	for (size_t i = 0; i < c->call_count; i++) {
		if (strcmp(c->calls[i].name, name) != 0)
			continue;
		if (c->calls[i].function == function ||
		    (found && found != c->calls[i].line))
			return 0;
		found = c->calls[i].line;
	}
	return found;
}

/*
 * What mp_queue_put, mp_sleep, mp_queue_new are in Python: put, sleep, Queue
 * (in any case of letters).  NULL: it is no call of mp.
 */
static const char *python_name(const char *name, size_t *len)
{
	const char *noun, *verb;

	if (strncmp(name, "mp_", 3) != 0)
		return NULL;
	noun = name + 3;
	verb = strchr(noun, '_');
	if (!verb || !strcmp(verb, "_new")) {
		*len = verb ? (size_t)(verb - noun) : strlen(noun);
		return noun;
	}
	*len = strlen(verb + 1);
	return verb + 1;
}

static bool is_same(const char *c_name, const char *python)
{
	size_t len;
	const char *name = python_name(c_name, &len);

	return name && strlen(python) == len &&
	       strncasecmp(name, python, len) == 0;
}

static int function_named(const struct ui_calls *c, const char *name)
{
	for (size_t i = 0; i < c->function_count; i++)
		if (!strcmp(c->functions[i].name, name))
			return (int)i;
	return -1;
}

/* How often @function of the C text calls @name; *@which: at @line, from 1. */
static size_t count_c(const struct ui_calls *c, int function, const char *name,
		      int line, size_t *which)
{
	size_t n = 0;

	for (size_t i = 0; i < c->call_count; i++) {
		if (c->calls[i].function != function ||
		    strcmp(c->calls[i].name, name) != 0)
			continue;
		n++;
		if (c->calls[i].line == line)
			*which = n;
	}
	return n;
}

/* The same in the Python text; *@line: of the one that is @which. */
static size_t count_python(const struct ui_calls *c, int function,
			   const char *name, size_t which, int *line)
{
	size_t n = 0;

	for (size_t i = 0; i < c->call_count; i++) {
		if (c->calls[i].function != function ||
		    !is_same(name, c->calls[i].name))
			continue;
		if (++n == which)
			*line = c->calls[i].line;
	}
	return n;
}

int ui_calls_twin(const struct ui_calls *c, const struct ui_calls *python,
		  int line)
{
	int function = ui_calls_function(c, line), other, found = 0;
	size_t which = 0, count;

	if (function < 0)
		return 0;
	other = function_named(python, c->functions[function].name);
	for (size_t i = 0; other >= 0 && i < c->call_count; i++) {
		const char *name = c->calls[i].name;

		if (c->calls[i].line != line || strncmp(name, "mp_", 3) != 0)
			continue;
		count = count_c(c, function, name, line, &which);
		if (count_python(python, other, name, which, &found) == count)
			return found;
		return 0;
	}
	return 0;
}
