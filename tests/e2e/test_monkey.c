/* SPDX-License-Identifier: MIT */
/*
 * A monkey at the keyboard: whatever is typed, and however large the window is
 * meanwhile, the player
 *
 *   lives on, and answers;
 *   writes nothing outside its window;
 *   has on the screen what it thinks that it has there: drawn anew, all cells
 *   are the same;
 *   ends when it is told to, with the terminal as it was, no process of the
 *   demo alive, and nothing left in /dev/shm or among the temporary files.
 *
 * PROCESSION_TEST_SEED repeats a run, which is printed with what was typed when
 * a test fails; PROCESSION_TEST_KEYS and PROCESSION_TEST_SECONDS say how long
 * it goes on at least, PROCESSION_TEST_PLACE in which of the places alone.
 * PROCESSION_TEST_FULL: 10,000 keys and ten minutes.
 */
#include "support/check_main.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "e2e/command.h"
#include "e2e/monkey.h"
#include "e2e/player.h"
#include "support/apart.h"
#include "support/procs.h"

enum {
	ROUND = 150, /* keys, then another player */
	CHECK = 50,  /* after so many at most, look whether all is well */
	ANSWER_S = 20,
	ESCAPES = 150,
	TRIES = 3,
	LATE_MAX = 48, /* what curses says before it clears */
	MARGIN = 3,
};

/* ---- where it plays ---- */

struct place {
	const char *args[PLAYER_WORDS];
};

static const struct place places[] = {
	{ { NULL } },
	{ { "ipc/queue:full" } },
	{ { "trial/endless:fast" } },
	{ { "trial/endless:many", "--present" } },
	{ { "trial/endless:flat-out" } },
	{ { "trial/bad:crash" } },
	{ { "watch", "--show", "lock,graph,inspector", "--",
	    "tests/e2e/things/philosophers" } },
	{ { "watch", "--show", "barrier,event,timeline", "--",
	    "tests/e2e/things/phases" } },
	{ { "watch", "--show", "pipe,ledger,console", "--",
	    "tests/e2e/things/pipes" } },
	{ { "watch", "--show", "condition,semaphore,memory", "--",
	    "tests/e2e/things/kitchen" } },
	{ { "watch", "--show", "pool,chart,processes", "--",
	    "tests/e2e/things/squares" } },
	{ { "replay", "%s/run" } },
};

enum { PLACES = sizeof(places) / sizeof(*places) };

/* Settings, snapshots and the recording. */
static char dir[] = "monkey.XXXXXX";
static char here[512], config[PLAYER_CONFIG];

static void record(void)
{
	char file[64];
	const char *argv[] = {
		player_program(), "run",      "producer_consumer", "items=20",
		"make=0.01",      "use=0.01", "--record",          file,
		"--json",         NULL
	};
	struct result r;

	(void)snprintf(file, sizeof(file), "%s/run", dir);
	command_run(&(struct command){ .argv = argv }, &r);
	ck_assert_msg(r.status == 0, "%s", r.err);
	command_release(&r);
}

static void make_dir(void)
{
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	player_settings(dir, config);
	record();
}

static void remove_dir(void)
{
	procs_remove_tree(dir);
	strcpy(strchr(dir, '.'), ".XXXXXX");
}

/* ---- is all well? ---- */

struct round {
	struct monkey *monkey;
	struct tty *t;
	size_t compared; /* screens that stood still */
	bool differs;
	int quiet_ms; /* without a byte for so long, all has come */
	size_t late;  /* bytes of an earlier frame that came after that */
};

static _Noreturn void give_up(struct round *r, const char *why)
{
	size_t len, tail;
	const char *raw = tty_raw(r->t, &len);

	tail = len < 4000 ? len : 4000;
	(void)fprintf(stderr, "typed: %s\n", r->monkey->typed);
	/* A sanitizer writes to the terminal; and how it was left matters. */
	(void)fprintf(stderr, "written last: ");
	for (size_t i = len - tail; i < len; i++)
		(void)fprintf(stderr, raw[i] == 033 ? "\\e" : "%c", raw[i]);
	(void)fprintf(stderr, "\n");
	tty_fail(r->t, "%s", why);
}

static bool has_ended(struct round *r)
{
	return tty_wait_end(r->t, 0);
}

static void wake(struct round *r)
{
	if (procs_state(tty_pid(r->t)) == 'T')
		tty_signal(r->t, SIGCONT);
}

/*
 * Whether the screen was cleared after the first @from bytes: it is then drawn
 * anew as a whole.  What stands before that is the end of a frame that the
 * kernel had not handed on: *@ret_late bytes.
 */
static bool was_cleared(struct tty *t, size_t from, size_t *ret_late)
{
	size_t len;
	const char *raw = tty_raw(t, &len);
	const char *at = strstr(raw + from, "\033[2J");

	*ret_late = at ? (size_t)(at - raw) - from : 0;
	return at != NULL;
}

/*
 * Have it draw the screen anew.  A key may have woken a blank screen, or ended
 * half an escape sequence, so it is asked again.  False: it has ended.
 */
static bool redraw(struct round *r)
{
	double deadline = procs_now() + procs_patience(ANSWER_S);
	size_t from;

	(void)tty_raw(r->t, &from);
	while (!has_ended(r)) {
		if (procs_now() > deadline)
			give_up(r, "it does not answer");
		wake(r);
		tty_send(r->t, "<C-l>");
		for (int i = 0; i < 20 && !has_ended(r); i++) {
			if (was_cleared(r->t, from, &r->late)) {
				(void)tty_listen(r->t, 10);
				return true;
			}
			(void)tty_listen(r->t, 10);
		}
	}
	return false;
}

/* It has done what was typed; and nothing changes: does it stand still? */
static bool is_still(struct round *r)
{
	double deadline = procs_now() + procs_patience(1);

	while (!tty_waits(r->t) && !has_ended(r)) {
		if (procs_now() > deadline)
			return false;
		wake(r);
		(void)tty_listen(r->t, 5);
	}
	for (int i = 0; i < 3; i++)
		if (!tty_listen(r->t, r->quiet_ms) && tty_waits(r->t))
			return true;
	return false;
}

static bool is_blank(const struct tty_cell *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (*cells[i].text && strcmp(cells[i].text, " ") != 0)
			return false;
	return true;
}

static struct tty_cell *take_cells(struct round *r, size_t *ret_count)
{
	const struct monkey *m = r->monkey;
	size_t count = (size_t)m->rows * (size_t)m->cols;
	struct tty_cell *cells = calloc(count, sizeof(*cells));

	ck_assert_ptr_nonnull(cells);
	for (size_t i = 0; i < count; i++) {
		cells[i] = tty_cell(r->t, (int)(i / (size_t)m->cols),
				    (int)(i % (size_t)m->cols));
		if (!strcmp(cells[i].text, " "))
			cells[i].text[0] = 0;
	}
	*ret_count = count;
	return cells;
}

static void print_cells(const char *what, const struct tty_cell *cells,
			size_t count, size_t cols)
{
	(void)fprintf(stderr, "%s:", what);
	for (size_t i = 0; i < count; i++)
		(void)fprintf(stderr, "%s%s", i % cols ? "" : "\n",
			      *cells[i].text ? cells[i].text : " ");
	(void)fprintf(stderr, "\n");
}

static bool same(const struct tty_cell *a, const struct tty_cell *b)
{
	return !strcmp(a->text, b->text) && a->bold == b->bold &&
	       a->reverse == b->reverse && a->underline == b->underline &&
	       a->fg == b->fg && a->bg == b->bg;
}

static void compare(struct round *r, const struct tty_cell *before,
		    const struct tty_cell *after, size_t count)
{
	const size_t cols = (size_t)r->monkey->cols;
	size_t i = 0;

	while (i < count && same(&before[i], &after[i]))
		i++;
	if (i == count) {
		r->compared++;
		return;
	}
	/* What moves by itself proves nothing. */
	if (tty_listen(r->t, 1500))
		return;
	r->differs = true;
	(void)fprintf(stderr,
		      "row %zu, column %zu had \"%s\", and drawn anew \"%s\"\n"
		      "typed: %s\n",
		      i / cols, i % cols, before[i].text, after[i].text,
		      r->monkey->typed);
	print_cells("before", before, count, cols);
	print_cells("drawn anew", after, count, cols);
}

static void check_screen(struct round *r)
{
	struct tty_cell *before, *after;
	size_t count;
	int row, col;
	bool still;

	/* Any key ends a message and a number; this one does nothing else. */
	tty_send(r->t, "<C-a>");
	still = is_still(r);
	before = take_cells(r, &count);
	tty_margin(r->t, MARGIN);
	if (redraw(r)) {
		after = take_cells(r, &count);
		if (still && r->late <= LATE_MAX && !is_blank(before, count))
			compare(r, before, after, count);
		if (tty_outside(r->t, &row, &col))
			give_up(r, "it writes outside its window");
		tty_margin(r->t, 0);
		free(after);
	}
	free(before);
}

/* ---- the end ---- */

static void check_tmp(struct round *r)
{
	char path[600], *names;

	(void)snprintf(path, sizeof(path), "%s/tmp", tty_home(r->t));
	names = procs_names(path);
	if (*names)
		give_up(r, "a temporary file is left");
	free(names);
}

static void check_end(struct round *r)
{
	int raw = tty_wait_exit(r->t);
	const char *damage = tty_damage(r->t);
	char why[64];

	(void)snprintf(why, sizeof(why), "its wait status is %#x",
		       (unsigned int)raw);
	/* Control-C, while it had the terminal not yet, or not any more. */
	if (raw != 0 && raw != (128 + SIGINT) << 8)
		give_up(r, why);
	if (!procs_wait_none(tty_mark(r->t), procs_patience(2)))
		give_up(r, "a process is left");
	if (damage)
		give_up(r, damage);
	check_tmp(r);
	tty_close(r->t);
}

/* Escape leaves every screen, but not a picture that stands still. */
static void leave(struct round *r)
{
	for (int i = 0; i < ESCAPES && !has_ended(r); i++) {
		wake(r);
		tty_send(r->t, i % 8 == 7 ? "f" : "<Esc>");
		(void)tty_wait_end(r->t, 40);
	}
	if (!has_ended(r))
		give_up(r, "Escape does not leave it");
	check_end(r);
}

/* ---- a round ---- */

static struct tty *open_place(struct monkey *m, const struct place *place)
{
	const char *argv[PLAYER_WORDS + 2] = { player_program() };
	const char *env[] = { PLAYER_TRIAL, config, NULL };
	char file[64];

	(void)snprintf(file, sizeof(file), "%s/run", dir);
	for (size_t i = 0; i < PLAYER_WORDS && place->args[i]; i++)
		argv[i + 1] =
			strchr(place->args[i], '%') ? file : place->args[i];
	monkey_window(m);
	return tty_spawn(&(struct tty_options){
		.argv = argv, .env = env, .rows = m->rows, .cols = m->cols });
}

static void begin(struct round *r)
{
	size_t len = 0;
	double deadline = procs_now() + procs_patience(TTY_PATIENCE_S);

	while (!len && !has_ended(r)) {
		if (procs_now() > deadline)
			give_up(r, "it does not begin");
		(void)tty_listen(r->t, 5);
		(void)tty_raw(r->t, &len);
	}
}

/* Returns whether a screen drawn anew was another one. */
static bool play_round(struct monkey *m, const struct place *place,
		       int quiet_ms, size_t *compared)
{
	struct round r = { .monkey = m,
			   .t = open_place(m, place),
			   .quiet_ms = quiet_ms };
	size_t until = m->count + ROUND;

	monkey_forget(m);
	begin(&r);
	while (m->count < until && !r.differs && !has_ended(&r)) {
		uint32_t burst = 1 + monkey_pick(m, CHECK);

		for (uint32_t i = 0; i < burst && !has_ended(&r); i++) {
			monkey_press(m, r.t);
			/* Sometimes all at once, sometimes one by one. */
			if (monkey_pick(m, 3) == 0)
				(void)tty_listen(r.t, 3);
			wake(&r);
		}
		if (!has_ended(&r))
			check_screen(&r);
	}
	*compared += r.compared;
	leave(&r);
	return r.differs;
}

/*
 * A run may have gone on in the very moment between the two screens; that
 * does not happen again and again when the same is typed, and waited for
 * longer.
 */
static void play(struct monkey *m, const struct place *place, size_t *compared)
{
	uint64_t random = m->random;

	for (int i = 0; i < TRIES; i++) {
		m->random = random;
		if (!play_round(m, place, 50 << (2 * i), compared))
			return;
	}
	ck_abort_msg("what is drawn anew is not what was there");
}

static long setting(const char *name, long few, long full)
{
	const char *value = getenv(name);

	if (value)
		return strtol(value, NULL, 10);
	return getenv("PROCESSION_TEST_FULL") ? full : few;
}

START_TEST(whatever_is_typed_all_is_well)
{
	uint64_t seed = monkey_seed();
	struct monkey m = { .random = seed + (uint64_t)_i };
	long keys = setting("PROCESSION_TEST_KEYS", 1500, 10000) / PLACES;
	double seconds =
		(double)setting("PROCESSION_TEST_SECONDS", 0, 600) / PLACES;
	double begin_s = procs_now();
	char *names, *left;
	size_t compared = 0;

	if (setting("PROCESSION_TEST_PLACE", _i, _i) != _i)
		return;
	(void)apart();
	names = procs_names("/dev/shm");
	(void)fprintf(stderr, "PROCESSION_TEST_SEED=%llu, place %d\n",
		      (unsigned long long)seed, _i);
	while ((long)m.count < keys || procs_now() - begin_s < seconds)
		play(&m, &places[_i], &compared);
	left = procs_wait_no_new_name("/dev/shm", names, 20);
	ck_assert_msg(!left, "/dev/shm/%s is left", left);
	(void)fprintf(stderr, "%zu keys, %zu screens compared, %.1f s\n",
		      m.count, compared, procs_now() - begin_s);
	free(names);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("monkey");
	TCase *tc = tcase_create("monkey");

	tcase_set_timeout(tc, 1200);
	tcase_add_checked_fixture(tc, make_dir, remove_dir);
	tcase_add_loop_test(tc, whatever_is_typed_all_is_well, 0, PLACES);
	suite_add_tcase(s, tc);
	return s;
}
