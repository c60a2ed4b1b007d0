/* SPDX-License-Identifier: MIT */
/*
 * Building a struct ui_doc; for the files of ui that lay text out.
 */
#ifndef UI_DOC_H
#define UI_DOC_H

#include "ui/markdown.h"

/* Append an empty line; valid until the next one is appended. */
struct ui_line *ui_doc_add(struct ui_doc *d, int indent);
/* Append text; joins the last run if the style is the same. */
void ui_line_add(struct ui_line *l, ui_style style, const char *bytes,
		 size_t len);
/* Append @count blanks. */
void ui_line_pad(struct ui_line *l, int count);
/* Append the runs of @from. */
void ui_line_join(struct ui_line *l, const struct ui_line *from);
/* Columns with the indent. */
int ui_line_width(const struct ui_line *l);
/* Append the lines of @from, those wider than @width in pieces. */
void ui_doc_fold(const struct ui_doc *from, struct ui_doc *d, int width);

#endif
