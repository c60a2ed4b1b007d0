/* SPDX-License-Identifier: MIT */
#include "e2e/sandbox.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/procs.h"

/* What the tests themselves need to hand on. */
static const char *const kept[] = { "PATH",         "ASAN_OPTIONS",
				    "LSAN_OPTIONS", "UBSAN_OPTIONS",
				    "top_srcdir",   "top_builddir",
				    "GCOV_PREFIX" };

enum { KEPT = sizeof(kept) / sizeof(*kept) };

/* In the build tree, where a test that is cut short does no harm. */
void sandbox_init(struct sandbox *s, const char *home)
{
	static unsigned int count;
	const char *build = getenv("top_builddir");

	*s = (struct sandbox){ .own = !home };
	if (home) {
		(void)snprintf(s->home, sizeof(s->home), "%s", home);
	} else {
		(void)snprintf(s->home, sizeof(s->home), "%s/home-XXXXXX",
			       build ? build : "/tmp");
		ck_assert_ptr_nonnull(mkdtemp(s->home));
	}
	(void)snprintf(s->mark, sizeof(s->mark), "E2E_MARK=%d.%u.%.0f",
		       (int)getpid(), count++, procs_now() * 1e6);
}

void sandbox_fini(struct sandbox *s)
{
	procs_kill_marked(s->mark);
	if (s->own)
		procs_remove_tree(s->home);
}

static void set_below_home(const struct sandbox *s, const char *name,
			   const char *folder)
{
	char path[600];

	(void)snprintf(path, sizeof(path), "%s%s", s->home, folder);
	(void)mkdir(path, 0700);
	(void)setenv(name, path, 1);
}

static void forget_all_but_kept(void)
{
	char *values[KEPT];

	for (size_t i = 0; i < KEPT; i++) {
		const char *value = getenv(kept[i]);

		values[i] = value ? strdup(value) : NULL;
	}
	(void)clearenv();
	for (size_t i = 0; i < KEPT; i++)
		if (values[i])
			(void)setenv(kept[i], values[i], 1);
}

void sandbox_enter(const struct sandbox *s, const char *const *changes)
{
	const char *build = getenv("top_builddir");

	if (build && chdir(build) != 0)
		_exit(125);
	forget_all_but_kept();
	(void)setenv("TERM", "xterm-256color", 1);
	(void)setenv("LC_ALL", "C.UTF-8", 1);
	(void)setenv("TZ", "UTC", 1);
	(void)setenv("SHELL", "/bin/sh", 1);
	set_below_home(s, "HOME", "");
	set_below_home(s, "XDG_CONFIG_HOME", "/config");
	set_below_home(s, "XDG_DATA_HOME", "/data");
	set_below_home(s, "XDG_STATE_HOME", "/state");
	set_below_home(s, "XDG_CACHE_HOME", "/cache");
	set_below_home(s, "XDG_RUNTIME_DIR", "/run");
	set_below_home(s, "TMPDIR", "/tmp");
	/* The course grows; what it is called in tests stays as it is. */
	(void)setenv("PROCESSION_COURSE", "tests/e2e/small", 1);
	/* The courses of tests are their own. */
	(void)setenv("PROCESSION_TRUST", "yes", 1);
	(void)putenv(strdup(s->mark));
	for (; changes && *changes; changes++)
		if (strchr(*changes, '='))
			(void)putenv(strdup(*changes));
		else
			(void)unsetenv(*changes);
}
