/* SPDX-License-Identifier: MIT */
#include "app/surroundings.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/str.h"

void app_set_locale(struct app_options *o)
{
	if (setlocale(LC_ALL, "") && !strcmp(nl_langinfo(CODESET), "UTF-8"))
		return;
	o->ascii = true;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		(void)setlocale(LC_CTYPE, "en_US.UTF-8");
}

bool app_has_screen(const struct app_options *o, const struct app_settings *s)
{
	const char *term = getenv("TERM");
	SCOPED_STR notice = STR_INIT;
	bool has = !o->linear && !o->json && isatty(STDIN_FILENO) &&
		   isatty(STDOUT_FILENO) && !(term && !strcmp(term, "dumb"));

	app_settings_notice(s, &notice);
	if (!has && notice.len)
		(void)fprintf(stderr, "procession: %s\n", notice.buf);
	return has;
}

void app_raise_limits(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == 0 && r.rlim_cur < r.rlim_max) {
		r.rlim_cur = r.rlim_max < 65536 ? r.rlim_max : 65536;
		(void)setrlimit(RLIMIT_NOFILE, &r);
	}
}

void app_keep_descriptors(void)
{
	(void)close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
}
