/* SPDX-License-Identifier: MIT */
/*
 * Pipes, FIFOs, sockets and message queues: what is in them, which processes
 * have which end open, and whether an end of file has come or why not.
 *
 *	pipe 3→4  12 of 65536 bytes
 *	          ▸ "def\n" │ "abc\n" ▸
 *	          can write  z left 4713           sleep 0.5 s
 *	          can read   ► right 4714          its own work
 *	pipe 5→6  empty · 40 written, 40 read
 *	          ▸        ▸
 *	          NO END OF FILE can come: only main 4712 can write, and waits
 *	          both ends  ‖ main 4712   0.31 s  read pipe 5→6
 *
 * As in a queue, what is read next is at the right.  Descriptors are known
 * from the making of a pipe on; of one that was there before the demo nothing
 * is said about an end of file.
 */
#include "view/pipe_ends.h"

#include <inttypes.h>

#include "base/utf8.h"

#define WORD_COLS    9 /* "can write" */
#define HOLDERS_MAX  8
#define MESSAGE_COLS 26
#define BAR_COLS     16

/* ---- rows ---- */

static int ways(const struct model_object *o)
{
	return o->kind == MODEL_PIPE && o->pipe.duplex ? 2 : 1;
}

static int holder_rows(const struct view_things *t,
		       const struct model_object *o)
{
	size_t n = view_pipe_holders(t, o);

	return n < HOLDERS_MAX ? (int)n : HOLDERS_MAX;
}

static int rows(const struct view_things *t, const struct model_object *o)
{
	int content =
		o->kind == MODEL_MESSAGES ? (int)model_messages_in(o) : ways(o);

	return 1 + content + holder_rows(t, o) + (view_pipe_has_verdict(t, o)) +
	       (int)view_pipe_outsiders(t, o);
}

/* ---- how full it is ---- */

static void add_bytes(const struct view_things *t, const struct model_object *o,
		      struct str *out)
{
	const struct model_stream *s = &o->stream;

	if (!s->bytes) {
		str_add(out, "empty");
		return;
	}
	/* What does not fit waits with its writer. */
	if (s->capacity && s->bytes > s->capacity) {
		str_addf(out,
			 "%" PRIu64 " of %" PRIu64 " bytes FULL, %" PRIu64
			 " more to come",
			 s->capacity, s->capacity, s->bytes - s->capacity);
		return;
	}
	str_addf(out, "%" PRIu64, s->bytes);
	if (s->capacity)
		str_addf(out, " of %" PRIu64, s->capacity);
	str_add(out, s->bytes == 1 && !s->capacity ? " byte" : " bytes");
	if ((s->capacity && s->bytes >= s->capacity) || view_pipe_is_full(t, o))
		str_add(out, " FULL");
}

static void add_messages(const struct model_object *o, struct str *out)
{
	const struct model_stream *s = &o->stream;

	uint32_t n = model_messages_in(o);

	str_addf(out, "%u", n);
	if (s->capacity)
		str_addf(out, " of %" PRIu64, s->capacity);
	str_add(out, n == 1 && !s->capacity ? " message" : " messages");
	if (s->capacity && n >= s->capacity)
		str_add(out, " FULL");
	model_found_words(o, out);
}

/* mp does not say how much fits: it is full if somebody waits to send. */
static void add_flight(const struct view_things *t,
		       const struct model_object *o, struct str *out)
{
	uint64_t count = view_pipe_amount(o);

	if (count)
		str_addf(out, "%" PRIu64 " %s under way", count,
			 count == 1 ? "message" : "messages");
	else
		str_add(out, "empty");
	if (view_pipe_is_full(t, o))
		str_add(out, " FULL");
}

static void draw_level(const struct view_things *t, const struct view_block *b,
		       const struct model_object *o, int col)
{
	const struct model_stream *s = &o->stream;
	SCOPED_STR text = STR_INIT;
	int end;

	if (o->kind == MODEL_PIPE)
		add_flight(t, o, &text);
	else if (o->kind == MODEL_MESSAGES)
		add_messages(o, &text);
	else
		add_bytes(t, o, &text);
	if (o->kind == MODEL_PIPE)
		str_addf(&text, " · %s · %" PRIu64 " sent",
			 o->pipe.duplex ? "both ways" : "one way",
			 o->pipe.sent[0] + o->pipe.sent[1]);
	else if (o->kind == MODEL_STREAM && s->written)
		str_addf(&text, " · %" PRIu64 " written, %" PRIu64 " read",
			 s->written, s->read);
	view_things_add_end(o, &text);
	end = view_things_text(b, 0, col, UI_NORMAL, text.buf) + 2;
	if (o->kind != MODEL_STREAM || !s->capacity || !s->bytes ||
	    end + BAR_COLS >= b->area.cols)
		return;
	for (int i = 0; i < BAR_COLS; i++) {
		bool full = s->bytes * BAR_COLS > s->capacity * (uint64_t)i;

		ui_repeat(b->c, b->area, b->row, end + i, 1,
			  full ? UI_ITEM : UI_FAINT, full ? U'▇' : U'·');
	}
}

/* ---- what is in it ---- */

/* Of many messages the first ones are not known: together they are one part. */
static bool add_message(const struct view_things *t,
			const struct model_object *o, unsigned end, uint32_t i,
			struct str *out)
{
	uint64_t all = model_in_flight(o, end), unknown = 0;
	const struct model_sent *sent;

	while (unknown < all && !model_message(o, end, unknown))
		unknown++;
	if (unknown && !i) {
		str_addf(out, "%" PRIu64 " more", unknown);
		return true;
	}
	sent = model_message(o, end, unknown ? unknown + i - 1 : i);
	if (sent)
		model_value_text(t->player->log, sent->value, out);
	return sent != NULL;
}

/* Number @i of what is read next, of way @end of a pipe; false: no more. */
static bool add_part(const struct view_things *t, const struct model_object *o,
		     unsigned end, uint32_t i, struct str *out)
{
	const struct trace_log *log = t->player->log;
	const struct model_chunk *chunk;

	if (o->kind == MODEL_PIPE)
		return add_message(t, o, end, i, out);
	if (i >= o->stream.chunk_count)
		return false;
	chunk = &o->stream.chunks[i];
	if (chunk->text)
		model_value_text(log,
				 (struct model_value){ .kind = MP_KIND_TEXT,
						       .text = chunk->text },
				 out);
	else
		str_addf(out, "%" PRIu64 " %s", chunk->bytes,
			 chunk->bytes == 1 ? "byte" : "bytes");
	return true;
}

/* "▸ … │ 7 │ 12 ▸": what is read next is at the right. */
static void add_content(const struct view_things *t,
			const struct model_object *o, unsigned end, int cols,
			struct str *out)
{
	SCOPED_STR all = STR_INIT;
	uint32_t n = 0;

	for (;; n++) {
		SCOPED_STR part = STR_INIT;
		SCOPED_STR longer = STR_INIT;

		if (!add_part(t, o, end, n, &part))
			break;
		str_addf(&longer, "%s%s%s", part.buf, n ? " │ " : "", all.buf);
		if (n && utf8_width(longer.buf) + 8 > cols) {
			str_add(out, "▸ … │ ");
			str_addf(out, "%s ▸", all.buf);
			return;
		}
		str_clear(&all);
		str_add(&all, longer.buf);
	}
	str_addf(out, "▸ %s ▸", n ? all.buf : "      ");
}

static int draw_contents(const struct view_things *t,
			 const struct view_block *b,
			 const struct model_object *o, int row, int col)
{
	for (int way = 0; way < ways(o); way++, row++) {
		/* One way goes from end 1 to end 0. */
		unsigned from = ways(o) == 2 ? (unsigned)way : 1;
		SCOPED_STR text = STR_INIT;
		int at = col;

		if (ways(o) == 2)
			at = ui_textf(b->c, b->area, b->row + row, col,
				      UI_NORMAL, "end %u ", from);
		add_content(t, o, from, b->area.cols - at - 8, &text);
		at = view_things_text(b, row, at, UI_ITEM, text.buf);
		if (ways(o) == 2)
			(void)ui_textf(b->c, b->area, b->row + row, at,
				       UI_NORMAL, " end %u", 1 - from);
	}
	return row;
}

/* The one that is received after @n others, where that is known. */
static uint32_t nth_message(const struct model_object *o, uint32_t n)
{
	const struct model_chunk *chunks = o->stream.chunks;

	for (uint32_t i = 0; i < o->stream.chunk_count; i++) {
		uint32_t before = 0;

		for (uint32_t k = 0; k < o->stream.chunk_count; k++)
			before += chunks[k].tag > chunks[i].tag ||
				  (k < i && chunks[k].tag == chunks[i].tag);
		if (before == n && model_has_priorities(o))
			return i;
	}
	return n;
}

static int draw_messages(const struct view_things *t,
			 const struct view_block *b,
			 const struct model_object *o, int row, int col)
{
	for (uint32_t i = 0; i < o->stream.chunk_count; i++) {
		uint32_t at = nth_message(o, i);
		const struct model_chunk *chunk = &o->stream.chunks[at];
		SCOPED_STR text = STR_INIT;

		if (chunk->outside)
			continue;
		str_addf(&text, "%s %" PRIu64 " ",
			 model_has_priorities(o) ? "priority" : "type",
			 chunk->tag);
		(void)add_part(t, o, 0, at, &text);
		view_things_who(t, b, row++,
				&(struct view_who){
					.col = col,
					.word_cols = MESSAGE_COLS,
					.word = text.buf,
					.style = view_pane_fresh(t->player,
								 chunk->at_ns)
							 ? UI_CHANGED
							 : UI_ITEM,
					.pid = chunk->by,
					.since_ns = chunk->at_ns,
					.rest = "ago",
				});
	}
	return row;
}

/* ---- processes ---- */

static const char *word_for(const struct model_object *o, unsigned ends)
{
	if (o->kind == MODEL_PIPE && o->pipe.duplex)
		return ends == VIEW_BOTH_ENDS ? "both ends"
		       : ends == 1            ? "end 0"
					      : "end 1";
	if (!view_pipe_is_one_way(o))
		return "has it";
	return ends == VIEW_BOTH_ENDS  ? "both ends"
	       : ends == VIEW_CAN_READ ? "can read"
				       : "can write";
}

static int draw_holders(const struct view_things *t, const struct view_block *b,
			const struct model_object *o, int row, int col)
{
	const struct model *m = t->player->model;
	size_t all = view_pipe_holders(t, o), n = 0;

	for (size_t i = 0; i < m->process_count && n < HOLDERS_MAX; i++) {
		const struct model_process *p = &m->processes[i];
		unsigned ends = view_pipe_ends(t, p, o);
		const struct model_thread *thread;
		int64_t since_ns;
		uint16_t verb;

		if (!ends)
			continue;
		if (++n == HOLDERS_MAX && all > n) {
			(void)ui_textf(b->c, b->area, b->row + row++, col,
				       UI_NORMAL, "and %zu more", all - n + 1);
			break;
		}
		since_ns = view_pipe_waits_since(t, o, p, &verb);
		thread = view_pipe_waiter(t, o, p->pid);
		view_things_who(t, b, row++,
				&(struct view_who){
					.col = col,
					.word_cols = WORD_COLS,
					.word = word_for(o, ends),
					.style = ends == VIEW_CAN_READ
							 ? UI_FAINT
							 : UI_NORMAL,
					.pid = p->pid,
					.tid = thread ? thread->tid : p->pid,
					.since_ns = since_ns,
					.doing = true,
				});
	}
	return row;
}

static void draw_outsiders(const struct view_things *t,
			   const struct view_block *b,
			   const struct model_object *o, int row, int col)
{
	const struct model *m = t->player->model;
	const struct model_thread *const *at;
	size_t all = view_things_waiters(t, o->id, &at);

	for (size_t i = 0; i < all && row < b->rows; i++) {
		const struct model_process *p = model_process(m, at[i]->pid);

		if (p && view_pipe_ends(t, p, o))
			continue;
		view_things_who(t, b, row++,
				&(struct view_who){
					.col = col,
					.word_cols = WORD_COLS,
					.word = "waits",
					.pid = at[i]->pid,
					.tid = at[i]->tid,
					.since_ns = at[i]->wait_since_ns,
					.doing = true,
				});
	}
}

/* ---- all ---- */

static void draw(const struct view_things *t, const struct model_object *o,
		 const struct view_block *b)
{
	int col = view_things_name(t, o, b), row = 1;

	draw_level(t, b, o, col);
	if (o->kind == MODEL_MESSAGES)
		row = draw_messages(t, b, o, row, col);
	else
		row = draw_contents(t, b, o, row, col);
	if (view_pipe_has_verdict(t, o))
		view_pipe_draw_verdict(t, b, o, row++, col);
	row = draw_holders(t, b, o, row, col);
	draw_outsiders(t, b, o, row, col);
}

/* It was there before the demo, and the demo does nothing with it. */
static bool is_hidden(const struct model_object *o)
{
	return o->kind == MODEL_STREAM && !o->maker && !o->name &&
	       !o->stream.written && !o->stream.read;
}

static const struct view_look look = {
	.pane = LESSON_PANE_PIPE,
	.kinds = VIEW_KIND(PIPE) | VIEW_KIND(STREAM) | VIEW_KIND(MESSAGES),
	.one = "pipe",
	.many = "pipes",
	.rows = rows,
	.draw = draw,
	.is_hidden = is_hidden,
};

VIEW_THINGS_PANE(pipe, "Pipe", look)
