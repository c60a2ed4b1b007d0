/* SPDX-License-Identifier: MIT */
/*
 * An end of file comes when nobody can write any more.  As long as it does not,
 * the question is who still can, and whether that is anybody but who waits.
 */
#include "view/pipe_ends.h"

#define NAMED_MAX 3

/* ---- who has it open ---- */

unsigned view_pipe_ends(const struct view_things *t,
			const struct model_process *p,
			const struct model_object *o)
{
	return p->ends ? model_ends(t->player->model, p, o) : 0;
}

size_t view_pipe_holders(const struct view_things *t,
			 const struct model_object *o)
{
	const struct model *m = t->player->model;
	size_t n = 0;

	for (size_t i = 0; i < m->process_count; i++)
		n += view_pipe_ends(t, &m->processes[i], o) != 0;
	return n;
}

/* A thread of @pid that waits for @o; NULL: none. */
const struct model_thread *view_pipe_waiter(const struct view_things *t,
					    const struct model_object *o,
					    uint32_t pid)
{
	const struct model_thread *const *at;
	size_t n = view_things_waiters(t, o->id, &at);

	for (size_t i = 0; i < n; i++)
		if (at[i]->pid == pid)
			return at[i];
	return NULL;
}

static bool is_reading(uint16_t verb)
{
	return verb == MP_VERB_READ || verb == MP_VERB_RECV ||
	       verb == MP_VERB_POLL;
}

static bool is_writing(uint16_t verb)
{
	return verb == MP_VERB_WRITE || verb == MP_VERB_SEND;
}

/*
 * Since when a process waits in an operation on @o, and in which; -1: it does
 * not.  The kernel's word counts too: a pipe may be full before its bytes are.
 */
int64_t view_pipe_waits_since(const struct view_things *t,
			      const struct model_object *o,
			      const struct model_process *p, uint16_t *ret_verb)
{
	const struct model_thread *thread = view_pipe_waiter(t, o, p->pid);

	*ret_verb = thread ? thread->verb : p->verb;
	if (thread)
		return thread->wait_since_ns;
	return p->state == MODEL_WAITING && p->object == o->id &&
			       (is_reading(p->verb) || is_writing(p->verb))
		       ? p->op_since_ns
		       : -1;
}

/* Whether somebody waits for room in it. */
bool view_pipe_is_full(const struct view_things *t,
		       const struct model_object *o)
{
	const struct model *m = t->player->model;

	for (size_t i = 0; i < m->process_count; i++) {
		uint16_t verb;

		if (view_pipe_waits_since(t, o, &m->processes[i], &verb) >= 0 &&
		    is_writing(verb))
			return true;
	}
	return false;
}

/* Those who wait and have no end, as in the opening of a FIFO. */
size_t view_pipe_outsiders(const struct view_things *t,
			   const struct model_object *o)
{
	const struct model *m = t->player->model;
	const struct model_thread *const *at;
	size_t all = view_things_waiters(t, o->id, &at), n = 0;

	for (size_t i = 0; i < all; i++) {
		const struct model_process *p = model_process(m, at[i]->pid);

		n += !p || !view_pipe_ends(t, p, o);
	}
	return n < VIEW_PIPE_WAIT_MOST ? n : VIEW_PIPE_WAIT_MOST;
}

/* ---- the end of file ---- */

enum verdict {
	NOTHING,      /* to say */
	ENDED,        /* nobody can write, it is empty */
	ENDS_SOON,    /* the same, but it is not empty */
	BROKEN,       /* nobody can read */
	CLOSED,       /* nobody has any end */
	HELD,         /* a reader waits, others can write */
	IN_VAIN,      /* it waits for itself: only who waits can write */
	OTHER_CLOSED, /* of two ends that are alike, one */
};

bool view_pipe_is_one_way(const struct model_object *o)
{
	return o->kind == MODEL_PIPE ? !o->pipe.duplex : !o->stream.peer;
}

uint64_t view_pipe_amount(const struct model_object *o)
{
	return o->kind == MODEL_PIPE
		       ? model_in_flight(o, 0) + model_in_flight(o, 1)
		       : o->stream.bytes;
}

/* Somebody waits to read from it while it is empty: for whom? */
static enum verdict waited_for(const struct view_things *t,
			       const struct model_object *o)
{
	const struct model *m = t->player->model;
	bool reader = false, others = false;

	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];
		uint16_t verb;

		if (view_pipe_waits_since(t, o, p, &verb) >= 0 &&
		    is_reading(verb))
			reader = true;
		else
			others |= view_pipe_ends(t, p, o) & VIEW_CAN_WRITE;
	}
	return !reader ? NOTHING : others ? HELD : IN_VAIN;
}

static enum verdict verdict_of_pair(const struct view_things *t,
				    const struct model_object *o)
{
	const struct model_object *peer;

	if (o->kind == MODEL_PIPE) {
		if (!o->pipe.open[0] && !o->pipe.open[1])
			return CLOSED;
		return o->pipe.open[0] && o->pipe.open[1] ? NOTHING
							  : OTHER_CLOSED;
	}
	peer = model_object(t->player->model, o->stream.peer);
	if (!peer || peer->kind != MODEL_STREAM)
		return NOTHING;
	if (!o->stream.readers)
		return CLOSED;
	return peer->stream.readers ? NOTHING : OTHER_CLOSED;
}

static enum verdict verdict_of(const struct view_things *t,
			       const struct model_object *o)
{
	bool readers, writers;

	if (!o->maker || o->kind == MODEL_MESSAGES)
		return NOTHING;
	if (!view_pipe_is_one_way(o))
		return verdict_of_pair(t, o);
	readers = o->kind == MODEL_PIPE ? o->pipe.open[0] : o->stream.readers;
	writers = o->kind == MODEL_PIPE ? o->pipe.open[1] : o->stream.writers;
	/* One that has a name waits for who may open it yet. */
	if ((!readers || !writers) && o->name && o->kind == MODEL_STREAM)
		return NOTHING;
	if (!readers && !writers)
		return CLOSED;
	if (!readers)
		return BROKEN;
	if (!writers)
		return view_pipe_amount(o) ? ENDS_SOON : ENDED;
	return view_pipe_amount(o) ? NOTHING : waited_for(t, o);
}

bool view_pipe_has_verdict(const struct view_things *t,
			   const struct model_object *o)
{
	return verdict_of(t, o) != NOTHING;
}

static void add_writers(const struct view_things *t,
			const struct model_object *o, struct str *out)
{
	const struct model *m = t->player->model;
	size_t n = 0;

	for (size_t i = 0; i < m->process_count; i++) {
		if (!(view_pipe_ends(t, &m->processes[i], o) & VIEW_CAN_WRITE))
			continue;
		if (n++ >= NAMED_MAX)
			continue;
		str_add(out, n > 1 ? ", " : "");
		view_pane_who(t->player, m->processes[i].pid, out);
	}
	if (n > NAMED_MAX)
		str_addf(out, " and %zu more", n - NAMED_MAX);
}

void view_pipe_draw_verdict(const struct view_things *t,
			    const struct view_block *b,
			    const struct model_object *o, int row, int col)
{
	SCOPED_STR text = STR_INIT;
	ui_style style = UI_NORMAL;

	switch (verdict_of(t, o)) {
	case NOTHING:
		return;
	case ENDED:
		str_add(&text, "END OF FILE: nobody can write any more");
		style = UI_STRONG;
		break;
	case ENDS_SOON:
		str_add(&text, "the end of file comes after this: nobody can "
			       "write any more");
		break;
	case BROKEN:
		str_add(&text, o->kind == MODEL_PIPE
				       ? "BROKEN: nobody can read, who writes "
					 "gets EPIPE"
				       : "BROKEN: nobody can read, who writes "
					 "gets SIGPIPE");
		style = UI_ERROR;
		break;
	case CLOSED:
		str_add(&text, "closed: nobody has an end of it");
		style = UI_FAINT;
		break;
	case HELD:
		str_add(&text, "no end of file while ");
		add_writers(t, o, &text);
		str_add(&text, " can write");
		break;
	case IN_VAIN:
		str_add(&text, "NO END OF FILE can come: only ");
		add_writers(t, o, &text);
		str_add(&text, " can write, and waits here");
		style = UI_ERROR;
		break;
	case OTHER_CLOSED:
		str_add(&text, "END OF FILE: nobody has the other end");
		style = UI_STRONG;
		break;
	}
	(void)view_things_text(b, row, col, style, text.buf);
}
