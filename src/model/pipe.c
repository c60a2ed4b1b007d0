/* SPDX-License-Identifier: MIT */
/*
 * Pipes of mp: how many messages each end has sent and received, and who sent
 * those that are on their way.
 */
#include "model/fold.h"

void model_fold_pipe_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_PIPE);

	if (o)
		o->pipe.duplex = e->a != 0;
}

static struct model_sent *slot(struct model_object *o, unsigned end,
			       uint64_t number)
{
	return &o->pipe.way[end][number % MODEL_SENT_MAX];
}

static void send(const struct model *m, struct model_object *o, unsigned end,
		 const struct trace_event *e)
{
	uint64_t number = ++o->pipe.sent[end];

	*slot(o, end, number) = (struct model_sent){
		.number = number,
		.at_ns = model_run_time(m),
		.by = e->pid,
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

void model_fold_message(struct model *m, const struct trace_event *e)
{
	struct model_object *o;
	unsigned end = e->aux & 1;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS)
		return;
	o = model_object_of(m, e, MODEL_PIPE);
	if (!o)
		return;
	if (e->verb == MP_VERB_SEND)
		send(m, o, end, e);
	else if (e->verb == MP_VERB_RECV)
		receive(m, o, end, e);
}
