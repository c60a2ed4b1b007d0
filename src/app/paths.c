/* SPDX-License-Identifier: MIT */
#include "app/paths.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"

/* The folder the running executable is in; NULL if /proc does not say. */
static char *own_dir(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (n <= 0)
		return NULL;
	path[n] = '\0';
	return mem_text(dirname(path));
}

/*
 * A build tree has the guard beside the player; the source tree it was
 * configured from is written down at configure time.
 */
static bool find_in_build_tree(struct app_paths *p, const char *dir)
{
	SCOPED_FREE char *guard = fs_join(dir, "procession-guard");
	SCOPED_FREE char *attach =
		fs_join(dir, "trace/libprocession-attach.so");

	if (!fs_is_executable(guard) || !fs_is_file(attach))
		return false;
	p->guard = ptr_take(&guard);
	p->attach = ptr_take(&attach);
	p->lessons = mem_text(APP_SOURCE_DIR "/lessons");
	p->programs = fs_join(dir, "../lessons");
	return true;
}

/*
 * Where make install put @name: seen from the executable, so that a tree can
 * be moved; or, where folders were set one by one, as configured.
 */
static char *installed(const char *dir, const char *from_bin,
		       const char *configured, const char *name)
{
	struct str path = STR_INIT;

	str_addf(&path, "%s/%s%s", dir, from_bin, name);
	if (access(path.buf, F_OK) == 0)
		return str_detach(&path);
	str_clear(&path);
	str_addf(&path, "%s%s", configured, name);
	return str_detach(&path);
}

/* $XDG_DATA_HOME/procession/progress.db, as the XDG base directories say. */
static char *progress_path(void)
{
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");
	struct str path = STR_INIT;

	if (data && data[0] == '/')
		str_add(&path, data);
	else
		str_addf(&path, "%s/.local/share", home ? home : "");
	str_add(&path, "/procession/progress.db");
	return str_detach(&path);
}

int app_paths_find(struct app_paths *p, struct err *e)
{
	SCOPED_FREE char *dir = own_dir();

	*p = (struct app_paths){ 0 };
	if (!dir)
		return err_set(e, -ENOENT,
			       "cannot read /proc/self/exe: is "
			       "/proc mounted?");
	p->progress = progress_path();
	if (find_in_build_tree(p, dir))
		return 0;
	p->guard = installed(dir, APP_LIBEXEC_FROM_BIN, APP_LIBEXEC,
			     "/procession-guard");
	p->attach = installed(dir, APP_LIBEXEC_FROM_BIN, APP_LIBEXEC,
			      "/libprocession-attach.so");
	p->lessons = installed(dir, APP_DATA_FROM_BIN, APP_DATA, "/lessons");
	p->programs =
		installed(dir, APP_LIBEXEC_FROM_BIN, APP_LIBEXEC, "/lessons");
	if (!fs_is_executable(p->guard))
		return err_set(e, -ENOENT,
			       "%s is missing: install "
			       "procession again",
			       p->guard);
	if (!fs_is_file(p->attach))
		return err_set(e, -ENOENT,
			       "%s is missing: install "
			       "procession again",
			       p->attach);
	return 0;
}

char *app_paths_page(const char *name)
{
	SCOPED_FREE char *dir = own_dir();
	SCOPED_FREE char *beside = fs_join(dir ? dir : "", APP_DOC_FROM_BIN);
	const char *const dirs[] = { beside, APP_DOC, APP_SOURCE_DIR "/docs" };

	for (size_t i = 0; i < sizeof(dirs) / sizeof(*dirs); i++) {
		SCOPED_FREE char *path = fs_join(dirs[i], name);
		char *real = realpath(path, NULL);

		if (real)
			return real;
	}
	return NULL;
}

void app_paths_learner(struct app_paths *p, const char *name)
{
	SCOPED_FREE char *copy = mem_text(p->progress);
	struct str path = STR_INIT;

	str_addf(&path, "%s/learners/%s.db", dirname(copy), name);
	free(p->progress);
	p->progress = str_detach(&path);
}

void app_paths_release(struct app_paths *p)
{
	free(p->guard);
	free(p->attach);
	free(p->lessons);
	free(p->programs);
	free(p->progress);
	*p = (struct app_paths){ 0 };
}

char *app_paths_demo(const struct app_paths *p, const char *dir,
		     const char *program, struct err *e)
{
	SCOPED_FREE char *copy = mem_text(dir);
	SCOPED_FREE char *beside = fs_join(dir, program);
	SCOPED_FREE char *topic = fs_join(p->programs, basename(copy));
	SCOPED_FREE char *built = fs_join(topic, program);

	if (fs_is_executable(beside))
		return ptr_take(&beside);
	if (fs_is_executable(built))
		return ptr_take(&built);
	if (fs_is_file(beside))
		(void)err_set(e, -EACCES,
			      "demo %s: %s is not executable: "
			      "chmod +x it",
			      program, beside);
	else
		(void)err_set(e, -ENOENT,
			      "demo %s: there is no program %s "
			      "nor %s: build it",
			      program, beside, built);
	return NULL;
}
