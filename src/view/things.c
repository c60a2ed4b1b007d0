/* SPDX-License-Identifier: MIT */
/*
 * Each frame is made anew from the state that is shown: the list of who waits
 * is sorted once, so that an object finds its own by bisection, and objects
 * that are scrolled out cost no more than the count of their rows.
 */
#include "view/things.h"

#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/layout.h"
#include "view/state.h"

#define NAME_LEAST 4
/* All pointers to structs have one size; what they point to is not meant. */
#define POINTER_SIZE sizeof(void *)
#define WHO_LEAST    8
#define MEASURED_MAX 200 /* names of which the widest is looked for */
#define WHO_MOST     24
#define LINE_COLS    400 /* of a line that is searched */
#define TIME_COLS    10  /* "12:02.4 min" may stand a little over */
#define REST_LEAST   6   /* columns below which more text says nothing */

/* ---- one frame ---- */

bool view_things_has(const struct view_look *look, const struct model_object *o)
{
	return look->kinds & 1U << o->kind &&
	       !(look->is_hidden && look->is_hidden(o));
}

static bool several_kinds(const struct view_look *look)
{
	return look->kinds & (look->kinds - 1);
}

static void add_name(const struct view_things *t, const struct model_object *o,
		     struct str *out)
{
	/* What has no name is called by its kind. */
	if (several_kinds(t->look) && o->name && o->kind != MODEL_STREAM)
		str_addf(out, "%s ", model_kind_name(o->kind));
	model_object_name(t->player->model, t->player->log, o->id, out);
}

static void look_at_object(struct view_things *t, const struct model_object *o)
{
	SCOPED_STR name = STR_INIT;
	int width;

	t->count++;
	if (t->count > MEASURED_MAX)
		return;
	add_name(t, o, &name);
	width = utf8_width(name.buf);
	if (width > t->name_cols)
		t->name_cols = width;
}

/* What is in a block may depend on how much room the names leave. */
static void count_rows(struct view_things *t)
{
	const struct model *m = t->player->model;

	for (size_t i = 0; i < m->object_count; i++)
		if (view_things_has(t->look, &m->objects[i]))
			t->rows += t->look->rows(t, &m->objects[i]);
}

static int who_cols_of(const struct view_player *p, int cols)
{
	const struct model *m = p->model;
	int widest = WHO_LEAST, most = cols / 3;

	most = most < WHO_LEAST ? WHO_LEAST : most > WHO_MOST ? WHO_MOST : most;
	for (size_t i = 0;
	     i < m->process_count && i < MEASURED_MAX && widest < most; i++) {
		SCOPED_STR who = STR_INIT;
		int width;

		view_pane_who(p, m->processes[i].pid, &who);
		width = utf8_width(who.buf);
		widest = width > widest ? width : widest;
	}
	return widest < most ? widest : most;
}

static int by_object_and_time(const void *a, const void *b)
{
	const struct model_thread *x = *(const struct model_thread *const *)a;
	const struct model_thread *y = *(const struct model_thread *const *)b;

	if (x->object != y->object)
		return x->object < y->object ? -1 : 1;
	if (x->wait_since_ns != y->wait_since_ns)
		return x->wait_since_ns < y->wait_since_ns ? -1 : 1;
	return x->tid < y->tid ? -1 : x->tid > y->tid;
}

static void find_waiting(struct view_things *t)
{
	const struct model *m = t->player->model;

	t->waiting = mem_new(m->thread_count + 1, POINTER_SIZE);
	for (size_t i = 0; i < m->thread_count; i++)
		if (m->threads[i].waits && m->threads[i].object)
			t->waiting[t->waiting_count++] = &m->threads[i];
	qsort(t->waiting, t->waiting_count, POINTER_SIZE, by_object_and_time);
}

static void begin(struct view_things *t, const struct view_player *p,
		  const struct view_look *look, struct ui_rect in)
{
	const struct model *m = p->model;
	int most = in.cols / (several_kinds(look) ? 3 : 4);
	int blocks;

	*t = (struct view_things){ .player = p,
				   .look = look,
				   .in = in,
				   .hit_row = INT_MIN,
				   .name_cols = NAME_LEAST };
	if (!m)
		return;
	find_waiting(t);
	t->who_cols = who_cols_of(p, in.cols);
	for (size_t i = 0; i < m->object_count; i++)
		if (view_things_has(look, &m->objects[i]))
			look_at_object(t, &m->objects[i]);
	if (look->more_rows && look->more_name_cols(t) > t->name_cols)
		t->name_cols = look->more_name_cols(t);
	t->widest = t->name_cols;
	if (t->name_cols > most)
		t->name_cols = most;
	t->text_cols = in.cols - t->name_cols - 3;
	count_rows(t);
	t->more = look->more_rows ? look->more_rows(t) : 0;
	t->rows += t->more;
	blocks = (int)t->count + (t->more > 0);
	if (blocks > 1 && t->rows + blocks - 1 <= in.rows) {
		t->gaps = true;
		t->rows += blocks - 1;
	}
}

static void end(struct view_things *t)
{
	free(t->waiting);
}

/* ---- the pane ---- */

void view_things_measure(struct view_player *p, const struct view_look *look,
			 struct ui_rect in)
{
	struct view_things t;

	begin(&t, p, look, in);
	ui_list_resize(&p->lists[look->pane], (size_t)t.rows,
		       in.rows > 0 ? (size_t)in.rows : 0);
	end(&t);
}

/* As seen from line @first on. */
static void draw_all(struct view_things *t, struct ui_canvas *c,
		     struct ui_rect area, size_t first)
{
	const struct view_player *p = t->player;
	struct view_block b = { .c = c, .area = area };

	b.row = -(int)first;
	for (size_t i = 0; i < p->model->object_count; i++) {
		const struct model_object *o = &p->model->objects[i];

		if (b.row >= area.rows)
			break;
		if (!view_things_has(t->look, o))
			continue;
		b.rows = t->look->rows(t, o);
		if (b.row + b.rows > 0)
			t->look->draw(t, o, &b);
		b.row += b.rows + t->gaps;
	}
	b.rows = t->more;
	if (b.rows && b.row < area.rows && b.row + b.rows > 0)
		t->look->draw_more(t, &b);
}

void view_things_draw(const struct view_player *p, const struct view_look *look,
		      struct ui_canvas *c, struct ui_rect in)
{
	struct view_things t;

	if (view_pane_idle(p, c, in))
		return;
	begin(&t, p, look, in);
	if (t.count || t.more) {
		draw_all(&t, c, in, p->lists[look->pane].first);
	} else {
		SCOPED_STR none = STR_INIT;

		str_addf(&none, "No %s has been made yet.", look->one);
		ui_text_fit(c, in, 0, 1, in.cols - 1, UI_FAINT, none.buf);
	}
	end(&t);
}

uint32_t view_things_pid_at(const struct view_player *p,
			    const struct view_look *look, struct ui_rect in,
			    int row)
{
	struct view_things t;
	struct ui_canvas *c;
	uint32_t pid = 0;

	if (!p->model)
		return 0;
	/* Who is in which row is found by drawing it once more, for nobody. */
	c = ui_canvas_new(in.row + in.rows, in.col + in.cols);
	begin(&t, p, look, in);
	t.hit_row = row;
	t.hit = &pid;
	draw_all(&t, c, in, p->lists[look->pane].first);
	end(&t);
	ui_canvas_free(c);
	return pid;
}

void view_things_line(const struct view_player *p, const struct view_look *look,
		      size_t i, struct str *out)
{
	const struct view_slot *slot = view_layout_slot(p, look->pane);
	struct ui_rect line = { 0, 0, 1, LINE_COLS };
	struct view_things t;
	struct ui_canvas *c;

	if (!p->model || !slot)
		return;
	/* Drawn once more, alone and with room for all of its words. */
	begin(&t, p, look, ui_rect_inset(slot->rect, 1, 1));
	t.name_cols = t.widest;
	t.who_cols = WHO_MOST;
	c = ui_canvas_new(line.rows, line.cols);
	draw_all(&t, c, line, i);
	ui_canvas_dump(c, out);
	ui_canvas_free(c);
	end(&t);
}

void view_things_note(const struct view_player *p, const struct view_look *look,
		      int cols, struct str *out)
{
	const struct ui_list *l = &p->lists[look->pane];
	size_t count = 0;
	char buf[48];

	if (!p->model)
		return;
	for (size_t i = 0; i < p->model->object_count; i++)
		count += view_things_has(look, &p->model->objects[i]);
	if (!count)
		return;
	str_addf(out, "%zu %s", count, count == 1 ? look->one : look->many);
	if (cols >= 36 && l->count > l->page)
		str_addf(out, " · %s", ui_list_note(l, buf));
}

/* ---- who waits ---- */

/* The first of t->waiting that is not before @id. */
static size_t first_at(const struct view_things *t, uint64_t id)
{
	size_t low = 0, high = t->waiting_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->waiting[middle]->object < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t view_things_waiters(const struct view_things *t, uint64_t id,
			   const struct model_thread *const **ret)
{
	size_t first = first_at(t, id), n = 0;

	while (first + n < t->waiting_count &&
	       t->waiting[first + n]->object == id)
		n++;
	if (ret)
		*ret = n ? &t->waiting[first] : NULL;
	return n;
}

int view_things_wait_count(const struct view_things *t, uint64_t id, int most)
{
	size_t n = view_things_waiters(t, id, NULL);

	return n < (size_t)most ? (int)n : most;
}

/* ---- rows ---- */

int view_things_text(const struct view_block *b, int row, int col,
		     ui_style style, const char *text)
{
	return ui_text_fit(b->c, b->area, b->row + row, col, b->area.cols - col,
			   style, text);
}

void view_things_right(const struct view_block *b, int row, ui_style style,
		       const char *text)
{
	struct ui_rect r = b->area;

	r.cols--;
	ui_text_right(b->c, r, b->row + row, style, text);
}

struct view_block view_things_aside(const struct view_block *b, int cols,
				    const char *text)
{
	struct view_block left = *b;
	int width = utf8_width(text);

	if (!width || b->area.cols - width - 3 < cols)
		return left;
	view_things_right(b, 0, UI_FAINT, text);
	left.area.cols -= width + 3;
	return left;
}

void view_things_bar(const struct view_block *b, int row, int col, int cols,
		     ui_style style, int64_t part, int64_t whole)
{
	int n = 0;

	if (part > 0 && whole > 0)
		n = part >= whole ? cols
				  : (int)((double)part / (double)whole * cols);
	if (!n && part > 0)
		n = 1;
	if (n > 0)
		ui_repeat(b->c, b->area, b->row + row, col, n, style, U'▇');
}

int view_things_name(const struct view_things *t, const struct model_object *o,
		     const struct view_block *b)
{
	SCOPED_STR name = STR_INIT;

	add_name(t, o, &name);
	ui_text_fit(b->c, b->area, b->row, 1, t->name_cols,
		    o->removed ? UI_FAINT : UI_HEADING, name.buf);
	return t->name_cols + 3;
}

void view_things_add_end(const struct model_object *o, struct str *out)
{
	bool named =
		o->name && (o->kind == MODEL_MEMORY || model_has_priorities(o));

	/* Who has it open or mapped goes on with it. */
	if (o->removed)
		str_add(out, named ? ", name removed" : " removed");
	else if (o->left)
		str_add(out, " left behind");
}

void view_things_ordinal(size_t n, struct str *out)
{
	bool teen = n % 100 >= 11 && n % 100 <= 13;

	str_addf(out, "%zu%s", n,
		 teen          ? "th"
		 : n % 10 == 1 ? "st"
		 : n % 10 == 2 ? "nd"
		 : n % 10 == 3 ? "rd"
			       : "th");
}

/* ---- rows of processes ---- */

/* The state of the thread, as far as its process shows another one. */
static struct view_state state_of(const struct model *m,
				  const struct view_who *who,
				  const struct model_process *process)
{
	const struct model_thread *thread = model_thread(m, who->tid);

	if (process->state < MODEL_STOPPED && process->tid != who->tid &&
	    thread && thread->waits)
		return *view_state(MODEL_WAITING);
	return view_pane_state(m, process);
}

int view_things_line_of(const struct view_player *p, uint32_t pid,
			uint64_t site)
{
	const struct model_process *process = model_process(p->model, pid);
	struct model_process at;

	if (!p->place || !process || process->state >= MODEL_ZOMBIE || !site)
		return 0;
	at = *process;
	at.site = site;
	return p->place(p->place_arg, &at).line;
}

/* Add @more after @between, unless the whole is then wider than @room. */
static void add_part(struct str *out, const char *between, const char *more,
		     int room)
{
	if (!*more || (out->len && utf8_width(out->buf) + utf8_width(between) +
						   utf8_width(more) >
					   room))
		return;
	if (out->len)
		str_add(out, between);
	str_add(out, more);
}

static void add_doing(const struct view_player *p,
		      const struct model_process *process, int room,
		      struct str *out)
{
	SCOPED_STR text = STR_INIT;
	int line;

	if (process->state >= MODEL_ZOMBIE) {
		view_state_ending(process, out);
		return;
	}
	model_doing(p->model, p->log, process, out);
	line = view_things_line_of(p, process->pid, process->site);
	if (line > 0)
		str_addf(&text, "line %d", line);
	add_part(out, ", ", text.buf, room);
}

/* What stands after the time, as many parts of it as there is room for. */
static void draw_rest(const struct view_things *t, const struct view_block *b,
		      int row, int col, const struct view_who *who)
{
	const struct model_process *process =
		model_process(t->player->model, who->pid);
	const char *most = who->most ? who->most : "";
	SCOPED_STR text = STR_INIT;
	SCOPED_STR doing = STR_INIT;
	int room = b->area.cols - col;
	int left = *most ? room - utf8_width(most) - 3 : room;

	add_part(&text, "", most, room);
	if (who->doing && process)
		add_doing(t->player, process, left, &doing);
	add_part(&text, " · ", doing.buf, room);
	add_part(&text, " · ", who->rest ? who->rest : "", room);
	if (text.len && room >= REST_LEAST)
		(void)view_things_text(b, row, col, UI_FAINT, text.buf);
}

static int draw_time(const struct view_things *t, const struct view_block *b,
		     int row, int col, int64_t since_ns)
{
	SCOPED_STR time = STR_INIT;

	if (since_ns < 0 || t->player->now_ns < since_ns)
		return col + TIME_COLS;
	view_seconds(t->player->now_ns - since_ns, &time);
	if (col + 2 + utf8_width(time.buf) > b->area.cols)
		return col;
	/* Seconds stand below each other. */
	col += TIME_COLS - utf8_width(time.buf);
	(void)view_things_text(b, row, col, UI_NORMAL, time.buf);
	return col + utf8_width(time.buf);
}

static void draw_process(const struct view_things *t,
			 const struct view_block *b, int row, int col,
			 const struct view_who *who)
{
	const struct model *m = t->player->model;
	const struct model_process *process = model_process(m, who->pid);
	struct view_state s = { .mark = " ", .role = UI_NORMAL };
	SCOPED_STR text = STR_INIT;

	if (process)
		s = state_of(m, who, process);
	(void)view_things_text(b, row, col, s.role, s.mark);
	view_pane_who(t->player, who->pid, &text);
	if (who->tid && who->tid != who->pid)
		str_addf(&text, "/%u", who->tid);
	ui_text_fit(b->c, b->area, b->row + row, col + 2, t->who_cols, s.role,
		    text.buf);
}

void view_things_who(const struct view_things *t, const struct view_block *b,
		     int row, const struct view_who *who)
{
	struct ui_rect line = { b->area.row + b->row + row, b->area.col, 1,
				b->area.cols };
	int col = who->col;

	if (t->hit && b->row + row == t->hit_row)
		*t->hit = who->pid;
	if (who->word)
		ui_text_fit(b->c, b->area, b->row + row, col, who->word_cols,
			    who->style, who->word);
	col += who->word_cols + (who->word_cols > 0);
	draw_process(t, b, row, col, who);
	col += 2 + t->who_cols;
	col = draw_time(t, b, row, col, who->since_ns);
	draw_rest(t, b, row, col + 2, who);
	line = ui_rect_common(line, b->area);
	if (t->player->selected == who->pid) {
		line.col += who->col - 1;
		line.cols -= who->col - 1;
		ui_restyle(b->c, line, UI_SELECTED);
		(void)ui_text(b->c, line, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD),
			      "▌");
	} else if (who->style == UI_CHANGED) {
		line.col += who->col;
		line.cols -= who->col;
		ui_restyle(b->c, line, UI_CHANGED);
	}
}

/* "in line 24": of the thread that its process shows, others are not known. */
static void add_line(const struct view_things *t,
		     const struct model_thread *thread, struct str *out)
{
	const struct model_process *process =
		model_process(t->player->model, thread->pid);
	int line;

	if (!process || process->tid != thread->tid)
		return;
	line = view_things_line_of(t->player, process->pid, process->site);
	if (line > 0)
		str_addf(out, "in line %d", line);
}

int view_things_wait_rows(const struct view_things *t,
			  const struct view_block *b, int row, uint64_t id,
			  struct view_who who)
{
	const struct model_thread *const *at;
	size_t n = view_things_waiters(t, id, &at);
	bool numbered = !who.word;

	for (size_t i = 0; i < n && row < b->rows; i++, row++) {
		SCOPED_STR text = STR_INIT;
		SCOPED_STR rest = STR_INIT;

		if (row == b->rows - 1 && n - i > 1) {
			str_addf(&text, "and %zu more wait", n - i);
			(void)view_things_text(b, row, who.col, UI_WAITING,
					       text.buf);
			return row + 1;
		}
		view_things_ordinal(i + 1, &text);
		if (numbered)
			who.word = text.buf;
		who.pid = at[i]->pid;
		who.tid = at[i]->tid;
		who.since_ns = at[i]->wait_since_ns;
		add_line(t, at[i], &rest);
		who.rest = rest.buf;
		view_things_who(t, b, row, &who);
	}
	return row;
}
