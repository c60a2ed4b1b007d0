/* SPDX-License-Identifier: MIT */
/*
 * A canvas as a picture that stands alone: SVG with real text, which can be
 * selected, searched and read aloud.
 */
#ifndef UI_SVG_H
#define UI_SVG_H

#include "base/str.h"
#include "ui/theme.h"

struct ui_svg {
	enum ui_theme theme;
	const char *title; /* what it is a picture of, in a few words */
	const char *about; /* for those who do not see it; lines with \n */
};

/*
 * Append @c as it looks in the theme.  Each stretch of text is made as wide as
 * its columns, so columns agree whatever font a viewer has; lines and blocks
 * are shapes, so that they meet.
 */
void ui_svg(const struct ui_canvas *c, const struct ui_svg *o, struct str *out);

#endif
