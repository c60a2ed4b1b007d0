/* SPDX-License-Identifier: MIT */
/*
 * Pipes of mp: who has which end, how many messages each end has sent and
 * received, and those that are on their way.
 *
 * Who makes a pipe has both ends, and a child of fork what its parent has; who
 * uses an end has it too (it was given).
 */
#include "model/fold.h"

/*
 * An end is noted as a descriptor (ends.c), with a number that the kernel gives
 * to none.
 */
static int32_t number_of(const struct model *m, const struct model_object *o,
			 unsigned end)
{
	return -2 - (int32_t)(2 * (o - m->objects)) - (int32_t)end;
}

static void open_end(struct model *m, size_t process,
		     const struct model_object *o, unsigned end)
{
	if (process == MODEL_NONE ||
	    m->processes[process].state >= MODEL_ZOMBIE ||
	    model_ends(m, &m->processes[process], o) & 1U << end)
		return;
	model_end_open(m, process,
		       (struct model_end){
			       .object = (uint32_t)(o - m->objects),
			       .fd = number_of(m, o, end),
			       .ends = (uint8_t)(1U << end),
		       });
}

void model_fold_pipe_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_PIPE);

	if (!o)
		return;
	o->pipe.duplex = e->a != 0;
	for (unsigned end = 0; end < 2; end++)
		open_end(m, model_find(m, e->pid), o, end);
}

uint64_t model_in_flight(const struct model_object *o, unsigned end)
{
	uint64_t sent = o->pipe.sent[end & 1];
	uint64_t received = o->pipe.received[!(end & 1)];

	return sent > received ? sent - received : 0;
}

static const struct model_sent *slot(const struct model_object *o, unsigned end,
				     uint64_t number)
{
	return &o->pipe.way[end][number % MODEL_SENT_MAX];
}

const struct model_sent *model_message(const struct model_object *o,
				       unsigned end, uint64_t i)
{
	uint64_t number = o->pipe.received[!(end & 1)] + 1 + i;
	const struct model_sent *sent = slot(o, end & 1, number);

	return i < model_in_flight(o, end) && sent->number == number ? sent
								     : NULL;
}

static void send(const struct model *m, struct model_object *o, unsigned end,
		 const struct trace_event *e)
{
	uint64_t number = ++o->pipe.sent[end];

	o->pipe.way[end][number % MODEL_SENT_MAX] = (struct model_sent){
		.number = number,
		.at_ns = model_run_time(m),
		.by = e->pid,
		.bytes = e->b,
		.value = model_value_of(e),
	};
}

/* What is received at one end was sent at the other. */
static void receive(struct model *m, struct model_object *o, unsigned end,
		    const struct trace_event *e)
{
	uint64_t number = ++o->pipe.received[end];
	const struct model_sent *sent = slot(o, !end, number);

	if (sent->number == number)
		model_hand(m, e, sent->by, sent->at_ns);
}

static void close_end(struct model *m, const struct model_object *o,
		      unsigned end, size_t process)
{
	if (process != MODEL_NONE)
		model_end_close(m, process, number_of(m, o, end));
}

void model_fold_message(struct model *m, const struct trace_event *e)
{
	unsigned end = e->aux & 1;
	struct model_object *o = model_fold_effect(m, e, MODEL_PIPE);

	if (!o)
		return;
	if (e->verb == MP_VERB_CONN_CLOSE) {
		close_end(m, o, end, model_find(m, e->pid));
		return;
	}
	open_end(m, model_find(m, e->pid), o, end);
	if (e->verb == MP_VERB_SEND)
		send(m, o, end, e);
	else if (e->verb == MP_VERB_RECV)
		receive(m, o, end, e);
}
