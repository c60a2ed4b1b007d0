/* SPDX-License-Identifier: MIT */
/*
 * What the run has made, and whether it is gone again.
 *
 *	Up to here: 3 processes started, 0 reaped · 1 queue made, ...
 *
 *	              made   gone  there
 *	processes        3      0      3
 *	queue            1      0      1
 *
 *	0.03 s  process consumer 4712, by main 4710: lives
 *	0.02 s  queue tasks, by main 4710: there
 *	0.00 s  process main 4710: lives
 *
 * First the sentence that also ends the run; what is wrong stands before it,
 * with what one types to be rid of it.  Then how many of each, then each thing,
 * the newest first, so that what has just been made is seen.
 */
#include "view/pane.h"

#include "base/utf8.h"
#include "model/ledger.h"
#include "model/words.h"
#include "ui/layout.h"
#include "view/wrap.h"

#define NAME_COLS  16
#define COUNT_COLS 7

struct ledger_text {
	struct str wrong, words;
	struct model_ledger l;
};

/* At the end what the other panes have; before, what it is up to here. */
static void write(const struct view_player *p, struct ledger_text *t)
{
	struct trace_totals totals = { .lost = p->lost, .stalls = p->stalls };

	t->wrong = t->words = STR_INIT;
	model_ledger(p->model, &totals, &t->l);
	if (p->ledger && *p->ledger) {
		str_add(&t->wrong, p->wrong ? p->wrong : "");
		str_add(&t->words, p->ledger);
		return;
	}
	model_ledger_problems(p->model, p->log, &t->l, &t->wrong);
	model_ledger_words(p->model, p->log, &t->l, &t->words);
}

static void release(struct ledger_text *t)
{
	str_release(&t->wrong);
	str_release(&t->words);
}

/* ---- how many ---- */

struct tally {
	size_t made, there;
};

/* Nothing that lies in the memory of processes outlives the last of them. */
static bool outlives(const struct model_ledger *l, enum model_asset a)
{
	return a >= MODEL_ASSET_NAMED_MEMORY || l->living || !l->over;
}

static bool is_there(const struct model_ledger *l, const struct model_object *o)
{
	enum model_asset a = model_asset(o);

	if (o->left)
		return true;
	if (o->removed || !outlives(l, a))
		return false;
	if (a == MODEL_ASSET_PIPE && o->kind == MODEL_STREAM)
		return o->stream.readers + o->stream.writers > 0;
	return a < MODEL_ASSET_NAMED_MEMORY || !l->over;
}

static bool counts(const struct model_object *o)
{
	return model_asset(o) != MODEL_ASSET_COUNT && (o->maker || o->left);
}

static void tally(const struct view_player *p, const struct model_ledger *l,
		  struct tally ret[MODEL_ASSET_COUNT])
{
	const struct model *m = p->model;

	for (int a = 0; a < MODEL_ASSET_COUNT; a++)
		ret[a] = (struct tally){ l->tallies[a].made, 0 };
	for (size_t i = 0; i < m->object_count; i++) {
		const struct model_object *o = &m->objects[i];

		if (counts(o))
			ret[model_asset(o)].there += is_there(l, o);
	}
	for (size_t i = 0; i < m->queue_count; i++)
		ret[MODEL_ASSET_QUEUE].there += outlives(l, MODEL_ASSET_QUEUE);
	/* Of those that stay, several may tell that they made the same one. */
	for (int a = 0; a < MODEL_ASSET_COUNT; a++)
		if (ret[a].there > ret[a].made)
			ret[a].there = ret[a].made;
}

static void draw_count(struct ui_canvas *c, struct ui_rect r, int *row,
		       const char *name, struct tally t)
{
	ui_style style = t.there ? UI_NORMAL : UI_FAINT;

	ui_text_fit(c, r, *row, 1, NAME_COLS, style, name);
	(void)ui_textf(c, r, (*row)++, 1 + NAME_COLS, style, "%*zu%*zu%*zu",
		       COUNT_COLS, t.made, COUNT_COLS, t.made - t.there,
		       COUNT_COLS, t.there);
}

/* The rows of the table; NULL for @c only counts. */
static int draw_table(const struct view_player *p, const struct model_ledger *l,
		      struct ui_canvas *c, struct ui_rect r, int row)
{
	struct tally t[MODEL_ASSET_COUNT];

	tally(p, l, t);
	if (c) {
		(void)ui_textf(c, r, row, 1 + NAME_COLS,
			       UI_FAINT | UI_STYLE(UI_BOLD), "%*s%*s%*s",
			       COUNT_COLS, "made", COUNT_COLS, "gone",
			       COUNT_COLS, "there");
		row++;
		draw_count(
			c, r, &row, "process",
			(struct tally){ l->started, l->living + l->zombies });
	} else {
		row += 2;
	}
	for (int a = 0; a < MODEL_ASSET_COUNT; a++) {
		if (!t[a].made)
			continue;
		if (c)
			draw_count(c, r, &row,
				   model_asset_name((enum model_asset)a), t[a]);
		else
			row++;
	}
	return row;
}

/* ---- each thing ---- */

/* From the newest on: how many of each sort are still to come. */
struct cursor {
	size_t processes, queues, objects;
};

static void skip_uncounted(const struct model *m, struct cursor *at)
{
	while (at->objects && !counts(&m->objects[at->objects - 1]))
		at->objects--;
}

static struct cursor newest(const struct model *m)
{
	struct cursor at = { m->process_count, m->queue_count,
			     m->object_count };

	skip_uncounted(m, &at);
	return at;
}

/*
 * The next one: exactly one of the three is set; none at the end.  The model
 * does not know when a queue was made: it goes with its maker's other things,
 * before the objects.
 */
struct thing {
	const struct model_process *process;
	const struct model_queue *queue;
	const struct model_object *object;
};

static struct thing next(const struct model *m, struct cursor *at)
{
	struct thing t = { NULL, NULL, NULL };
	int64_t process =
		at->processes ? m->processes[at->processes - 1].started_ns : -1;
	int64_t object = at->objects ? m->objects[at->objects - 1].made_ns : -1;

	if (at->objects && object >= process) {
		t.object = &m->objects[--at->objects];
		skip_uncounted(m, at);
	} else if (at->processes > 1 || (at->processes && !at->queues)) {
		t.process = &m->processes[--at->processes];
	} else if (at->queues) {
		t.queue = &m->queues[--at->queues];
	}
	return t;
}

static size_t count_things(const struct model *m)
{
	size_t n = m->process_count + m->queue_count;

	for (size_t i = 0; i < m->object_count; i++)
		n += counts(&m->objects[i]);
	return n;
}

static void add_by(const struct view_player *p, uint32_t pid, struct str *out)
{
	if (!pid)
		return;
	str_add(out, ", by ");
	view_pane_who(p, pid, out);
}

static void add_process(const struct view_player *p,
			const struct model_process *process, struct str *out)
{
	str_add(out, "process ");
	view_pane_who(p, process->pid, out);
	if (model_process(p->model, process->ppid))
		add_by(p, process->ppid, out);
	str_add(out, ": ");
	if (process->state < MODEL_ZOMBIE) {
		str_add(out, "lives");
		return;
	}
	view_state_ending(process, out);
	if (process->ended_ns >= 0) {
		str_add(out, " at ");
		view_seconds(process->ended_ns, out);
	}
	if (process->state == MODEL_ZOMBIE)
		str_add(out, ", not reaped");
}

static void add_object(const struct view_player *p,
		       const struct model_ledger *l,
		       const struct model_object *o, struct str *out)
{
	if (o->name && o->kind != MODEL_STREAM)
		str_addf(out, "%s ", model_asset_name(model_asset(o)));
	model_object_name(p->model, p->log, o->id, out);
	add_by(p, o->maker, out);
	str_add(out, ": ");
	if (!o->left) {
		str_add(out, is_there(l, o) ? "there" : "gone");
		return;
	}
	str_add(out, "left over: ");
	model_left_remedy(p->log, o, out);
}

static bool has_ended(const struct thing *t)
{
	return t->process && t->process->state == MODEL_ENDED;
}

static void draw_thing(const struct view_player *p,
		       const struct model_ledger *l, struct ui_canvas *c,
		       struct ui_rect line, const struct thing *t)
{
	SCOPED_STR text = STR_INIT;
	ui_style style = has_ended(t) ? UI_FAINT : UI_NORMAL;
	int64_t at = -1;

	if (t->process) {
		at = t->process->started_ns;
		add_process(p, t->process, &text);
	} else if (t->queue) {
		str_add(&text, "queue ");
		model_object_name(p->model, p->log, t->queue->id, &text);
		add_by(p, t->queue->maker, &text);
		str_add(&text,
			outlives(l, MODEL_ASSET_QUEUE) ? ": there" : ": gone");
	} else {
		at = t->object->made_ns;
		add_object(p, l, t->object, &text);
		if (t->object->left)
			style = UI_ERROR;
		else if (!is_there(l, t->object))
			style = UI_FAINT;
	}
	if (view_pane_fresh(p, at))
		style = UI_CHANGED;
	if (at >= 0) {
		SCOPED_STR time = STR_INIT;

		view_seconds(at, &time);
		ui_text_fit(c, line, 0, 1, 8, UI_FAINT, time.buf);
	}
	ui_text_fit(c, line, 0, 10, line.cols - 10, style, text.buf);
}

/* ---- drawing ---- */

static void measure(struct view_player *p, struct ui_rect in)
{
	struct ui_rect inner = ui_rect_inset(in, 0, 1);
	struct ui_list *l = &p->lists[LESSON_PANE_LEDGER];
	struct ledger_text t;
	int rows;

	if (!p->model) {
		ui_list_resize(l, 0, 0);
		return;
	}
	write(p, &t);
	rows = view_wrap(NULL, inner, 0, 0, t.wrong.buf);
	rows = view_wrap(NULL, inner, rows, 0, t.words.buf) + 1;
	rows = draw_table(p, &t.l, NULL, in, rows) + 1;
	ui_list_resize(l, (size_t)rows + count_things(p->model),
		       in.rows > 0 ? (size_t)in.rows : 0);
	release(&t);
}

static void draw(const struct view_player *p, struct ui_canvas *c,
		 struct ui_rect in)
{
	struct ui_rect inner = ui_rect_inset(in, 0, 1);
	struct ledger_text t;
	struct cursor at;
	int row;

	if (view_pane_idle(p, c, in))
		return;
	write(p, &t);
	row = -(int)p->lists[LESSON_PANE_LEDGER].first;
	row = view_wrap(c, inner, row, UI_ERROR, t.wrong.buf);
	row = view_wrap(c, inner, row,
			t.l.over && !t.wrong.len ? UI_GOOD : UI_NORMAL,
			t.words.buf) +
	      1;
	row = draw_table(p, &t.l, c, in, row) + 1;
	at = newest(p->model);
	for (; row < in.rows; row++) {
		struct thing thing = next(p->model, &at);

		if (!thing.process && !thing.queue && !thing.object)
			break;
		if (row >= 0)
			draw_thing(p, &t.l, c,
				   (struct ui_rect){ in.row + row, in.col, 1,
						     in.cols },
				   &thing);
	}
	release(&t);
}

static void note(const struct view_player *p, int cols, struct str *out)
{
	char buf[48];

	if (p->model && cols >= 24)
		str_add(out, ui_list_note(&p->lists[LESSON_PANE_LEDGER], buf));
}

const struct view_pane view_pane_ledger = {
	.tab = "Ledger",
	.note = note,
	.measure = measure,
	.draw = draw,
};
