/* SPDX-License-Identifier: MIT */
#include "app/args.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/str.h"

char **app_args_new(const struct lesson_parameter *p, size_t count)
{
	char **args = mem_new(count + 1, sizeof(*args));

	for (size_t i = 0; i < count; i++) {
		struct str arg = STR_INIT;

		str_addf(&arg, "%s=%s", p[i].name, p[i].value);
		args[i] = str_detach(&arg);
	}
	return args;
}

void app_args_free(char **args)
{
	for (char **arg = args; arg && *arg; arg++)
		free(*arg);
	free(args);
}

/* Copies of @args, with room for one before them. */
static char **copy(char *const *args, size_t before)
{
	size_t count = 0;
	char **argv;

	while (args[count])
		count++;
	argv = mem_new(before + count + 1, sizeof(*argv));
	for (size_t i = 0; i < count; i++)
		argv[before + i] = mem_text(args[i]);
	return argv;
}

char **app_args_copy(char *const *args)
{
	return copy(args, 0);
}

char **app_args_command(const char *program, char *const *args)
{
	char **argv = copy(args, 1);

	argv[0] = mem_text(program);
	return argv;
}
