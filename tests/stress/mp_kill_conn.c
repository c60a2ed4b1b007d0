/* SPDX-License-Identifier: MIT */
/*
 * Those who send and receive through one pipe are killed: at each point at
 * which they tell something, and at random moments, within small messages and
 * large ones.  The others find whole messages only and wait for nobody; what
 * is missing at the end is at most one message for each receiver that died.
 *
 * PROCESSION_TEST_KILLS says how many to kill at random; PROCESSION_TEST_FULL:
 * 3,000.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mp.h"
#include "mp/probe.h"
#include "stress/stress.h"

enum { WORKERS = 4, MOST = 150000, PATIENCE_S = 300 };

/* Shared by all. */
static struct {
	atomic_llong sent; /* calls that returned */
	atomic_llong got;
	atomic_int wrong;
	atomic_bool stop;
} * book;

static mp_conn *in, *out;
static enum mp_verb fatal_verb;
static enum mp_phase fatal_phase;

static void die(const struct mp_probe_event *e)
{
	if (e->verb == fatal_verb && e->phase == fatal_phase)
		(void)kill(getpid(), SIGKILL);
}

static const struct mp_probe_sink fatal_sink = { .emit = die };

/* A message says in its first bytes how long it is, and is all one byte. */
static void write_message(unsigned char *m, uint32_t len)
{
	memset(m, (int)(len % 251), len);
	memcpy(m, &len, sizeof(len));
}

static bool is_whole(const unsigned char *m, ssize_t n)
{
	uint32_t len;

	memcpy(&len, m, sizeof(len));
	for (uint32_t i = sizeof(len); i < len && len == n; i++)
		if (m[i] != len % 251)
			return false;
	return len == n;
}

static int send_all(void *unused)
{
	unsigned char *m = malloc(MOST);

	(void)unused;
	mp_conn_close(in);
	srand((unsigned)getpid());
	while (!atomic_load(&book->stop)) {
		uint32_t len = rand() % 4 ? 8 + (uint32_t)rand() % 100
					  : 32000 + (uint32_t)rand() % 100000;

		write_message(m, len);
		if (mp_conn_send(out, m, len, STRESS_PATIENCE))
			return errno;
		atomic_fetch_add(&book->sent, 1);
	}
	return 0;
}

static int receive_all(void *unused)
{
	unsigned char *m = malloc(MOST);
	ssize_t n;

	(void)unused;
	mp_conn_close(out);
	while ((n = mp_conn_recv(in, m, MOST, STRESS_PATIENCE)) >= 0) {
		atomic_fetch_add(&book->got, 1);
		if (!is_whole(m, n))
			atomic_fetch_add(&book->wrong, 1);
	}
	return errno == EPIPE ? 0 : errno;
}

/* ---- at random ---- */

/* Returns how many receivers were killed. */
static int kill_many(mp_process *worker[WORKERS], int kills)
{
	int receivers = 0;

	for (int i = 0; i < kills; i++) {
		struct timespec while_they_work = { .tv_nsec =
							    rand() % 2000000 };
		int k = rand() % WORKERS;

		(void)nanosleep(&while_they_work, NULL);
		CHECK(!mp_process_kill(worker[k]));
		CHECK(stress_end(worker[k]) == -SIGKILL);
		receivers += k % 2;
		worker[k] = stress_start(k % 2 ? receive_all : send_all, NULL);
	}
	return receivers;
}

static void run_random(int kills)
{
	mp_process *worker[WORKERS];
	long long sent, got;
	int receivers;

	CHECK(!mp_pipe(NULL, false, &in, &out));
	for (int i = 0; i < WORKERS; i++)
		worker[i] = stress_start(i % 2 ? receive_all : send_all, NULL);
	receivers = kill_many(worker, kills);
	atomic_store(&book->stop, true);
	for (int i = 0; i < WORKERS; i += 2)
		CHECK(stress_end(worker[i]) == 0);
	mp_conn_free(out);
	mp_conn_free(in);
	for (int i = 1; i < WORKERS; i += 2)
		CHECK(stress_end(worker[i]) == 0);
	sent = atomic_load(&book->sent);
	got = atomic_load(&book->got);
	printf("%d kills, %lld messages, %lld missing with %d receivers\n",
	       kills, sent, sent - got, receivers);
	CHECK(!atomic_load(&book->wrong));
	CHECK(sent - got <= receivers);
	/* Sent, but killed before the call returned. */
	CHECK(got - sent <= kills);
}

/* ---- at each point ---- */

static int victim_sends(void *unused)
{
	unsigned char *m = malloc(MOST);

	(void)unused;
	mp_probe = &fatal_sink;
	for (uint32_t i = 0;; i++) {
		write_message(m, i % 2 ? 50 : MOST);
		if (mp_conn_send(out, m, i % 2 ? 50 : MOST, STRESS_PATIENCE))
			return errno;
	}
}

static int victim_receives(void *unused)
{
	unsigned char *m = malloc(MOST);

	(void)unused;
	mp_probe = &fatal_sink;
	while (mp_conn_recv(in, m, MOST, STRESS_PATIENCE) >= 0)
		;
	return errno;
}

static int victim_polls(void *unused)
{
	(void)unused;
	mp_probe = &fatal_sink;
	return mp_conn_poll(in, STRESS_PATIENCE);
}

static int victim_closes(void *unused)
{
	(void)unused;
	mp_probe = &fatal_sink;
	return mp_conn_close(in);
}

static const struct point {
	enum mp_verb verb;
	enum mp_phase phase;
	mp_process_fn *victim;
	int messages; /* in the pipe before */
} points[] = {
	{ MP_VERB_SEND, MP_BEGINS, victim_sends, 0 },
	{ MP_VERB_SEND, MP_HAPPENS, victim_sends, 0 },
	{ MP_VERB_SEND, MP_WAITS, victim_sends, 0 },
	{ MP_VERB_SEND, MP_ENDS, victim_sends, 0 },
	{ MP_VERB_RECV, MP_BEGINS, victim_receives, 2 },
	{ MP_VERB_RECV, MP_HAPPENS, victim_receives, 2 },
	{ MP_VERB_RECV, MP_WAITS, victim_receives, 2 },
	{ MP_VERB_RECV, MP_ENDS, victim_receives, 2 },
	{ MP_VERB_POLL, MP_BEGINS, victim_polls, 0 },
	{ MP_VERB_POLL, MP_WAITS, victim_polls, 0 },
	{ MP_VERB_POLL, MP_ENDS, victim_polls, 1 },
	{ MP_VERB_CONN_CLOSE, MP_BEGINS, victim_closes, 0 },
	{ MP_VERB_CONN_CLOSE, MP_HAPPENS, victim_closes, 0 },
	{ MP_VERB_CONN_CLOSE, MP_ENDS, victim_closes, 0 },
};

/* After the death one message goes through, and then the end of file comes. */
static void run_point(const struct point *p)
{
	static unsigned char m[MOST];
	uint32_t len = 77;
	ssize_t n;
	bool last = false;

	fatal_verb = p->verb;
	fatal_phase = p->phase;
	CHECK(!mp_pipe(NULL, false, &in, &out));
	for (int i = 0; i < p->messages; i++) {
		write_message(m, 60);
		CHECK(!mp_conn_send(out, m, 60, 0));
	}
	CHECK(stress_end(stress_start(p->victim, NULL)) == -SIGKILL);
	while (mp_conn_poll(in, 0) == 1) {
		n = mp_conn_recv(in, m, MOST, 0);
		CHECK(n >= 0 && is_whole(m, n));
	}
	write_message(m, len);
	CHECK(!mp_conn_send(out, m, len, STRESS_PATIENCE));
	mp_conn_free(out);
	while ((n = mp_conn_recv(in, m, MOST, STRESS_PATIENCE)) >= 0)
		last = n == len && is_whole(m, n);
	CHECK(errno == EPIPE && last);
	mp_conn_free(in);
}

int main(void)
{
	(void)alarm(PATIENCE_S);
	book = stress_shared(sizeof(*book));
	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++)
		run_point(&points[i]);
	run_random(stress_kills(300, 3000));
	return EXIT_SUCCESS;
}
