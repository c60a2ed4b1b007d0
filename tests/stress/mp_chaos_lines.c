/* SPDX-License-Identifier: MIT */
/* The lines that items go through, and whether all of them have come. */
#include <string.h>

#include "stress/mp_chaos.h"

enum { SHORT_MESSAGE = sizeof(int64_t), LONG_MESSAGE = 40000 };

static int move_in(enum chaos_line line, int64_t item, double timeout)
{
	static char message[LONG_MESSAGE];

	if (line != CHAOS_PIPE)
		return mp_queue_put(line == CHAOS_QUEUE ? things.queue
							: things.work,
				    &item, timeout);
	memcpy(message, &item, sizeof(item));
	message[LONG_MESSAGE - 1] = (char)item;
	return mp_conn_send(things.out, message,
			    chaos_chance(8) ? SHORT_MESSAGE : LONG_MESSAGE,
			    timeout);
}

static int move_out(enum chaos_line line, int64_t *item, double timeout)
{
	static char message[LONG_MESSAGE];
	ssize_t n;

	if (line != CHAOS_PIPE)
		return mp_queue_get(line == CHAOS_QUEUE ? things.queue
							: things.work,
				    item, timeout);
	n = mp_conn_recv(things.in, message, sizeof(message), timeout);
	if (n < 0)
		return -1;
	memcpy(item, message, sizeof(*item));
	CHECK(n == SHORT_MESSAGE ||
	      (n == LONG_MESSAGE && message[LONG_MESSAGE - 1] == (char)*item));
	return 0;
}

void chaos_put(enum chaos_line line)
{
	int call = (int)CHAOS_PUT + (int)line;
	int number = atomic_load(&chaos_me->calls[call]);
	double timeout = chaos_patience(chaos_self.slot < CHAOS_SLOTS / 3);

	if (number == CHAOS_MOST - 1)
		return;
	chaos_begin(call);
	if (!move_in(line, (int64_t)chaos_self.life * CHAOS_MOST + number,
		     timeout)) {
		chaos_end(true);
	} else {
		chaos_is_short(timeout);
		chaos_end(false);
	}
}

/* Write down that it has come; those of no life only let go who waits. */
static void note(enum chaos_line line, int64_t item)
{
	_Atomic uint8_t *at;
	uint8_t bit;

	if (item < 0)
		return;
	bit = (uint8_t)(1 << item % 8);
	at = &chaos->life[item / CHAOS_MOST].got[line][item % CHAOS_MOST / 8];
	/* Nothing comes twice. */
	CHECK(!(atomic_fetch_or(at, bit) & bit));
}

void chaos_get(enum chaos_line line)
{
	double timeout = chaos_patience(chaos_self.slot >= CHAOS_SLOTS / 3 &&
					chaos_self.slot < CHAOS_SLOTS / 3 * 2);
	int64_t item;

	chaos_begin((int)CHAOS_GET + (int)line);
	if (move_out(line, &item, timeout)) {
		chaos_is_short(timeout);
		chaos_end(false);
		return;
	}
	note(line, item);
	if (line == CHAOS_TASKS) {
		chaos_end(true);
		chaos_begin(CHAOS_DONE);
		CHECK(!mp_queue_task_done(things.work));
	}
	chaos_end(true);
}

static void drain(enum chaos_line line)
{
	int64_t item;

	while (!move_out(line, &item, 0)) {
		note(line, item);
		if (line == CHAOS_TASKS)
			CHECK(!mp_queue_task_done(things.work));
	}
	CHECK(errno == EAGAIN);
}

static void let_go_of(enum chaos_line line)
{
	int64_t item;

	if (!move_out(line, &item, 0)) {
		note(line, item);
		if (line == CHAOS_TASKS)
			CHECK(!mp_queue_task_done(things.work));
	}
	(void)move_in(line, -1, 0);
}

void chaos_let_go(void)
{
	for (int line = 0; line < CHAOS_LINES; line++)
		let_go_of((enum chaos_line)line);
	CHECK(!mp_event_set(things.event));
}

/* What @l has sent through @line: how many are missing. */
static int missing(const struct chaos_life *l, int line)
{
	int call = (int)CHAOS_PUT + line, gone = 0, more = 0;
	int sent = atomic_load(&l->calls[call]);

	for (int i = 0; i < CHAOS_MOST; i++) {
		bool got = atomic_load(&l->got[line][i / 8]) & 1 << i % 8;

		gone += i < sent && !got;
		more += i >= sent && got;
	}
	/* One more: it was killed in the middle of that call. */
	CHECK(more == 0 || (more == 1 && atomic_load(&l->call) == call));
	return gone;
}

static void check_line(int lives, int line)
{
	long gone = 0, put_cut, get_cut, puts, gets;

	drain((enum chaos_line)line);
	for (int i = 0; i < lives; i++)
		gone += missing(&chaos->life[i], line);
	puts = chaos_count(lives, (int)CHAOS_PUT + line, &put_cut);
	gets = chaos_count(lives, (int)CHAOS_GET + line, &get_cut);
	printf("%9ld %s, %ld cut short; %ld %s, %ld cut short; %ld lost\n",
	       puts, chaos_names[(int)CHAOS_PUT + line], put_cut, gets,
	       chaos_names[(int)CHAOS_GET + line], get_cut, gone);
	CHECK(gone <= get_cut);
}

/* Tasks that were taken by one who was killed before they were done. */
static void check_tasks(int lives)
{
	long got, done, left = (long)mp_queue_unfinished(things.work);

	(void)chaos_count(lives, (int)CHAOS_GET + CHAOS_TASKS, &got);
	(void)chaos_count(lives, CHAOS_DONE, &done);
	CHECK(left <= got + done);
	while (left--)
		CHECK(!mp_queue_task_done(things.work));
	CHECK(!mp_queue_join(things.work, 0));
	CHECK(mp_queue_task_done(things.work) && errno == EINVAL);
}

void chaos_check_lines(int lives)
{
	for (int line = 0; line < CHAOS_LINES; line++)
		check_line(lives, line);
	check_tasks(lives);
}
