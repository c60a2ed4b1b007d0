/* SPDX-License-Identifier: MIT */
/*
 * A demo's parameters as the arguments of its program.
 */
#ifndef APP_ARGS_H
#define APP_ARGS_H

#include <stddef.h>

#include "lesson/lesson.h"

/* name=value for each, NULL at the end; app_args_free. */
char **app_args_new(const struct lesson_parameter *p, size_t count);
void app_args_free(char **args);
/* The same arguments once more. */
char **app_args_copy(char *const *args);

/* The same of @program and its @args, NULL at their end. */
char **app_args_command(const char *program, char *const *args);

#endif
