/* SPDX-License-Identifier: MIT */
/*
 * Scenes with processes that have children: of their own, of a pool, of an
 * executor.  Who is killed may be the parent, and its children must end; or a
 * child, and its parent must go on.
 */
#include <signal.h>
#include <unistd.h>

#include "stress/mp_points.h"

/* ---- processes ---- */

static int give_seven(void *unused)
{
	(void)unused;
	CHECK(!mp_sleep(0.0001));
	return 7;
}

static int wait_for_ever(void *unused)
{
	(void)unused;
	while (!mp_sleep(STRESS_PATIENCE))
		;
	return 1;
}

static void have_children(void)
{
	mp_process *p = stress_start(give_seven, NULL);
	int code;

	(void)mp_process_join(p, 0);
	code = stress_end(p);
	CHECK(code == 7 || code == -SIGKILL);
	p = stress_start(wait_for_ever, NULL);
	CHECK(!mp_process_terminate(p));
	code = stress_end(p);
	CHECK(code == -SIGTERM || code == -SIGKILL);
	p = stress_start(wait_for_ever, NULL);
	CHECK(!mp_process_kill(p));
	CHECK(stress_end(p) == -SIGKILL);
}

/* One daemon, one other, one grandchild: nobody joins them. */
static int have_daemon(void *unused)
{
	mp_process *p = mp_process_new(NULL, wait_for_ever, NULL);

	(void)unused;
	CHECK(p && !mp_process_set_daemon(p, true) && !mp_process_start(p));
	mp_process_free(p);
	return 0;
}

static void leave_children(void)
{
	(void)have_daemon(NULL);
	mp_process_free(stress_start(give_seven, NULL));
	mp_process_free(stress_start(have_daemon, NULL));
}

/* ---- pools ---- */

static int square(const void *in, void *out)
{
	int n = *(const int *)in;

	if (n < 0)
		(void)raise(SIGKILL);
	*(long *)out = (long)n * n;
	return 0;
}

#define SQUARE MP_TASK_CHUNKED(square, int, long, 2)

static void note(mp_result *r, void *arg)
{
	(void)r;
	++*(int *)arg;
}

/* It is right, or somebody has died in it. */
static void is_right(int failed, const long *out, long right)
{
	if (failed)
		CHECK(errno == EOWNERDEAD);
	else
		CHECK(*out == right);
}

static void use_pool(void)
{
	mp_pool *p = mp_pool_new(NULL, 2, NULL);
	int in[4] = { 1, 2, 3, 4 }, called = 0, fatal = -1;
	struct mp_callbacks c = { note, note, &called };
	long out[4] = { 0 };
	mp_result *r;

	CHECK(p);
	is_right(mp_pool_map(p, SQUARE, in, out, 4), &out[3], 16);
	r = mp_pool_apply_async(p, SQUARE, in, &c);
	CHECK(r);
	is_right(mp_result_get(r, out, STRESS_PATIENCE), out, 1);
	CHECK(called == 1);
	mp_result_free(r);
	CHECK(mp_pool_apply(p, SQUARE, &fatal, out) && errno == EOWNERDEAD);
	is_right(mp_pool_apply(p, SQUARE, in + 2, out), out, 9);
	CHECK(!mp_pool_close(p) && !mp_pool_join(p, STRESS_PATIENCE));
	mp_pool_free(p);
}

/* What a pool repeats comes out right whoever of its workers dies. */
static void use_repeating_pool(void)
{
	struct mp_pool_options o = { .retries = 3 };
	mp_pool *p = mp_pool_new(NULL, 2, &o);
	int in[4] = { 1, 2, 3, 4 };
	size_t item;
	mp_imap *it;
	long out;

	CHECK(p);
	it = mp_pool_imap(p, SQUARE, in, 4);
	CHECK(it);
	for (int i = 0; i < 4; i++) {
		CHECK(mp_imap_next(it, &out, &item, STRESS_PATIENCE) == 1);
		CHECK(item == (size_t)i && out == (long)in[i] * in[i]);
	}
	mp_imap_free(it);
	CHECK(!mp_pool_terminate(p) && !mp_pool_join(p, STRESS_PATIENCE));
	mp_pool_free(p);
}

/* ---- executors ---- */

/* Until something can be read from the pipe whose end it is given. */
static int wait_for_word(const void *in, void *unused)
{
	char word;

	(void)unused;
	return read(*(const int *)in, &word, 1) != 1;
}

static void use_executor(void)
{
	int word[2], called = 0, n = 5, err;
	mp_executor *e;
	mp_future *f[3];
	size_t given = 0;
	long out = 0;

	CHECK(!pipe(word));
	e = mp_executor_new(NULL, 1, NULL);
	CHECK(e);
	/* The only worker is kept, so that there is something to cancel. */
	f[0] = mp_executor_submit(e, MP_TASK(wait_for_word, int, long), word);
	f[1] = mp_executor_submit(e, SQUARE, &n);
	f[2] = mp_executor_submit(e, SQUARE, &n);
	CHECK(f[0] && f[1] && f[2]);
	CHECK(!mp_future_add_done_callback(f[0], note, &called));
	(void)mp_future_cancel(f[2]);
	CHECK(write(word[1], "", 1) == 1);
	while (mp_as_completed(f, 3, &given, STRESS_PATIENCE) == 1)
		if (mp_future_result(f[given - 1], &out, STRESS_PATIENCE))
			CHECK(errno == EOWNERDEAD || errno == ECANCELED);
	CHECK(given == 3 && called == 1);
	err = mp_future_exception(f[0], 0);
	CHECK(err == 0 || err == EOWNERDEAD || err == ECANCELED);
	for (int i = 0; i < 3; i++)
		mp_future_free(f[i]);
	(void)close(word[0]);
	(void)close(word[1]);
	CHECK(!mp_executor_shutdown(e, true, true));
	mp_executor_free(e);
}

/* It is left to the end of the program. */
static void leave_executor(void)
{
	int n = 5;
	mp_executor *e = mp_executor_new(NULL, 1, NULL);

	CHECK(e);
	mp_future_free(mp_executor_submit(e, SQUARE, &n));
}

const struct scene points_family[] = {
	{ "children", NULL, have_children, NULL },
	{ "children-left", NULL, leave_children, NULL },
	{ "pool", NULL, use_pool, NULL },
	{ "pool-repeating", NULL, use_repeating_pool, NULL },
	{ "executor", NULL, use_executor, NULL },
	{ "executor-left", NULL, leave_executor, NULL },
	{ NULL, NULL, NULL, NULL },
};
