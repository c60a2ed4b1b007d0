/* SPDX-License-Identifier: MIT */
/*
 * Markdown (CommonMark with tables, through md4c) to styled lines of a given
 * width: headings, paragraphs, emphasis, lists, code blocks, quotes, tables,
 * links with their target, but for those to another lesson: their words only.
 */
#ifndef UI_MARKDOWN_H
#define UI_MARKDOWN_H

#include "ui/canvas.h"

struct ui_run {
	char *text;
	ui_style style;
};

struct ui_line {
	struct ui_run *runs;
	size_t count;
	int indent; /* columns before the first run */
};

struct ui_doc {
	struct ui_line *lines;
	size_t count;
	int width; /* it was laid out for */
};

/*
 * Lay @text out for @width columns (at least 1).  Nothing is lost: words,
 * lines of code and tables that are too wide are broken.  Code blocks marked
 * c or python are highlighted.  The caller releases @ret.
 */
void ui_markdown(struct ui_doc *ret, const char *text, int width);
void ui_doc_release(struct ui_doc *d);
/* Append the words of @text in one line, without any marks. */
void ui_markdown_plain(const char *text, struct str *out);
/* Draw the lines from @first into @rect. */
void ui_doc_draw(const struct ui_doc *d, struct ui_canvas *c,
		 struct ui_rect rect, size_t first);
/* Append the lines as plain text. */
void ui_doc_text(const struct ui_doc *d, struct str *out);

#endif
