/* SPDX-License-Identifier: MIT */
/* Giving a pool work: apply and map, now or later. */
#include "mp/crew.h"
#include "mp/pool.h"

static void say_submit(const mp_pool *p, const mp_result *r, size_t n,
		       const void *site)
{
	MP__EMIT(.verb = MP_VERB_SUBMIT, .phase = MP_ENDS, .kind = MP_KIND_INT,
		 .object = p ? p->board->id : 0, .a = r ? r->first : 0, .b = n,
		 .aux = r ? r->chunk : 0, .err = r ? 0 : errno, .site = site);
}

mp_result *mp__pool_submit(mp_pool *p, const struct mp__order *order)
{
	mp_result *r;

	MP__EMIT(.verb = MP_VERB_SUBMIT, .phase = MP_BEGINS,
		 .kind = MP_KIND_INT, .object = p ? p->board->id : 0,
		 .b = order->n, .site = order->site);
	r = mp__submit(p, order);
	say_submit(p, r, order->n, order->site);
	return r;
}

static int perform(mp_pool *p, const struct mp__order *order, void *out)
{
	mp_result *r;
	int err;

	if (order->n && order->task.out_size && !out)
		return mp__result(EINVAL);
	r = mp__pool_submit(p, order);
	if (!r)
		return -1;
	err = mp__result_get(r, out, MP_FOREVER, order->site);
	mp_result_free(r);
	return mp__result(err);
}

#define ORDER(task, in, n, callbacks)                                          \
	(&(struct mp__order){ (task), (in), (n), (callbacks), MP__SITE(),      \
			      false })

MP__TRACED int mp_pool_apply(mp_pool *p, struct mp_task task, const void *in,
			     void *out)
{
	return perform(p, ORDER(task, in, 1, NULL), out);
}

MP__TRACED mp_result *mp_pool_apply_async(mp_pool *p, struct mp_task task,
					  const void *in,
					  const struct mp_callbacks *callbacks)
{
	return mp__pool_submit(p, ORDER(task, in, 1, callbacks));
}

MP__TRACED int mp_pool_map(mp_pool *p, struct mp_task task, const void *in,
			   void *out, size_t n)
{
	return perform(p, ORDER(task, in, n, NULL), out);
}

MP__TRACED mp_result *mp_pool_map_async(mp_pool *p, struct mp_task task,
					const void *in, size_t n,
					const struct mp_callbacks *callbacks)
{
	return mp__pool_submit(p, ORDER(task, in, n, callbacks));
}
