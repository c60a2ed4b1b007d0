/* SPDX-License-Identifier: MIT */
#include "guard/options.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool parse_number(const char *text, int64_t max, int64_t *ret)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno || end == text || *end || value < 0 || value > max)
		return false;
	*ret = value;
	return true;
}

static bool parse_fd(const char *text, int *ret)
{
	int64_t value;

	if (!parse_number(text, INT_MAX, &value))
		return false;
	*ret = (int)value;
	return true;
}

static bool parse_limit(struct guard_limits *l, const char *name,
			const char *text)
{
	const struct {
		const char *name;
		int64_t *to;
	} options[] = {
		{ "--procs", &l->procs }, { "--memory", &l->memory },
		{ "--wall", &l->wall_s }, { "--cpu", &l->cpu_s },
		{ "--files", &l->files },
	};

	/* Seconds become nanoseconds later: they must not overflow there. */
	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (!strcmp(name, options[i].name))
			return parse_number(text,
					    options[i].to == &l->memory
						    ? INT64_MAX
						    : INT_MAX,
					    options[i].to);
	}
	return false;
}

int guard_options_parse(struct guard_options *ret, int argc, char **argv)
{
	struct guard_options o = { .tty_fd = -1 };
	int i = 3;

	if (argc < 4 || !parse_fd(argv[2], &o.fd))
		return -EINVAL;
	if (!strcmp(argv[1], "terminal")) {
		if (argc != 4 || !parse_fd(argv[3], &o.tty_fd))
			return -EINVAL;
		*ret = o;
		return 0;
	}
	if (strcmp(argv[1], "run") != 0)
		return -EINVAL;
	for (; i + 1 < argc && strcmp(argv[i], "--") != 0; i += 2) {
		if (!parse_limit(&o.limits, argv[i], argv[i + 1]))
			return -EINVAL;
	}
	if (i + 1 >= argc || strcmp(argv[i], "--") != 0)
		return -EINVAL;
	o.argv = argv + i + 1;
	*ret = o;
	return 0;
}
