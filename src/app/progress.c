/* SPDX-License-Identifier: MIT */
/*
 * progress export, import and reset; and which command it is.
 */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/student.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "lesson/value.h"
#include "progress/transfer.h"

enum { EXIT_FAILED = 1, EXIT_UNREADABLE = 2, IMPORT_MAX = 64 * 1024 * 1024 };

int64_t app_now_ms(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void app_add_date(struct str *out, int64_t ms)
{
	time_t at = (time_t)(ms / 1000);
	struct tm tm;
	char text[32];

	if (!localtime_r(&at, &tm) ||
	    !strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm))
		return;
	str_add(out, text);
}

static int fail(const char *what, const char *why, int status)
{
	(void)fprintf(stderr, "procession: %s: %s\n", what, why);
	return status;
}

/* ---- export ---- */

/* All of it on the disk, under another name first: a part is no export. */
static int write_file(const char *path, const struct str *text)
{
	SCOPED_STR part = STR_INIT;
	FILE *f;
	int code = 0;

	str_addf(&part, "%s.part-%d", path, (int)getpid());
	f = fopen(part.buf, "wxe");
	if (!f)
		return -errno;
	if (fwrite(text->buf, 1, text->len, f) != text->len || fflush(f) != 0 ||
	    fsync(fileno(f)) < 0)
		code = errno ? -errno : -EIO;
	if (fclose(f) != 0 && code == 0)
		code = -errno;
	if (code == 0 && rename(part.buf, path) < 0)
		code = -errno;
	if (code < 0)
		(void)unlink(part.buf);
	return code;
}

static int export_progress(const struct app_student *s)
{
	const char *path = s->options->args[0];
	const char *learner = s->options->learner;
	SCOPED_STR text = STR_INIT;
	int code;

	if (s->trouble->code)
		return fail("progress export", s->trouble->text, EXIT_FAILED);
	code = progress_export(s->progress, learner ? learner : "",
			       app_now_ms(), &text);
	if (code < 0)
		return fail("progress export", strerror(-code), EXIT_FAILED);
	if (!path || !strcmp(path, "-")) {
		(void)fwrite(text.buf, 1, text.len, stdout);
		return fflush(stdout) == 0 ? 0 : EXIT_FAILED;
	}
	code = write_file(path, &text);
	return code < 0 ? fail(path, strerror(-code), EXIT_FAILED) : 0;
}

/* ---- import ---- */

static int import_progress(const struct app_student *s)
{
	const char *path = s->options->args[0];
	SCOPED_FREE char *json = NULL;
	SCOPED_STR say = STR_INIT;
	struct progress_imported got;
	struct err e = ERR_NONE;
	size_t len;

	if (s->trouble->code)
		return fail("progress import", s->trouble->text, EXIT_FAILED);
	if (fs_read(path, IMPORT_MAX, &json, &len, &e) < 0) {
		(void)fprintf(stderr, "procession: %s\n", e.text);
		return EXIT_UNREADABLE;
	}
	if (strlen(json) != len)
		return fail(path, "it has zero bytes: it is no export",
			    EXIT_UNREADABLE);
	if (progress_import(s->progress, json, &got, &e) < 0)
		return fail(path, e.text, EXIT_UNREADABLE);
	str_addf(&say, "%d %s that %s not known here", got.answers,
		 got.answers == 1 ? "answer" : "answers",
		 got.answers == 1 ? "was" : "were");
	if (*got.learner)
		str_addf(&say, ", of %s", got.learner);
	str_add(&say, ", exported ");
	app_add_date(&say, got.made);
	(void)printf("%s.\n", say.buf);
	return 0;
}

/* ---- reset ---- */

static bool is_sure(const struct app_student *s, const char *what)
{
	char answer[16];

	if (s->options->yes)
		return true;
	if (!isatty(STDIN_FILENO)) {
		(void)fprintf(stderr,
			      "procession: progress reset: nobody to ask here: "
			      "--yes if %s shall be forgotten\n",
			      what);
		return false;
	}
	(void)printf("Forget %s: where you are, every answer, every card? "
		     "It cannot be undone. y/n ",
		     what);
	(void)fflush(stdout);
	if (!fgets(answer, sizeof(answer), stdin))
		return false;
	if (*answer == 'y' || *answer == 'Y')
		return true;
	(void)printf("Nothing was forgotten.\n");
	return false;
}

static int do_reset(const struct app_student *s, const char *what,
		    const char *topic, const char *lesson)
{
	int code;

	if (s->trouble->code)
		return fail("progress reset", s->trouble->text, EXIT_FAILED);
	if (!is_sure(s, what))
		return EXIT_FAILED;
	code = progress_reset(s->progress, topic, lesson);
	if (code < 0)
		return fail("progress reset", strerror(-code), EXIT_FAILED);
	(void)printf("Forgotten: %s.\n", what);
	return 0;
}

/* A lesson that was begun once and is in the course no more. */
static bool is_known(const struct app_student *s, const char *name)
{
	SCOPED_FREE char *topic = mem_text(name);
	char *slash = strchr(topic, '/');
	struct progress_lesson done;

	if (!lesson_is_reference(name) || !slash)
		return false;
	*slash = '\0';
	progress_lesson(s->progress, topic, slash + 1, &done);
	return done.begun || done.done;
}

/* Of one lesson, or of all. */
static int reset_progress(const struct app_student *s)
{
	const char *name = s->options->args[0];
	const struct catalog_entry *entry;
	SCOPED_STR id = STR_INIT, topic = STR_INIT;
	struct err e = ERR_NONE;
	const char *slash;

	if (!name)
		return do_reset(s, "everything you have done", NULL, NULL);
	if (catalog_find(s->catalog, name, &entry, &e) == 0)
		str_addf(&id, "%s/%s", entry->topic,
			 entry->lesson ? entry->lesson->id : entry->name);
	else if (is_known(s, name))
		str_add(&id, name);
	else
		return fail("progress reset", e.text, EXIT_UNREADABLE);
	slash = strchr(id.buf, '/');
	str_add_n(&topic, id.buf, (size_t)(slash - id.buf));
	return do_reset(s, id.buf, topic.buf, slash + 1);
}

int app_student(const struct app_student *s)
{
	if (s->options->mode == APP_MODE_REPORT)
		return app_report(s);
	if (!strcmp(s->options->target, "export"))
		return export_progress(s);
	if (!strcmp(s->options->target, "import"))
		return import_progress(s);
	return reset_progress(s);
}
