/* SPDX-License-Identifier: MIT */
/*
 * Tables of paragraphs, fitted to a width.
 */
#ifndef UI_TABLE_H
#define UI_TABLE_H

#include "ui/flow.h"

enum ui_align { UI_ALIGN_LEFT, UI_ALIGN_CENTRE, UI_ALIGN_RIGHT };

struct ui_table;

struct ui_table *ui_table_new(size_t columns);
void ui_table_free(struct ui_table *t);
/* Take the content of @f, which is empty then, as the next cell. */
void ui_table_add(struct ui_table *t, struct ui_flow *f, enum ui_align align);
/*
 * Append it to @d in lines of at most @width columns.  The first row is the
 * head.  If there is no room for columns, every cell gets lines of its own.
 */
void ui_table_wrap(const struct ui_table *t, struct ui_doc *d, int width);

#endif
