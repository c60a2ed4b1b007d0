/* SPDX-License-Identifier: MIT */
/*
 * The file is looked at a few times a second rather than watched by the
 * kernel: editors save by renaming another file over it, and on network file
 * systems nobody tells of a change.  What it is compared with is how it was
 * just before it was last read, so that no save falls in between.
 */
#include "app/preview.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "lesson/load.h"

enum { LOOK_MS = 300 };

struct app_preview {
	char *path;
	struct lesson *lesson;
	struct lesson *last; /* before that; may still be looked at */
	int step;
	struct str problem;
	struct stat read;  /* how the file was before it was read */
	uv_timer_t *timer; /* NULL: not watched; frees itself when closed */
	void (*saved)(void *arg);
	void *arg;
};

/* "12:3: unknown key, and 3 more errors". */
static void set_problem(struct app_preview *p, const struct lesson_diags *d)
{
	const struct lesson_diag *first = &d->items[0];

	str_clear(&p->problem);
	if (!d->count)
		return;
	str_addf(&p->problem, "Line %d: %s", first->line, first->message);
	if (*first->advice)
		str_addf(&p->problem, ": %s", first->advice);
	if (d->count > 1)
		str_addf(&p->problem, " (and %zu more)", d->count - 1);
}

static void print_errors(const struct lesson_diags *d)
{
	SCOPED_STR out = STR_INIT;

	lesson_diags_format(d, &out);
	(void)fputs(out.buf, stderr);
}

static int load(struct app_preview *p, struct lesson **ret,
		struct lesson_diags *diags)
{
	if (stat(p->path, &p->read) < 0)
		p->read = (struct stat){ 0 };
	return lesson_load(p->path, ret, diags);
}

static int load_first(struct app_preview *p, struct err *e)
{
	struct lesson_diags diags;
	int r = load(p, &p->lesson, &diags);

	if (r < 0) {
		print_errors(&diags);
		(void)err_set(e, r,
			      "%s: this lesson cannot be played until "
			      "these errors are mended",
			      p->path);
	}
	lesson_diags_release(&diags);
	return r;
}

int app_preview_open(const char *target, struct app_preview **ret,
		     struct err *e)
{
	struct app_preview *p = mem_new(1, sizeof(*p));
	char *colon;
	int r;

	p->path = mem_text(target);
	p->problem = STR_INIT;
	colon = fs_is_file(target) ? NULL : strrchr(p->path, ':');
	if (colon)
		*colon = '\0';
	r = load_first(p, e);
	if (r == 0 && colon) {
		p->step = lesson_ask_step(p->lesson, p->path, colon + 1, e);
		r = p->step < 0 ? p->step : 0;
	}
	if (r < 0)
		app_preview_close(p);
	else
		*ret = p;
	return r;
}

void app_preview_close(struct app_preview *p)
{
	lesson_free(p->lesson);
	lesson_free(p->last);
	str_release(&p->problem);
	free(p->path);
	free(p);
}

const struct lesson *app_preview_lesson(const struct app_preview *p)
{
	return p->lesson;
}

int app_preview_step(const struct app_preview *p)
{
	return p->step;
}

const char *app_preview_problem(const struct app_preview *p)
{
	return p->problem.buf;
}

static bool is_same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_size == b->st_size &&
	       is_same_time(&a->st_mtim, &b->st_mtim) &&
	       is_same_time(&a->st_ctim, &b->st_ctim);
}

static void look(uv_timer_t *timer)
{
	struct app_preview *p = timer->data;
	struct stat now;

	/* Between two steps of saving there may be no file at all. */
	if (stat(p->path, &now) == 0 && !is_same(&now, &p->read))
		p->saved(p->arg);
}

static void on_close(uv_handle_t *handle)
{
	free(handle);
}

void app_preview_watch(struct app_preview *p, uv_loop_t *loop,
		       void (*saved)(void *arg), void *arg)
{
	if (p->timer)
		uv_close((uv_handle_t *)p->timer, on_close);
	p->timer = NULL;
	if (!loop)
		return;
	p->saved = saved;
	p->arg = arg;
	p->timer = mem_new(1, sizeof(*p->timer));
	p->timer->data = p;
	(void)uv_timer_init(loop, p->timer);
	(void)uv_timer_start(p->timer, look, LOOK_MS, LOOK_MS);
}

bool app_preview_reload(struct app_preview *p, size_t step)
{
	struct lesson_diags diags;
	struct lesson *fresh;
	int found;

	(void)load(p, &fresh, &diags);
	set_problem(p, &diags);
	lesson_diags_release(&diags);
	p->step = (int)step;
	if (!fresh)
		return false;
	found = lesson_find_step(fresh, p->lesson->steps[step].id);
	if (found >= 0)
		p->step = found;
	else if (step >= fresh->step_count)
		p->step = (int)fresh->step_count - 1;
	lesson_free(p->last);
	p->last = p->lesson;
	p->lesson = fresh;
	return true;
}
