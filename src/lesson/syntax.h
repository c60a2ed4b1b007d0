/* SPDX-License-Identifier: MIT */
#ifndef LESSON_SYNTAX_H
#define LESSON_SYNTAX_H

#include <yaml.h>

#include "lesson/source.h"

struct lesson_place lesson_place_of(yaml_mark_t mark);

/* Tell why @yaml has stopped, in an author's words. */
void lesson_syntax_tell(struct lesson_source *s, const yaml_parser_t *yaml);

#endif
