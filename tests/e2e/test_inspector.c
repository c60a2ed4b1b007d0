/* SPDX-License-Identifier: MIT */
/*
 * The inspector with a real process before it, which opens, maps and blocks
 * when it is told to; and the same in the recording of that.
 */
#include "support/check_main.h"

#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "e2e/player.h"

static char dir[] = "/tmp/procession-inspector-XXXXXX";
static char fifo[64], recording[64], program[512];
static int go;

static void setup(void)
{
	const char *top = getenv("top_builddir");

	(void)snprintf(program, sizeof(program), "%s/tests/e2e/inspected",
		       top ? top : ".");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	(void)snprintf(fifo, sizeof(fifo), "%s/go", dir);
	(void)snprintf(recording, sizeof(recording), "%s/run.rec", dir);
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	/* Both ends, so that neither waits for the other to open it. */
	go = open(fifo, O_RDWR | O_CLOEXEC);
	ck_assert_int_ge(go, 0);
}

static void teardown(void)
{
	(void)close(go);
	(void)unlink(fifo);
	(void)unlink(recording);
	ck_assert_int_eq(rmdir(dir), 0);
}

static void tell(const char *what)
{
	ck_assert_int_eq(write(go, what, strlen(what)), (ssize_t)strlen(what));
}

/* Focused, and as large as the screen. */
static struct tty *opened(const struct player_options *o)
{
	struct tty *t = player_open(o);

	tty_wait_text(t, " inspected");
	tty_send(t, "<Tab>z");
	tty_wait_text(t, "blocked   ");
	return t;
}

/* The process opens, maps and blocks, each when it is told to. */
static void see_it_happen(struct tty *t)
{
	tty_wait_text(t, "in the kernel: read");
	tty_wait_text(t, "stands still there");
	tty_wait_text(t, "blocked   none");
	tell("o");
	tty_wait_text(t, "/tests/e2e/inspected, at 0 of ");
	tell("m");
	tty_wait_text(t, "7.0 MiB r-- shared memory without a name");
	tell("b");
	tty_wait_text(t, "blocked   USR1");
}

/* Whether the system lets the counter of a running process be seen. */
static bool may_see_counters(void)
{
	struct perf_event_attr ask = { .size = sizeof(ask),
				       .type = PERF_TYPE_SOFTWARE,
				       .config = PERF_COUNT_SW_TASK_CLOCK,
				       .exclude_kernel = 1 };
	long fd = syscall(SYS_perf_event_open, &ask, 0, -1, -1,
			  PERF_FLAG_FD_CLOEXEC);

	if (fd >= 0)
		(void)close((int)fd);
	return fd >= 0;
}

START_TEST(what_a_process_gets_is_seen_as_it_gets_it)
{
	struct tty *t = opened(&(struct player_options){
		.rows = 50,
		.cols = 160,
		.args = { "watch", "--show", "inspector", "--", program, fifo },
	});

	see_it_happen(t);
	tell("w");
	tty_wait_text(t, "► running");
	tty_wait_text(t, may_see_counters() ? "main in inspected"
					    : "does not let it be seen");
	player_quit(t);
}
END_TEST

START_TEST(a_recording_shows_what_was_so)
{
	struct tty *t = opened(&(struct player_options){
		.rows = 50,
		.cols = 160,
		.args = { "watch", "--show", "inspector", "--record", recording,
			  "--", program, fifo },
	});

	see_it_happen(t);
	player_quit(t);
	t = opened(&(struct player_options){
		.rows = 50,
		.cols = 160,
		.args = { "replay", "--show", "inspector", recording },
	});
	tty_wait_text(t, "blocked   USR1");
	tty_wait_text(t, "7.0 MiB r-- shared memory without a name");
	tty_wait_text(t, "/tests/e2e/inspected, at 0 of ");
	player_quit(t);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("e2e/inspector");
	TCase *t = tcase_create("inspector");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_a_process_gets_is_seen_as_it_gets_it);
	tcase_add_test(t, a_recording_shows_what_was_so);
	suite_add_tcase(s, t);
	return s;
}
