/* SPDX-License-Identifier: MIT */
/*
 * The lesson format described: made from keys.def, facts.def and panes.def, as
 * the loader is, so that they cannot disagree.
 */
#ifndef LESSON_SCHEMA_H
#define LESSON_SCHEMA_H

#include "base/str.h"

/* A JSON Schema (draft 2020-12), for editors. */
void lesson_schema_json(struct str *out);

/* The reference, as text for a terminal and as a page in Markdown. */
void lesson_schema_text(struct str *out);
void lesson_schema_markdown(struct str *out);

#endif
