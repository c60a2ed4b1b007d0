/* SPDX-License-Identifier: MIT */
#include "lesson/links.h"

#include <stdio.h>
#include <string.h>

#include "lesson/check_parts.h"
#include "lesson/value.h"

#define WORD                                                                   \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+."

static void copy(char *to, size_t size, const char *from, size_t len)
{
	if (len >= size)
		len = size - 1;
	memcpy(to, from, len);
	to[len] = '\0';
}

/* mq_open(3) */
static void parse_man(const char *p, struct lesson_link *ret)
{
	size_t name = strspn(p, WORD);
	size_t section = p[name] == '(' ? strspn(p + name + 1, "0123456789"
							       "abcdefghijklm"
							       "nopqrstuvwxyz")
					: 0;
	bool good = name && name < sizeof(ret->target) && section &&
		    section < 8 && strchr("123456789", p[name + 1]) &&
		    p[name + 1 + section] == ')';

	ret->kind = good ? LESSON_LINK_MAN : LESSON_LINK_BAD;
	if (!good)
		return;
	copy(ret->target, sizeof(ret->target), p, name);
	copy(ret->part, sizeof(ret->part), p + name + 1, section);
	ret->len = 4 + name + section + 2;
}

/* ipc/queue or ipc/queue:full */
static void parse_lesson(const char *p, struct lesson_link *ret)
{
	size_t len = strspn(p, WORD "/");
	size_t part = p[len] == ':' ? strspn(p + len + 1, WORD) : 0;
	bool good = len < sizeof(ret->target) && part < sizeof(ret->part);

	copy(ret->target, sizeof(ret->target), p, len);
	copy(ret->part, sizeof(ret->part), p + len + 1, part);
	ret->len = 7 + len + (part ? part + 1 : 0);
	good = good && lesson_is_reference(ret->target) &&
	       (!part || lesson_is_id(ret->part)) && (part || p[len] != ':');
	ret->kind = good ? LESSON_LINK_LESSON : LESSON_LINK_BAD;
}

void lesson_link_parse(const char *target, struct lesson_link *ret)
{
	*ret = (struct lesson_link){ .kind = LESSON_LINK_BAD,
				     .at = target,
				     .len = strcspn(target, " \n)") };
	if (strncmp(target, "man:", 4) == 0)
		parse_man(target + 4, ret);
	else if (strncmp(target, "lesson:", 7) == 0)
		parse_lesson(target + 7, ret);
	if (ret->kind != LESSON_LINK_BAD)
		return;
	ret->len = strcspn(target, " \n)");
	copy(ret->target, sizeof(ret->target), target, ret->len);
	ret->part[0] = '\0';
}

/* Behind the code that begins at @p with backticks; a lone one is a text. */
static const char *past_code(const char *p)
{
	size_t n = strspn(p, "`");
	const char *q = p + n;

	while (*q) {
		size_t run = strspn(q, "`");

		if (run == n)
			return q + run;
		q += run ? run : strcspn(q, "`");
	}
	return p + n;
}

/*
 * Where the link begins whose first colon is @colon, in the text that begins
 * at @text, but not before @from; NULL: there is none.
 */
static const char *link_start(const char *text, const char *from,
			      const char *colon)
{
	size_t before = (size_t)(colon - from);
	const char *lesson = colon - 6, *man = colon - 3;

	if (before >= 6 && lesson > text && lesson[-1] == '(' &&
	    !memcmp(lesson, "lesson", 6))
		return lesson;
	if (before >= 3 && !memcmp(man, "man", 3) && colon[1] &&
	    strchr(WORD, colon[1]) && (man == text || !strchr(WORD, man[-1])))
		return man;
	return NULL;
}

bool lesson_link_next(const char **p, struct lesson_link *ret)
{
	const char *q = *p, *from = q;

	while (*(q += strcspn(q, "`:"))) {
		const char *start;

		if (*q == '`') {
			q = from = past_code(q);
			continue;
		}
		start = link_start(*p, from, q);
		if (start) {
			lesson_link_parse(start, ret);
			*p = start + (ret->len ? ret->len : 1);
			return true;
		}
		q++;
	}
	*p = q;
	return false;
}

void lesson_check_links(struct lesson_source *s, const struct lesson_node *text)
{
	const char *p = text->text;
	struct lesson_link link;

	while (lesson_link_next(&p, &link))
		if (link.kind == LESSON_LINK_BAD)
			lesson_diag_advise(
				lesson_diag_add(s, text->at,
						LESSON_ERROR_BAD_LINK,
						"\"%s\" leads nowhere",
						lesson_quote(link.target).text),
				"write lesson:topic/id, lesson:topic/id:step "
				"or "
				"man:page(3)");
}
