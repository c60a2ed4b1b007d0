/* SPDX-License-Identifier: MIT */
/*
 * Links in the Markdown of a lesson: [text](lesson:ipc/queue:full) to a lesson
 * or a step of one, and [text](man:mq_open(3)) or a bare man:mq_open(3) to a
 * page of the manual.
 */
#ifndef LESSON_LINKS_H
#define LESSON_LINKS_H

#include <stdbool.h>
#include <stddef.h>

enum lesson_link_kind { LESSON_LINK_LESSON, LESSON_LINK_MAN, LESSON_LINK_BAD };

struct lesson_link {
	enum lesson_link_kind kind;
	const char *at;  /* in the text: where its "lesson:" or "man:" is */
	size_t len;      /* of all of it */
	char target[96]; /* topic/lesson, or the page; BAD: what is written */
	char part[48];   /* id of the step, or ""; the section of the manual */
};

/*
 * The next link at or after *@p, which is moved behind it; false: there is
 * none.  Code is not looked into: a link there is text.
 */
bool lesson_link_next(const char **p, struct lesson_link *ret);

/* The link that @target ("man:mq_open(3)") is, as a renderer has it. */
void lesson_link_parse(const char *target, struct lesson_link *ret);

#endif
