/* SPDX-License-Identifier: MIT */
/*
 * Source text with highlighting: C and Python.
 */
#ifndef UI_SOURCE_H
#define UI_SOURCE_H

#include "ui/markdown.h"

enum ui_language { UI_LANG_C, UI_LANG_PYTHON, UI_LANG_OTHER };

/* By the ending of the name. */
enum ui_language ui_language_of(const char *path);

/* One line of the result per line of @text; tabs become spaces (8, or 4). */
void ui_source(struct ui_doc *ret, enum ui_language language, const char *text,
	       size_t len);

#endif
