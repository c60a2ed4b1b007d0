/* SPDX-License-Identifier: MIT */
#include "lessons/card.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"

const char *card_folder(const char *variable)
{
	const char *folder = getenv(variable);

	return folder ? folder : ".";
}

const struct card_line *card_find(const struct card *c, char *const *words)
{
	for (size_t i = 0; i < c->count; i++) {
		char *const *a = c->lines[i].words;
		char *const *b = words;

		while (*a && *b && strcmp(*a, *b) == 0) {
			a++;
			b++;
		}
		if (!*a && !*b && !c->lines[i].twin)
			return &c->lines[i];
	}
	return NULL;
}

static bool read_end(const char *word, int *ret)
{
	char *end;

	if (strcmp(word, "hangs") == 0)
		*ret = CARD_HANGS;
	else if (strcmp(word, "any") == 0)
		*ret = CARD_ANY;
	else
		*ret = (int)strtol(word, &end, 10);
	return *ret >= CARD_HANGS || (end != word && *end == 0);
}

/* twin ARG... -> END, run ARG... -> END, fault NAME ARG... -> END */
static bool read_run(struct card *c, char *kind, char *rest)
{
	struct card_line line = { .twin = strcmp(kind, "twin") == 0 };
	bool is_fault = strcmp(kind, "fault") == 0;
	size_t n = 0;
	char *save = NULL;

	for (char *w = strtok_r(rest, " ", &save); w;
	     w = strtok_r(NULL, " ", &save)) {
		SCOPED_STR word = STR_INIT;

		if (strcmp(w, "->") == 0) {
			w = strtok_r(NULL, " ", &save);
			if (!w || !read_end(w, &line.end))
				return false;
			break;
		}
		if (n == CARD_WORDS)
			return false;
		str_addf(&word, "%s%s", is_fault && !n ? "fault=" : "", w);
		line.words[n++] = str_detach(&word);
	}
	c->lines = mem_grow(c->lines, c->count, &c->cap, sizeof(*c->lines));
	c->lines[c->count++] = line;
	return true;
}

static bool read_line(struct card *c, char *line)
{
	size_t len = strcspn(line, " ");
	char *rest = line + len + strspn(line + len, " ");

	line[len] = 0;
	if (strcmp(line, "twin") == 0 || strcmp(line, "run") == 0 ||
	    strcmp(line, "fault") == 0)
		return read_run(c, line, rest);
	if (strcmp(line, "vary") == 0)
		return strncmp(rest, "-> ", 3) == 0 &&
		       read_end(rest + 3, &c->end_of_vary);
	if (strcmp(line, "facts") == 0) {
		str_addf(&c->facts, "%s\n", rest);
	} else if (strcmp(line, "leaves") == 0) {
		c->leaves = mem_grow(c->leaves, c->leave_count, &c->leave_cap,
				     sizeof(*c->leaves));
		c->leaves[c->leave_count++] = mem_text(rest);
	} else if (strcmp(line, "valgrind-knows") == 0) {
		c->known = mem_text(rest);
	} else if (strcmp(line, "no-valgrind") == 0) {
		c->no_valgrind = true;
	} else {
		return false;
	}
	return true;
}

/* Its file, line by line; the number of those that are wrong. */
static int read_card(struct card *c)
{
	SCOPED_STR path = STR_INIT;
	SCOPED_FREE char *text = NULL;
	struct err e = ERR_NONE;
	char *save = NULL;
	size_t len;
	int bad = 0;

	str_addf(&path, "%s/tests/lessons/demos.d/%s.%s",
		 card_folder("top_srcdir"), c->topic, c->name);
	if (fs_read(path.buf, 100000, &text, &len, &e) < 0) {
		printf("%s: a demo needs this file\n", e.text);
		return 1;
	}
	for (char *line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		SCOPED_FREE char *copy = mem_text(line);

		if (*line == '#' || read_line(c, line))
			continue;
		printf("%s: what is \"%s\"?\n", path.buf, copy);
		bad++;
	}
	return bad;
}

/* @source: .../lessons/20-ipc/signals.c */
static int add(struct card *c, const char *source)
{
	const char *name = strrchr(source, '/') + 1;
	const char *topic = name - 1;
	struct err e = ERR_NONE;

	while (topic[-1] != '/')
		topic--;
	*c = (struct card){ .facts = STR_INIT };
	c->topic = mem_text_n(topic, (size_t)(name - 1 - topic));
	c->name = mem_text_n(name, strlen(name) - 2);
	if (lesson_program_read(&c->source, source, &e) < 0) {
		printf("%s\n", e.text);
		return 1;
	}
	return read_card(c);
}

static bool is_asked_for(const char *source)
{
	const char *wanted = getenv("DEMO");
	SCOPED_FREE char *name = mem_text(source);
	char *slash = strrchr(name, '/');

	*slash = '.';
	return !wanted || strstr(strrchr(name, '/') + 1, wanted);
}

struct card *cards_read(size_t *count, int *bad)
{
	SCOPED_STR pattern = STR_INIT;
	struct card *cards = NULL;
	size_t cap = 0;
	glob_t found;

	*count = 0;
	str_addf(&pattern, "%s/lessons/[0-9][0-9]-*/*.c",
		 card_folder("top_srcdir"));
	if (glob(pattern.buf, 0, NULL, &found) != 0) {
		printf("%s: nothing there\n", pattern.buf);
		(*bad)++;
		return NULL;
	}
	for (size_t i = 0; i < found.gl_pathc; i++) {
		if (!is_asked_for(found.gl_pathv[i]))
			continue;
		cards = mem_grow(cards, *count, &cap, sizeof(*cards));
		*bad += add(&cards[(*count)++], found.gl_pathv[i]);
	}
	globfree(&found);
	return cards;
}

void cards_free(struct card *cards, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct card *c = &cards[i];

		free(c->topic);
		free(c->name);
		free(c->known);
		lesson_program_release(&c->source);
		for (size_t l = 0; l < c->count; l++)
			for (char **w = c->lines[l].words; *w; w++)
				free(*w);
		free(c->lines);
		for (size_t l = 0; l < c->leave_count; l++)
			free(c->leaves[l]);
		free(c->leaves);
		str_release(&c->facts);
	}
	free(cards);
}
