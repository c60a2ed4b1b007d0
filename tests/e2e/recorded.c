/* SPDX-License-Identifier: MIT */
#include "e2e/recorded.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/scope.h"

char recorded_dir[] = "record.XXXXXX";
char recorded_file[64];

static const char *const env[] = { PLAYER_TRIAL, "PROCESSION_COURSE=", NULL };
const struct command recorded_course = { .env = env };

void recorded_setup(void)
{
	ck_assert_ptr_nonnull(mkdtemp(recorded_dir));
	(void)snprintf(recorded_file, sizeof(recorded_file), "%s/run",
		       recorded_dir);
}

void recorded_teardown(void)
{
	char **names;
	size_t count;

	if (fs_list(recorded_dir, &names, &count, NULL) == 0) {
		for (size_t i = 0; i < count; i++) {
			SCOPED_FREE char *path =
				fs_join(recorded_dir, names[i]);

			(void)unlink(path);
		}
		fs_list_free(names, count);
	}
	(void)rmdir(recorded_dir);
	strcpy(strchr(recorded_dir, '.'), ".XXXXXX");
}

void recorded_complaint(struct result *r, int status, const char *words)
{
	ck_assert_msg(r->status == status && strstr(r->err, words),
		      "status %d, not %d; not with \"%s\": %s", r->status,
		      status, words, r->err);
	command_release(r);
}

struct result recorded_make(const char *how)
{
	struct result r = PLAYER_COMMAND(
		&recorded_course, "run", "producer_consumer", "items=5",
		"make=0", "use=0", "--record", recorded_file, how);

	ck_assert_msg(r.status == 0, "%s", r.err);
	return r;
}
