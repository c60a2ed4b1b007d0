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

char **app_args_command(const char *program, char *const *args)
{
	size_t count = 0;
	char **argv;

	while (args[count])
		count++;
	argv = mem_new(count + 2, sizeof(*argv));
	argv[0] = mem_text(program);
	for (size_t i = 0; i < count; i++)
		argv[i + 1] = mem_text(args[i]);
	return argv;
}
