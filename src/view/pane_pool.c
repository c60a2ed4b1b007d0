/* SPDX-License-Identifier: MIT */
/*
 * Pools and executors: how far their tasks are, and what each worker does.
 *
 *	squares  61 done · 4 running · 35 pending · 1 failed
 *	         ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▒▒················  of 100
 *	         38.2 tasks/s in all, 1.58 s · 39.0 lately
 *	      1  ► worker-1 4712    0.02 s  task 62              ▇▇▇▇▇▇▇▇ 16
 *	      2  ✗ worker-2 4713            killed by SIGKILL in task 12 ▇ 3
 *	      2  ► worker-5 4716    0.01 s  task 65  in place of 4713 ▇▇▇ 11
 *
 * Where there is room for each task, the bar shows how each one stands, in the
 * order in which they were handed in, and so which are done before others:
 *
 *	         ▇ ✗ ▒ ▇ ▒ · · – –  of 9
 *
 * A worker is known from its first task, or from when it replaces another.
 */
#include "view/things.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "view/state.h"

#define WORKERS_MOST 64 /* rows */
#define WAIT_MOST    4
#define PLACE_COLS   2
#define TIME_COLS    10 /* of view_things_who */
#define COUNT_COLS   5
#define TASK_COLS    4 /* at most, of one of few tasks */
#define BAR_LEAST    4
#define BAR_MOST     40

/* ---- numbers ---- */

struct tally {
	uint64_t done, running, waiting, never, died;
	size_t workers, unseen; /* that live */
};

/* Who made it has ended, and its workers end with it. */
static bool is_left(const struct model *m, const struct model_object *o)
{
	const struct model_process *maker = model_process(m, o->maker);

	return maker && maker->state >= MODEL_ZOMBIE;
}

static struct tally tally_of(const struct model *m,
			     const struct model_object *o)
{
	struct tally n = { .done = o->pool.ended };
	uint64_t over = o->pool.ended + o->pool.cancelled;

	for (size_t i = 0; i < o->hold_count; i++) {
		n.running += o->holds[i].task != 0;
		n.died += o->holds[i].died_in != 0;
		n.workers += !o->holds[i].lost;
	}
	over += n.running + n.died;
	if (o->pool.workers > n.workers)
		n.unseen = (size_t)(o->pool.workers - n.workers);
	if (o->pool.submitted > over)
		n.waiting = o->pool.submitted - over;
	/* Closed or left, and nobody is at work: nobody will be. */
	if (!n.running && (is_left(m, o) || (o->removed && o->hold_count &&
					     o->pool.lost >= o->hold_count))) {
		n.never = n.waiting;
		n.waiting = 0;
	}
	return n;
}

static size_t workers(const struct model_object *o)
{
	return o->hold_count < WORKERS_MOST ? o->hold_count : WORKERS_MOST;
}

static bool has_unseen(const struct model *m, const struct model_object *o)
{
	return !o->removed && !is_left(m, o) && tally_of(m, o).unseen;
}

static int rows(const struct view_things *t, const struct model_object *o)
{
	return 3 + (int)workers(o) + has_unseen(t->player->model, o) +
	       view_things_wait_count(t, o->id, WAIT_MOST);
}

/* ---- all together ---- */

static void add_part(struct str *out, uint64_t n, const char *what)
{
	if (n)
		str_addf(out, "%s%" PRIu64 " %s", out->len ? " · " : "", n,
			 what);
}

static void add_state(const struct model_object *o, const struct tally *n,
		      struct str *out)
{
	str_addf(out, "%" PRIu64 " done", n->done - o->pool.failed);
	add_part(out, n->running, "running");
	add_part(out, n->waiting, "pending");
	add_part(out, o->pool.failed, "failed");
	add_part(out, n->died,
		 n->died == 1 ? "died with its worker"
			      : "died with their workers");
	add_part(out, o->pool.cancelled, "cancelled");
	add_part(out, n->never, "never done");
	if (o->removed)
		str_add(out,
			o->pool.terminated ? " · terminated" : " · closed");
}

static int share(uint64_t part, uint64_t whole, int cols)
{
	return whole ? (int)((double)part / (double)whole * cols) : 0;
}

static void draw_task(const struct view_block *b, int col, int cols,
		      enum model_task state)
{
	static const struct {
		uint32_t mark;
		enum ui_role role;
	} looks[] = {
		[MODEL_TASK_PENDING] = { U'·', UI_FAINT },
		[MODEL_TASK_RUNNING] = { U'▒', UI_RUNNING },
		[MODEL_TASK_DONE] = { U'▇', UI_GOOD },
		[MODEL_TASK_FAILED] = { U'✗', UI_KILLED },
		[MODEL_TASK_CANCELLED] = { U'–', UI_FAINT },
	};

	ui_repeat(b->c, b->area, b->row + 1, col, cols, looks[state].role,
		  looks[state].mark);
}

/* Each of @all tasks by itself, if @width columns are enough.  Whether so. */
static bool draw_tasks(const struct view_block *b, int col, int width,
		       const struct model_object *o, uint64_t all)
{
	int cols;

	if (all > MODEL_TASKS_MAX || all > (uint64_t)width)
		return false;
	cols = width / (int)all;
	if (cols > TASK_COLS)
		cols = TASK_COLS;
	for (uint64_t i = 0; i < all; i++, col += cols)
		draw_task(b, col, cols > 1 ? cols - 1 : 1,
			  model_pool_task(o, i + 1));
	(void)ui_textf(b->c, b->area, b->row + 1, col + (cols == 1) + 1,
		       UI_NORMAL, "of %" PRIu64, all);
	return true;
}

/* Done, running and still to come, in one bar. */
static void draw_progress(const struct view_block *b, int col,
			  const struct model_object *o, const struct tally *n)
{
	uint64_t all = o->pool.submitted;
	int width = b->area.cols - col - 12, at = b->row + 1;
	int done, running;

	if (all < n->done + n->running)
		all = n->done + n->running;
	if (width < BAR_LEAST || !all || draw_tasks(b, col, width, o, all))
		return;
	done = share(n->done, all, width);
	running = share(n->done + n->running, all, width) - done;
	if (n->running && !running && done < width)
		running = 1;
	ui_repeat(b->c, b->area, at, col, done, UI_GOOD, U'▇');
	ui_repeat(b->c, b->area, at, col + done, running, UI_RUNNING, U'▒');
	ui_repeat(b->c, b->area, at, col + done + running,
		  width - done - running, UI_FAINT, U'·');
	(void)ui_textf(b->c, b->area, at, col + width + 2, UI_NORMAL,
		       "of %" PRIu64, all);
}

static double per_second(uint64_t n, int64_t ns)
{
	return ns > 0 ? (double)n * 1e9 / (double)ns : 0;
}

static void add_throughput(const struct view_player *p,
			   const struct model_object *o, const struct tally *n,
			   struct str *out)
{
	int64_t until = n->running || n->waiting ? p->now_ns : o->pool.last_ns;
	int64_t time = until - o->pool.first_ns, lately;
	uint64_t recent = model_pool_recent(o, p->now_ns, &lately);

	if (o->pool.first_ns < 0) {
		str_add(out, "no task has begun");
		return;
	}
	str_addf(out, "%.1f tasks/s in all, ", per_second(n->done, time));
	view_seconds(time, out);
	if (!n->running && !n->waiting)
		return;
	if (lately < time)
		str_addf(out, " · %.1f lately", per_second(recent, lately));
	if (n->waiting && recent) {
		str_add(out, " · at this rate done in ");
		view_seconds((int64_t)((double)(n->waiting + n->running) /
				       per_second(recent, lately) * 1e9),
			     out);
	}
}

/* ---- workers ---- */

static uint64_t most_tasks(const struct model_object *o)
{
	uint64_t most = 1;

	for (size_t i = 0; i < o->hold_count; i++)
		if (o->holds[i].units > most)
			most = o->holds[i].units;
	return most;
}

/* "task 62", "idle"; of one that is lost why, and in what. */
static void add_work(const struct view_player *p, const struct model_hold *h,
		     struct str *out)
{
	const struct model_process *process = model_process(p->model, h->pid);

	if (h->task) {
		str_addf(out, "task %" PRIu64, h->task);
	} else if (process && process->state >= MODEL_ZOMBIE) {
		view_state_ending(process, out);
		if (h->died_in)
			str_addf(out, " in task %" PRIu64, h->died_in);
	} else {
		str_add(out, h->lost ? "lost" : "idle");
	}
}

/* Room for "task 12345", or for why it has died. */
static int work_cols(const struct view_block *b)
{
	return b->area.cols < 70 ? 11 : b->area.cols < 100 ? 18 : 32;
}

/* The bar of how many tasks it has done, at the right of the row. */
static int draw_done(const struct view_things *t, const struct view_block *b,
		     int row, const struct model_object *o,
		     const struct model_hold *h)
{
	int left = t->name_cols + 3 + 2 + t->who_cols + TIME_COLS + 2;
	int width = b->area.cols - left - work_cols(b) - COUNT_COLS - 2;
	int col;

	if (width > BAR_MOST)
		width = BAR_MOST;
	if (width < BAR_LEAST)
		width = 0;
	col = b->area.cols - COUNT_COLS - 1 - width;
	if (width && h->units) {
		int cols = share(h->units, most_tasks(o), width);

		ui_repeat(b->c, b->area, b->row + row, col, cols ? cols : 1,
			  UI_GOOD, U'▇');
	}
	(void)ui_textf(b->c, b->area, b->row + row, b->area.cols - COUNT_COLS,
		       UI_NORMAL, "%4" PRIu64, h->units);
	return col;
}

static bool died_badly(const struct view_player *p, const struct model_hold *h)
{
	const struct model_process *process = model_process(p->model, h->pid);

	return h->died_in || (process && process->state >= MODEL_ZOMBIE &&
			      process->status_known && process->exit_code);
}

static void draw_worker(const struct view_things *t, const struct view_block *b,
			int row, const struct model_object *o,
			const struct model_hold *h)
{
	const struct view_player *p = t->player;
	int col = t->name_cols + 3;
	struct view_block left = *b;
	SCOPED_STR work = STR_INIT;
	bool fresh =
		view_pane_fresh(p, h->task || h->instead ? h->since_ns : -1);

	add_work(p, h, &work);
	if (h->instead)
		str_addf(&work, "  in place of %u", h->instead);
	if (h->place)
		(void)ui_textf(b->c, b->area, b->row + row,
			       col - PLACE_COLS - 2, UI_FAINT, "%*u",
			       PLACE_COLS, h->place);
	view_things_who(t, b, row,
			&(struct view_who){
				.col = col,
				.pid = h->pid,
				.tid = h->tid,
				.since_ns = h->task ? h->since_ns : -1,
				.style = fresh ? UI_CHANGED : UI_NORMAL,
			});
	left.area.cols = draw_done(t, b, row, o, h) - 1;
	(void)view_things_text(&left, row,
			       col + 2 + t->who_cols + TIME_COLS + 2,
			       died_badly(p, h) ? UI_KILLED
			       : h->task        ? UI_NORMAL
						: UI_FAINT,
			       work.buf);
}

static int by_pid(const void *a, const void *b)
{
	const struct model_hold *x = *(const struct model_hold *const *)a;
	const struct model_hold *y = *(const struct model_hold *const *)b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

/* As they were started, whoever had a task first. */
static int draw_workers(const struct view_things *t, const struct view_block *b,
			const struct model_object *o, int row)
{
	const struct model_hold **sorted =
		mem_new(o->hold_count + 1, sizeof(*sorted));

	for (size_t i = 0; i < o->hold_count; i++)
		sorted[i] = &o->holds[i];
	qsort(sorted, o->hold_count, sizeof(*sorted), by_pid);
	for (size_t i = 0; i < workers(o); i++, row++) {
		if (i + 1 == WORKERS_MOST && o->hold_count > WORKERS_MOST)
			(void)ui_textf(b->c, b->area, b->row + row,
				       t->name_cols + 3, UI_NORMAL,
				       "and %zu more", o->hold_count - i);
		else
			draw_worker(t, b, row, o, sorted[i]);
	}
	free(sorted);
	if (has_unseen(t->player->model, o)) {
		size_t n = tally_of(t->player->model, o).unseen;

		(void)ui_textf(b->c, b->area, b->row + row++, t->name_cols + 3,
			       UI_FAINT, "%zu %s had no task yet", n,
			       n == 1 ? "more has" : "more have");
	}
	return row;
}

/* ---- all ---- */

static void draw(const struct view_things *t, const struct model_object *o,
		 const struct view_block *b)
{
	int col = view_things_name(t, o, b), row = 2;
	struct view_who waits = {
		.col = col, .word_cols = 5, .word = "waits", .doing = true
	};
	struct tally n = tally_of(t->player->model, o);
	SCOPED_STR text = STR_INIT;

	add_state(o, &n, &text);
	(void)view_things_text(b, 0, col, UI_STRONG, text.buf);
	draw_progress(b, col, o, &n);
	str_clear(&text);
	add_throughput(t->player, o, &n, &text);
	(void)view_things_text(b, row++, col, UI_NORMAL, text.buf);
	row = draw_workers(t, b, o, row);
	(void)view_things_wait_rows(t, b, row, o->id, waits);
}

static const struct view_look look = {
	.pane = LESSON_PANE_POOL,
	.kinds = VIEW_KIND(POOL),
	.one = "pool",
	.many = "pools",
	.rows = rows,
	.draw = draw,
};

VIEW_THINGS_PANE(pool, "Pool", look)
