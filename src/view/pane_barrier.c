/* SPDX-License-Identifier: MIT */
/*
 * Barriers: a place for each party, who has come and who is missing, and how
 * long the phases took.
 *
 *	end-of-phase  phase 3: 3 of 4 here, 1 missing
 *	  1st     ‖ worker-2 4713   0.82 s  since 12.40 s
 *	  2nd     ‖ worker-4 4715   0.31 s  since 12.91 s
 *	  3rd     ‖ worker-1 4712   0.02 s  since 13.20 s
 *	  missing ► worker-3 4714           its own work, line 31
 *
 *	  phase 1 ▇▇▇▇▇▇▇▇▇▇▇▇       0.91 s  last came worker-3 4714
 *	  phase 2 ▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇    1.12 s  last came worker-1 4712
 *	  now     ▇▇▇▇▇              0.40 s
 *
 * Nobody says beforehand who will come.  Who came to an earlier phase is taken
 * for one who will come again; of the others only the number is known.
 */
#include "view/things.h"

#include <errno.h>
#include <inttypes.h>

#include "base/utf8.h"
#include "view/state.h"

#define INDENT      3
#define WORD_COLS   8
#define PHASES_SEEN 2 /* at least, of those that are kept */
#define TIME_COLS   9
#define LAST_COLS   13 /* "last came " and blanks around */
#define BAR_LEAST   10
#define BAR_MOST    60

/* ---- who is missing ---- */

static uint64_t missing(const struct model_object *o)
{
	return o->barrier.parties > o->hold_count
		       ? o->barrier.parties - o->hold_count
		       : 0;
}

static bool is_here(const struct model_object *o, uint32_t pid)
{
	for (size_t i = 0; i < o->hold_count; i++)
		if (o->holds[i].pid == pid)
			return true;
	return false;
}

static bool has_ended(const struct model *m, uint32_t pid)
{
	const struct model_process *p = model_process(m, pid);

	return !p || p->state >= MODEL_ZOMBIE;
}

/*
 * Those who came before and are not here: who lives, then, if somebody waits
 * for them, who cannot come any more; as far as places are empty.
 */
static size_t find_missing(const struct view_things *t,
			   const struct model_object *o,
			   uint32_t ret[MODEL_PARTIES_MAX])
{
	const struct model_meeting *meeting = o->barrier.meeting;
	uint64_t places = missing(o);
	int rounds = !meeting ? 0 : o->hold_count ? 2 : 1;
	size_t n = 0;

	for (int dead = 0; dead < rounds; dead++)
		for (uint32_t i = 0; i < meeting->party_count && n < places;
		     i++) {
			uint32_t pid = meeting->parties[i];

			if (!is_here(o, pid) &&
			    has_ended(t->player->model, pid) == (bool)dead)
				ret[n++] = pid;
		}
	return n;
}

/* ---- rows ---- */

/* Whether anybody who is known may come. */
static bool may_come(const struct view_things *t, const struct model_object *o)
{
	const struct model_meeting *meeting = o->barrier.meeting;

	if (t->player->model->over)
		return false;
	if (!meeting || meeting->party_count < o->barrier.parties)
		return true;
	for (uint32_t i = 0; i < meeting->party_count; i++)
		if (!has_ended(t->player->model, meeting->parties[i]))
			return true;
	return false;
}

/* Nobody has a place at one that is empty and not used any more. */
static bool has_places(const struct view_things *t,
		       const struct model_object *o)
{
	return o->hold_count ||
	       (!o->barrier.broken && !o->removed && may_come(t, o));
}

static int place_rows(const struct view_things *t, const struct model_object *o)
{
	uint32_t pids[MODEL_PARTIES_MAX];
	size_t known;

	if (!has_places(t, o))
		return 0;
	known = find_missing(t, o, pids);
	return (int)(o->hold_count + known + (missing(o) > known));
}

/* As many of the last phases as there is room for. */
static uint32_t phases(const struct view_things *t,
		       const struct model_object *o)
{
	const struct model_meeting *meeting = o->barrier.meeting;
	int room = t->in.rows - place_rows(t, o) - 3;

	if (!meeting || !meeting->round_count)
		return 0;
	if (room < PHASES_SEEN)
		room = PHASES_SEEN;
	return meeting->round_count < (uint32_t)room ? meeting->round_count
						     : (uint32_t)room;
}

static bool goes_on(const struct view_things *t, const struct model_object *o)
{
	return has_places(t, o) && !t->player->model->over;
}

static int rows(const struct view_things *t, const struct model_object *o)
{
	uint32_t n = phases(t, o);

	/* With an empty row above, and the present phase below. */
	return 1 + place_rows(t, o) + (n ? 1 + (int)n + (int)goes_on(t, o) : 0);
}

/* ---- drawing ---- */

static const char *why_broken(int32_t broken)
{
	switch (broken) {
	case ETIMEDOUT:
		return "one waited too long";
	case EOWNERDEAD:
		return "a party died";
	case ECANCELED:
		return "it was aborted";
	}
	return "an error";
}

static void draw_head(const struct view_things *t, const struct model_object *o,
		      const struct view_block *b)
{
	const struct view_player *p = t->player;
	const struct model_meeting *meeting = o->barrier.meeting;
	uint64_t done = meeting ? meeting->opened : 0;
	uint64_t broken = meeting ? meeting->broken : 0;
	int col = view_things_name(t, o, b);
	ui_style style = UI_STRONG;
	SCOPED_STR text = STR_INIT;

	if (o->barrier.broken) {
		str_addf(&text, "BROKEN: %s", why_broken(o->barrier.broken));
		if (o->hold_count)
			str_addf(&text, ", %zu still here", o->hold_count);
		style = UI_ERROR;
	} else if (!has_places(t, o)) {
		str_addf(&text, "%" PRIu64 " %s over", done,
			 done == 1 ? "phase is" : "phases are");
		if (broken)
			str_addf(&text, ", it broke %" PRIu64 " %s", broken,
				 broken == 1 ? "time" : "times");
	} else {
		str_addf(&text, "phase %" PRIu64 ": %zu of %" PRIu64 " here",
			 done + 1, o->hold_count, o->barrier.parties);
		if (o->hold_count && missing(o))
			str_addf(&text, ", %" PRIu64 " missing", missing(o));
		else if (!o->hold_count && done &&
			 view_pane_fresh(p, o->changed_ns))
			str_addf(&text, ", phase %" PRIu64 " is over", done);
	}
	view_things_add_end(o, &text);
	if (view_pane_fresh(p, o->changed_ns) && !o->hold_count)
		style = UI_CHANGED;
	(void)view_things_text(b, 0, col, style, text.buf);
}

static void draw_here(const struct view_things *t, const struct view_block *b,
		      int row, const struct model_hold *h)
{
	const struct view_player *p = t->player;
	struct view_who who = {
		.col = INDENT,
		.word_cols = WORD_COLS,
		.style = view_pane_fresh(p, h->since_ns) ? UI_CHANGED
							 : UI_NORMAL,
		.pid = h->pid,
		.tid = h->tid,
		.since_ns = h->since_ns,
	};
	SCOPED_STR word = STR_INIT;
	SCOPED_STR since = STR_INIT;

	view_things_ordinal((size_t)row, &word);
	who.word = word.buf;
	str_add(&since, "since ");
	view_seconds(h->since_ns, &since);
	if (has_ended(p->model, h->pid))
		str_add(&since, ", and has ended");
	who.rest = since.buf;
	view_things_who(t, b, row, &who);
}

static int draw_missing(const struct view_things *t,
			const struct model_object *o,
			const struct view_block *b, int row)
{
	uint32_t pids[MODEL_PARTIES_MAX];
	size_t n = find_missing(t, o, pids);
	SCOPED_STR text = STR_INIT;

	for (size_t i = 0; i < n; i++) {
		bool dead = has_ended(t->player->model, pids[i]);

		view_things_who(t, b, row++,
				&(struct view_who){
					.col = INDENT,
					.word_cols = WORD_COLS,
					.word = dead            ? "gone"
						: o->hold_count ? "missing"
								: "to come",
					.style = dead            ? UI_ERROR
						 : o->hold_count ? UI_NOTICE
								 : UI_FAINT,
					.pid = pids[i],
					.since_ns = -1,
					.doing = true,
				});
	}
	if (missing(o) == n)
		return row;
	str_addf(&text, "%" PRIu64 " %s, not known who", missing(o) - n,
		 n ? "more" : "missing");
	(void)view_things_text(b, row, INDENT, UI_FAINT, text.buf);
	return row + 1;
}

/* One bar: "phase 2 ▇▇▇▇▇▇▇   1.12 s  last came worker-1 4712". */
struct bar {
	int cols; /* of the longest */
	ui_style style;
	int64_t ns, longest_ns;
	const char *word, *rest;
};

static void draw_bar(const struct view_block *b, int row, const struct bar *bar)
{
	int col = INDENT + WORD_COLS + 2;
	SCOPED_STR time = STR_INIT;

	view_seconds(bar->ns, &time);
	(void)view_things_text(b, row, INDENT, UI_NORMAL, bar->word);
	view_things_bar(b, row, col, bar->cols, bar->style, bar->ns,
			bar->longest_ns);
	col += bar->cols + TIME_COLS;
	(void)view_things_text(b, row, col - utf8_width(time.buf), UI_NORMAL,
			       time.buf);
	(void)view_things_text(b, row, col + 2, UI_FAINT, bar->rest);
}

static void draw_phase(const struct view_things *t, const struct view_block *b,
		       int row, const struct model_round *r, struct bar bar)
{
	SCOPED_STR word = STR_INIT;
	SCOPED_STR rest = STR_INIT;

	str_addf(&word, "phase %" PRIu64, r->phase + 1);
	if (r->broken) {
		str_addf(&rest, "broken: %s", why_broken(r->broken));
	} else if (r->last) {
		str_add(&rest, "last came ");
		view_pane_who(t->player, r->last, &rest);
	}
	bar.style = r->broken ? UI_ERROR : UI_ITEM;
	bar.ns = r->to_ns - r->from_ns;
	bar.word = word.buf;
	bar.rest = rest.buf;
	draw_bar(b, row, &bar);
}

/* What the time and "last came worker-1 4712" leave. */
static int bar_cols(const struct view_things *t)
{
	int cols = t->in.cols - INDENT - WORD_COLS - 2 - TIME_COLS - LAST_COLS -
		   t->who_cols;

	return cols < BAR_LEAST ? BAR_LEAST : cols > BAR_MOST ? BAR_MOST : cols;
}

static void draw_phases(const struct view_things *t,
			const struct model_object *o,
			const struct view_block *b, int row)
{
	const struct model_meeting *meeting = o->barrier.meeting;
	uint32_t n = phases(t, o);
	const struct model_round *r;
	struct bar bar = { .cols = bar_cols(t) };
	int64_t now;

	if (!n)
		return;
	r = &meeting->rounds[meeting->round_count - n];
	now = t->player->now_ns - meeting->from_ns;
	bar.longest_ns = goes_on(t, o) ? now : 0;
	for (uint32_t i = 0; i < n; i++)
		if (r[i].to_ns - r[i].from_ns > bar.longest_ns)
			bar.longest_ns = r[i].to_ns - r[i].from_ns;
	for (uint32_t i = 0; i < n; i++)
		draw_phase(t, b, row++, &r[i], bar);
	bar.ns = now;
	bar.style = UI_RUNNING;
	bar.word = "now";
	bar.rest = "";
	if (goes_on(t, o))
		draw_bar(b, row, &bar);
}

static void draw(const struct view_things *t, const struct model_object *o,
		 const struct view_block *b)
{
	int row = 1;

	draw_head(t, o, b);
	if (has_places(t, o)) {
		for (size_t i = 0; i < o->hold_count; i++)
			draw_here(t, b, row++, &o->holds[i]);
		if (missing(o))
			row = draw_missing(t, o, b, row);
	}
	draw_phases(t, o, b, row + 1);
}

static const struct view_look look = {
	.pane = LESSON_PANE_BARRIER,
	.kinds = VIEW_KIND(BARRIER),
	.one = "barrier",
	.many = "barriers",
	.rows = rows,
	.draw = draw,
};

VIEW_THINGS_PANE(barrier, "Barrier", look)
