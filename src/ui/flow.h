/* SPDX-License-Identifier: MIT */
/*
 * A paragraph: styled text without lines, and breaking it into lines.
 */
#ifndef UI_FLOW_H
#define UI_FLOW_H

#include "base/str.h"
#include "ui/doc.h"

struct ui_flow {
	struct str text;
	struct ui_flow_part {
		size_t start; /* where in text it begins */
		ui_style style;
	} * parts;
	size_t count, cap;
};

#define UI_FLOW_INIT ((struct ui_flow){ STR_INIT, NULL, 0, 0 })

/* Blanks and newlines that follow one another become one blank. */
void ui_flow_add(struct ui_flow *f, ui_style style, const char *bytes,
		 size_t len);
/* End the line here. */
void ui_flow_break(struct ui_flow *f);
/* Take back what was added after the text had @len bytes. */
void ui_flow_cut(struct ui_flow *f, size_t len);
void ui_flow_clear(struct ui_flow *f);
void ui_flow_release(struct ui_flow *f);

/*
 * Append it to @d in lines of at most @width columns (at least 1; a wide
 * character needs 2).  Lines break at blanks and beside wide characters; a
 * word that is longer than a line breaks anywhere.
 */
void ui_flow_wrap(const struct ui_flow *f, struct ui_doc *d, int width);

/* Columns of the longest line if none is broken, and of the longest word. */
void ui_flow_widths(const struct ui_flow *f, int *ret_line, int *ret_word);

#endif
