/* SPDX-License-Identifier: MIT */
/*
 * Character references of HTML, as Markdown has them: &amp; &#233; &#xE9;
 */
#ifndef UI_ENTITY_H
#define UI_ENTITY_H

#include "base/str.h"

/* Append what @text, from '&' to ';', stands for; itself if unknown. */
void ui_entity_add(struct str *out, const char *text, size_t len);

#endif
