/* SPDX-License-Identifier: MIT */
/*
 * A scan of C tokens: comments and characters are passed, texts kept, and
 * behind DEMO_INT, DEMO_SECONDS and DEMO_FAULT the arguments are looked at.
 * What the preprocessor would make of it is not: a declaration is written out.
 */
#include "lesson/program.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"
#include "lesson/number.h"

enum { TEXTS_MAX = 2000, SOURCE_MAX = 1 << 20 };

struct scan {
	const char *p, *end;
	struct lesson_program *out;
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool at(const struct scan *s, const char *what)
{
	size_t len = strlen(what);

	return (size_t)(s->end - s->p) >= len && memcmp(s->p, what, len) == 0;
}

static void pass_until(struct scan *s, const char *what)
{
	while (s->p < s->end && !at(s, what))
		s->p++;
	s->p += at(s, what) ? strlen(what) : 0;
}

/* Blanks and comments. */
static void pass_blank(struct scan *s)
{
	for (;;) {
		if (s->p < s->end && isspace((unsigned char)*s->p)) {
			s->p++;
		} else if (at(s, "/*")) {
			s->p += 2;
			pass_until(s, "*/");
		} else if (at(s, "//")) {
			pass_until(s, "\n");
		} else {
			return;
		}
	}
}

/* What is between the quotes at the scan; the caller frees it. */
static char *take_quoted(struct scan *s)
{
	struct str text = STR_INIT;
	char quote = *s->p++;

	while (s->p < s->end && *s->p != quote && *s->p != '\n') {
		if (*s->p == '\\' && s->p + 1 < s->end)
			s->p++;
		str_add_char(&text, *s->p++);
	}
	if (s->p < s->end)
		s->p++;
	return str_detach(&text);
}

/* Texts beside each other are one; it is kept, too. */
static char *take_text(struct scan *s)
{
	struct lesson_program *out = s->out;
	struct str text = STR_INIT;

	while (s->p < s->end && *s->p == '"') {
		SCOPED_FREE char *part = take_quoted(s);

		str_add(&text, part);
		pass_blank(s);
	}
	if (out->text_count < TEXTS_MAX) {
		out->texts = mem_grow(out->texts, out->text_count,
				      &out->text_cap, sizeof(*out->texts));
		out->texts[out->text_count++] = mem_text(text.buf);
	}
	return str_detach(&text);
}

/* A word, perhaps a number with its sign and fraction. */
static char *take_word(struct scan *s)
{
	const char *from = s->p;

	if (s->p < s->end && *s->p == '-')
		s->p++;
	while (s->p < s->end && (is_word(*s->p) || *s->p == '.'))
		s->p++;
	return mem_text_n(from, (size_t)(s->p - from));
}

static bool take_char(struct scan *s, char c)
{
	pass_blank(s);
	if (s->p >= s->end || *s->p != c)
		return false;
	s->p++;
	pass_blank(s);
	return true;
}

/* The next argument as a number. */
static bool take_number(struct scan *s, double *ret)
{
	SCOPED_FREE char *word = take_char(s, ',') ? take_word(s) : NULL;
	bool whole;

	if (!word || lesson_word_kind(word) != LESSON_WORD_NUMBER)
		return false;
	*ret = lesson_number(word, &whole);
	return true;
}

/* DEMO_INT(name, min, max) or DEMO_SECONDS(name), behind the word. */
static void take_parameter(struct scan *s, bool seconds)
{
	struct lesson_program *out = s->out;
	struct program_parameter p = { .bounded = true, .max = 60 };

	if (!take_char(s, '('))
		return;
	p.name = take_word(s);
	if (!seconds)
		p.bounded = take_number(s, &p.min) && take_number(s, &p.max);
	out->parameters = mem_grow(out->parameters, out->parameter_count,
				   &out->parameter_cap, sizeof(p));
	out->parameters[out->parameter_count++] = p;
}

/* DEMO_FAULT("name", "about"), behind the word. */
static void take_fault(struct scan *s)
{
	struct lesson_program *out = s->out;
	struct program_fault f;

	if (!take_char(s, '(') || s->p >= s->end || *s->p != '"')
		return;
	f.name = take_text(s);
	if (take_char(s, ',') && s->p < s->end && *s->p == '"')
		f.about = take_text(s);
	else
		f.about = mem_text("");
	out->faults = mem_grow(out->faults, out->fault_count, &out->fault_cap,
			       sizeof(f));
	out->faults[out->fault_count++] = f;
}

static void take(struct scan *s)
{
	if (*s->p == '"') {
		free(take_text(s));
	} else if (*s->p == '\'') {
		free(take_quoted(s));
	} else if (is_word(*s->p)) {
		SCOPED_FREE char *word = take_word(s);

		if (strcmp(word, "DEMO_FAULT") == 0)
			take_fault(s);
		else if (strcmp(word, "DEMO_INT") == 0)
			take_parameter(s, false);
		else if (strcmp(word, "DEMO_SECONDS") == 0)
			take_parameter(s, true);
	} else {
		s->p++;
	}
}

void lesson_program_parse(struct lesson_program *p, const char *source,
			  size_t len)
{
	struct scan s = { source, source + len, p };

	*p = (struct lesson_program){ 0 };
	for (pass_blank(&s); s.p < s.end; pass_blank(&s))
		take(&s);
}

int lesson_program_read(struct lesson_program *p, const char *path,
			struct err *e)
{
	SCOPED_FREE char *source = NULL;
	size_t len;
	int r = fs_read(path, SOURCE_MAX, &source, &len, e);

	*p = (struct lesson_program){ 0 };
	if (r == 0)
		lesson_program_parse(p, source, len);
	return r;
}

void lesson_program_release(struct lesson_program *p)
{
	for (size_t i = 0; i < p->parameter_count; i++)
		free(p->parameters[i].name);
	for (size_t i = 0; i < p->fault_count; i++) {
		free(p->faults[i].name);
		free(p->faults[i].about);
	}
	for (size_t i = 0; i < p->text_count; i++)
		free(p->texts[i]);
	free(p->parameters);
	free(p->faults);
	free(p->texts);
	*p = (struct lesson_program){ 0 };
}

/* Whether @format, with one %d in it, makes @name. */
static bool makes(const char *format, const char *name)
{
	const char *percent = strchr(format, '%');
	size_t before = percent ? (size_t)(percent - format) : 0;
	const char *after;
	size_t digits;

	if (!percent || strncmp(format, name, before) != 0)
		return percent && before > 1 && format[before - 1] == '-' &&
		       strlen(name) == before - 1 &&
		       strncmp(format, name, before - 1) == 0;
	after = percent + 1 + strspn(percent + 1, "0123456789zlu");
	after += *after == 'd';
	digits = strspn(name + before, "0123456789");
	return digits && strcmp(name + before + digits, after) == 0;
}

bool lesson_program_names(const struct lesson_program *p, const char *name)
{
	for (size_t i = 0; i < p->text_count; i++)
		if (strcmp(p->texts[i], name) == 0 || makes(p->texts[i], name))
			return true;
	return false;
}
