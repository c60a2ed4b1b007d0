/* SPDX-License-Identifier: MIT */
/*
 * Pipes of mp: how many messages each end has sent and received.
 */
#include "model/fold.h"

void model_fold_pipe_new(struct model *m, const struct trace_event *e)
{
	struct model_object *o = model_object_new(m, e, MODEL_PIPE);

	if (o)
		o->pipe.duplex = e->a != 0;
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
		o->pipe.sent[end]++;
	else if (e->verb == MP_VERB_RECV)
		o->pipe.received[end]++;
}
