/* SPDX-License-Identifier: MIT */
/*
 * The queue: puts and gets over a ring (ring.h), and what a watcher sees of
 * them.
 *
 * Both are one loop: lock, try, unlock; if it was full or empty, sleep and try
 * again.  The event of the effect is emitted under the lock, before the store
 * for a put and after it for a get, so that in the order of the events no
 * item is taken before it was put.
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

/* Under the lock.  0 and whom to wake, EAGAIN, or EPIPE. */
static int put_one(const struct op *op, uint32_t *ret_ticket)
{
	mp_queue *q = op->q;
	/* Relaxed: the lock orders all who change them. */
	uint64_t tail = atomic_load_explicit(&q->tail, memory_order_relaxed);
	uint64_t head = atomic_load_explicit(&q->head, memory_order_relaxed);

	if (atomic_load_explicit(&q->closed, memory_order_relaxed))
		return EPIPE;
	if (tail - head == q->capacity)
		return EAGAIN;
	memcpy(mp__ring_slot(q, tail), op->item.from, op->len);
	SAY(op, true, .phase = MP_HAPPENS, .b = tail + 1,
	    .aux = (uint32_t)(tail + 1 - head));
	/* Release: pairs with the acquire in mp_queue_size. */
	atomic_store_explicit(&q->tail, tail + 1, memory_order_release);
	*ret_ticket = mp__side_rouse(&q->items);
	return 0;
}

static int get_one(const struct op *op, uint32_t *ret_ticket)
{
	mp_queue *q = op->q;
	uint64_t tail = atomic_load_explicit(&q->tail, memory_order_relaxed);
	uint64_t head = atomic_load_explicit(&q->head, memory_order_relaxed);
	const void *slot = mp__ring_slot(q, head);
	uint32_t len = op->len;

	if (tail == head)
		return atomic_load_explicit(&q->closed, memory_order_relaxed)
			       ? EPIPE
			       : EAGAIN;
	if (mp__kind_of(q->type) == MP_KIND_TEXT)
		len = mp__text_bytes(slot, op->len - 1);
	memcpy(op->item.to, slot, len);
	/* Release: pairs with the acquire in mp_queue_size. */
	atomic_store_explicit(&q->head, head + 1, memory_order_release);
	SAY(op, true, .phase = MP_HAPPENS, .b = head + 1,
	    .aux = (uint32_t)(tail - head - 1));
	*ret_ticket = mp__side_rouse(&q->room);
	return 0;
}

/* One try.  After EAGAIN *@ret_seen is the word to sleep on. */
static int try_once(const struct op *op, uint32_t *ret_seen)
{
	mp_queue *q = op->q;
	bool putting = op->verb == MP_VERB_PUT;
	uint32_t ticket = 0;
	int err;

	mp__ring_lock(q, op->site);
	err = putting ? put_one(op, &ticket) : get_one(op, &ticket);
	if (err == EAGAIN && op->timeout > 0)
		*ret_seen = mp__side_doze(putting ? &q->room : &q->items);
	mp__ring_unlock(q);
	mp__side_wake(putting ? &q->items : &q->room, ticket, 1);
	return err;
}

static int perform(const struct op *op)
{
	struct mp__side *side =
		op->verb == MP_VERB_PUT ? &op->q->room : &op->q->items;
	int64_t deadline = 0, ns;
	bool waited = false;
	uint32_t seen = 0;
	int err;

	for (;;) {
		err = try_once(op, &seen);
		if (err != EAGAIN || !(op->timeout > 0))
			return err;
		if (!waited) {
			waited = true;
			deadline = mp__deadline(op->timeout);
			/* It was full or empty, whatever it is by now. */
			SAY(op, false, .phase = MP_WAITS,
			    .b = op->verb == MP_VERB_PUT ? op->q->capacity : 0);
		}
		ns = mp__nap(deadline, MP__RECHECK_NS);
		if (!ns)
			return ETIMEDOUT;
		mp__futex_wait(&side->word, seen, ns);
	}
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
	uint32_t items, room;

	mp__ring_lock(q, op->site);
	if (!atomic_load_explicit(&q->closed, memory_order_relaxed)) {
		SAY(op, false, .phase = MP_HAPPENS);
		atomic_store_explicit(&q->closed, 1, memory_order_relaxed);
	}
	items = mp__side_rouse(&q->items);
	room = mp__side_rouse(&q->room);
	mp__ring_unlock(q);
	mp__side_wake(&q->items, items, INT_MAX);
	mp__side_wake(&q->room, room, INT_MAX);
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
	again = atomic_load_explicit(&q->head, memory_order_acquire);
	for (int i = 0; i < 8; i++) {
		head = again;
		tail = atomic_load_explicit(&q->tail, memory_order_acquire);
		again = atomic_load_explicit(&q->head, memory_order_acquire);
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
