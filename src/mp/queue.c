/* SPDX-License-Identifier: MIT */
/*
 * The queue: puts and gets over a ring (ring.h), and what a watcher sees of
 * them.
 *
 * Both are one loop: lock, try, unlock; if it was full or empty, give the CPU
 * away a few times, sleep, and try again.  The event of the effect is emitted
 * under both locks, before the store for a put and after it for a get, so that
 * in the order of the events no item is taken before it was put.
 */
#include "mp/queue.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "mp/bell.h"
#include "mp/item.h"
#include "mp/ring.h"

struct op {
	mp_queue *q;
	enum mp_verb verb; /* PUT or GET */
	union {
		const void *from;
		void *to;
	} item;
	uint32_t len; /* bytes to copy */
	double timeout;
	const void *site;
};

/* ---- events ---- */

__attribute__((cold, noinline)) static void
say(const struct op *op, bool with_item, struct mp_probe_event e)
{
	e.verb = (uint16_t)op->verb;
	e.object = op->q ? op->q->id : 0;
	e.site = op->site;
	if (with_item)
		mp__item_tell(&e, op->q->type, op->item.from);
	mp__emit(&e);
}

#define SAY(op, with_item, ...)                                                \
	do {                                                                   \
		if (mp__watched())                                             \
			say((op), (with_item),                                 \
			    (struct mp_probe_event){ __VA_ARGS__ });           \
	} while (0)

/* ---- making ---- */

MP__TRACED mp_queue *mp_queue_new(const char *name, size_t capacity,
				  mp_type type)
{
	static _Atomic uint32_t last;
	const void *site = MP__SITE();
	mp_queue *q;

	if (!capacity || !mp__type_is_good(type)) {
		errno = EINVAL;
		return NULL;
	}
	q = mp__ring_map(capacity, type);
	if (!q)
		return NULL;
	/* Without one, who waits for it among others looks now and then. */
	(void)mp__bell_make();
	q->id = mp__object_new();
	mp__name_set(q->name, name, "Queue", &last);
	MP__EMIT(.verb = MP_VERB_QUEUE_NEW, .phase = MP_HAPPENS,
		 .kind = MP_KIND_TEXT, .object = q->id, .text = q->name,
		 .text_len = (uint32_t)strlen(q->name), .a = capacity,
		 .b = type, .site = site);
	return q;
}

void mp_queue_free(mp_queue *q)
{
	if (q)
		mp__ring_unmap(q);
}

/* ---- put and get ---- */

/* Relaxed: it changes under the lock, or is looked at again under it. */
static uint64_t passed(const struct mp__end *end)
{
	return atomic_load_explicit(&end->passed, memory_order_relaxed);
}

/* Under the tail's lock.  0, EAGAIN, or EPIPE. */
static int put_one(const struct op *op)
{
	mp_queue *q = op->q;
	uint64_t tail = passed(&q->tail);

	if (mp__ring_is_closed(q))
		return EPIPE;
	if (!mp__ring_has_room(q, tail))
		return EAGAIN;
	memcpy(mp__ring_slot(q, tail), op->item.from, op->len);
	SAY(op, true, .phase = MP_HAPPENS, .b = tail + 1,
	    .aux = (uint32_t)(tail + 1 - passed(&q->head)));
	/* Release: pairs with the acquire in has_item. */
	atomic_store_explicit(&q->tail.passed, tail + 1, memory_order_release);
	return 0;
}

/* Under the head's lock.  The same. */
static int get_one(const struct op *op)
{
	mp_queue *q = op->q;
	uint64_t head = passed(&q->head);
	const void *slot = mp__ring_slot(q, head);
	uint32_t len = op->len;

	if (!mp__ring_has_item(q, head))
		return mp__ring_is_closed(q) ? EPIPE : EAGAIN;
	if (mp__kind_of(q->type) == MP_KIND_TEXT)
		len = mp__text_bytes(slot, op->len - 1);
	memcpy(op->item.to, slot, len);
	/* Release: pairs with the acquire in has_room. */
	atomic_store_explicit(&q->head.passed, head + 1, memory_order_release);
	SAY(op, true, .phase = MP_HAPPENS, .b = head + 1,
	    .aux = (uint32_t)(passed(&q->tail) - head - 1));
	return 0;
}

static int step(const struct op *op)
{
	return op->verb == MP_VERB_PUT ? put_one(op) : get_one(op);
}

/* One try.  With @ret_seen, after EAGAIN, it is the word to sleep on. */
static int try_once(const struct op *op, uint32_t *ret_seen)
{
	mp_queue *q = op->q;
	bool putting = op->verb == MP_VERB_PUT;
	enum mp__ends held;
	int err;

	held = mp__ring_lock(q, putting ? MP__TAIL : MP__HEAD, op->site);
	err = step(op);
	if (err == EAGAIN && ret_seen) {
		*ret_seen = mp__side_doze(putting ? &q->room : &q->items);
		err = step(op);
	}
	mp__ring_unlock(q, held);
	if (!err)
		mp__side_notify(putting ? &q->items : &q->room, 1);
	return err;
}

/* Whether it is worth a try, by a look from outside. */
static bool may_go(const struct op *op)
{
	const mp_queue *q = op->q;

	return passed(&q->tail) - passed(&q->head) !=
		       (op->verb == MP_VERB_PUT ? q->capacity : 0) ||
	       mp__ring_is_closed(q);
}

/* Offers the CPU for a while; whether it is worth a try then. */
static bool offer(const struct op *op)
{
	struct mp__offers offers = { 0, 0 };

	while (!may_go(op))
		if (!mp__offer(&offers))
			return false;
	return true;
}

static int await(const struct op *op)
{
	struct mp__side *side =
		op->verb == MP_VERB_PUT ? &op->q->room : &op->q->items;
	int64_t deadline = mp__deadline(op->timeout), ns;
	uint32_t seen = 0;
	int err;

	for (;;) {
		err = offer(op) ? try_once(op, NULL) : EAGAIN;
		if (err != EAGAIN)
			return err;
		ns = mp__nap(deadline, MP__RECHECK_NS);
		if (!ns)
			return ETIMEDOUT;
		err = try_once(op, &seen);
		if (err != EAGAIN)
			return err;
		mp__futex_wait(&side->word, seen, ns);
	}
}

static int perform(const struct op *op)
{
	int err = try_once(op, NULL);

	if (err != EAGAIN || !(op->timeout > 0))
		return err;
	/* It was full or empty, whatever it is by now. */
	SAY(op, false, .phase = MP_WAITS, .err = mp__limit(op->timeout),
	    .b = op->verb == MP_VERB_PUT ? op->q->capacity : 0);
	return await(op);
}

static int check(struct op *op)
{
	if (!op->q || !op->item.from || isnan(op->timeout))
		return EINVAL;
	op->len = mp_type_size(op->q->type);
	if (mp__kind_of(op->q->type) == MP_KIND_TEXT &&
	    op->verb == MP_VERB_PUT) {
		op->len = mp__text_bytes(op->item.from, op->len);
		if (op->len > mp_type_size(op->q->type))
			return EMSGSIZE;
	}
	return 0;
}

static int run(struct op *op)
{
	bool putting = op->verb == MP_VERB_PUT;
	int err = check(op);

	SAY(op, putting && op->q && op->item.from, .phase = MP_BEGINS);
	if (!err)
		err = perform(op);
	SAY(op, false, .phase = MP_ENDS, .err = err);
	return mp__result(err);
}

static int put(mp_queue *q, const void *item, double timeout, const void *site)
{
	return run(&(struct op){ .q = q,
				 .verb = MP_VERB_PUT,
				 .item.from = item,
				 .timeout = timeout,
				 .site = site });
}

static int get(mp_queue *q, void *item, double timeout, const void *site)
{
	return run(&(struct op){ .q = q,
				 .verb = MP_VERB_GET,
				 .item.to = item,
				 .timeout = timeout,
				 .site = site });
}

MP__TRACED int mp_queue_put(mp_queue *q, const void *item, double timeout)
{
	return put(q, item, timeout, MP__SITE());
}

MP__TRACED int mp_queue_get(mp_queue *q, void *item, double timeout)
{
	return get(q, item, timeout, MP__SITE());
}

MP__TRACED int mp_queue_put_nowait(mp_queue *q, const void *item)
{
	return put(q, item, 0, MP__SITE());
}

MP__TRACED int mp_queue_get_nowait(mp_queue *q, void *item)
{
	return get(q, item, 0, MP__SITE());
}

/* ---- the rest ---- */

/* Wakes in any case: whoever closed it first may have been killed on the way.
 */
static void close_it(const struct op *op)
{
	mp_queue *q = op->q;
	enum mp__ends held = mp__ring_lock(q, MP__BOTH, op->site);

	if (!mp__ring_is_closed(q)) {
		SAY(op, false, .phase = MP_HAPPENS);
		atomic_store_explicit(&q->closed, 1, memory_order_relaxed);
	}
	mp__ring_unlock(q, held);
	mp__side_notify(&q->items, INT_MAX);
	mp__side_notify(&q->room, INT_MAX);
}

MP__TRACED int mp_queue_close(mp_queue *q)
{
	struct op op = { .q = q,
			 .verb = MP_VERB_QUEUE_CLOSE,
			 .site = MP__SITE() };
	int err = q ? 0 : EINVAL;

	SAY(&op, false, .phase = MP_BEGINS);
	if (q)
		close_it(&op);
	SAY(&op, false, .phase = MP_ENDS, .err = err);
	return mp__result(err);
}

/*
 * Two loads that others may come between.  If head has not moved meanwhile,
 * the difference was true when tail was read; after some tries whatever the
 * loads gave is cut to what a size can be.
 */
size_t mp_queue_size(const mp_queue *q)
{
	uint64_t head, tail, again;

	if (!q)
		return 0;
	/* Acquire: pairs with the release of a put or get. */
	again = atomic_load_explicit(&q->head.passed, memory_order_acquire);
	for (int i = 0; i < 8; i++) {
		head = again;
		tail = atomic_load_explicit(&q->tail.passed,
					    memory_order_acquire);
		again = atomic_load_explicit(&q->head.passed,
					     memory_order_acquire);
		if (head == again)
			return tail - head;
	}
	return tail - head < q->capacity ? tail - head : q->capacity;
}

bool mp_queue_empty(const mp_queue *q)
{
	return mp_queue_size(q) == 0;
}

bool mp_queue_full(const mp_queue *q)
{
	return q && mp_queue_size(q) == q->capacity;
}

size_t mp_queue_capacity(const mp_queue *q)
{
	return q ? q->capacity : 0;
}

const char *mp_queue_name(const mp_queue *q)
{
	return q ? q->name : NULL;
}
