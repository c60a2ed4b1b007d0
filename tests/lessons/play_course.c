/* SPDX-License-Identifier: MIT */
/*
 * Many lessons in one player: what one of them leaves behind, in processes, in
 * shared memory or in the player's own, the next ones would pay for.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/scope.h"
#include "e2e/player.h"
#include "lessons/play.h"
#include "support/procs.h"

/*
 * What the allocator and SQLite keep for later depends on the largest run so
 * far; a run that is not freed is some MiB for each lesson.
 */
enum { GROWTH_KIB = 16 * 1024, GONE_S = 10 };

/* With the address sanitizer what is freed is kept for a while; leaks it finds
 * by itself, when the player ends. */
#ifdef __SANITIZE_ADDRESS__
static const bool may_grow = true;
#else
static const bool may_grow = false;
#endif

static long resident_kib(struct play *p)
{
	char path[64], line[256];
	long kib = -1;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/status",
		       (int)tty_pid(p->t));
	f = fopen(path, "re");
	while (f && kib < 0 && fgets(line, sizeof(line), f))
		if (!strncmp(line, "VmRSS:", 6))
			kib = strtol(line + 6, NULL, 10);
	if (f)
		(void)fclose(f);
	if (kib < 0)
		play_fail(p, "%s: no VmRSS", path);
	return kib;
}

static bool no_demo(struct play *p, const void *unused)
{
	pid_t pid;

	(void)unused;
	(void)tty_listen(p->t, 10);
	return player_demo(p->t, &pid, 1) == 0;
}

static void look_at_memory(struct play *p, struct play_course *c)
{
	long kib = resident_kib(p);

	c->played++;
	if (c->played <= c->warm && kib > c->first_kib)
		c->first_kib = kib;
	if (kib > c->most_kib)
		c->most_kib = kib;
	(void)printf("%2d %s/%s: %ld KiB\n", c->played, p->lesson->topic,
		     p->lesson->id, kib);
	(void)fflush(stdout);
	if (!may_grow && kib > c->first_kib + GROWTH_KIB)
		play_fail(p, "the player grows: %ld KiB, %ld KiB at first", kib,
			  c->first_kib);
}

static void open_player(struct play *p, struct play_course *c)
{
	const char *lessons = getenv("PROCESSION_LESSONS");
	SCOPED_FREE char *had = procs_names("/dev/shm");
	char course[700];

	(void)snprintf(course, sizeof(course), "PROCESSION_LESSONS=%s",
		       lessons ? lessons : "");
	str_add(&c->had, had);
	play_name_record(p);
	p->t = player_open(&(struct player_options){
		.rows = p->rows,
		.cols = p->cols,
		.args = { "--record", p->record },
		.env = { "PROCESSION_COURSE=", lessons ? course : NULL } });
}

void play_course_lesson(struct play *p, struct play_course *c)
{
	SCOPED_STR keys = STR_INIT;

	if (!p->t)
		open_player(p, c);
	str_addf(&keys, ":goto %s/%s<Enter>", p->lesson->topic, p->lesson->id);
	tty_wait_text(p->t, "Enter open");
	tty_send(p->t, keys.buf);
	play_opened(p);
	play_wait(p, no_demo, NULL, "no process of a demo is left");
	look_at_memory(p, c);
}

void play_course_end(struct play *p, struct play_course *c)
{
	SCOPED_FREE char *left = NULL;

	(void)printf("at most %ld KiB, after the first %d at most %ld KiB\n",
		     c->most_kib, c->warm, c->first_kib);
	(void)fflush(stdout);
	player_quit(p->t);
	left = procs_wait_no_new_name("/dev/shm", c->had.buf,
				      procs_patience(GONE_S));
	ck_assert_msg(!left, "/dev/shm/%s is left", left);
	str_release(&c->had);
	play_release(p);
}
