/* SPDX-License-Identifier: MIT */
/*
 * Values and arrays: a value is an array of one.
 *
 * A cell of up to 8 bytes is changed by one store.  A longer one is two
 * copies and a number that says which of them counts: a change writes the
 * other copy and then, by one store, the number.  So a cell is whole whenever
 * its owner is killed.
 */
#include "mp/value.h"

#include <stdlib.h>

#include "mp/item.h"
#include "mp/latch.h"
#include "mp/start_impl.h"

#define MOST_BYTES (1ULL << 30)

struct shared {
	struct mp__object object;
	alignas(64) unsigned char cell[];
};

_Static_assert(offsetof(struct shared, cell) == 64, "layout");

/* Of one process. */
struct mp_array {
	struct shared *s;
	mp_lock *lock;
	bool owns_lock;
	mp_type type;
	uint32_t size;   /* of an item */
	uint64_t stride; /* of a cell */
	size_t len;
};

/* A value is the same, by another name. */
static mp_array *of(const mp_value *v)
{
	return (mp_array *)(uintptr_t)v;
}

/* ---- cells ---- */

struct long_cell {
	_Atomic uint32_t which;
	uint32_t unused;
	unsigned char copy[]; /* two of them, size bytes each */
};

static void *cell_at(const mp_array *a, size_t i)
{
	return a->s->cell + i * a->stride;
}

static uint64_t cell_stride(uint32_t size)
{
	if (size <= 8)
		return size <= 1 ? 1 : size <= 2 ? 2 : size <= 4 ? 4 : 8;
	return (sizeof(struct long_cell) + 2ULL * size + 7) & ~7ULL;
}

/* Acquire and release: where there is no lock they pair with each other. */
static uint64_t load(const void *cell, uint64_t stride)
{
	switch (stride) {
	case 1:
		return atomic_load_explicit((const _Atomic uint8_t *)cell,
					    memory_order_acquire);
	case 2:
		return atomic_load_explicit((const _Atomic uint16_t *)cell,
					    memory_order_acquire);
	case 4:
		return atomic_load_explicit((const _Atomic uint32_t *)cell,
					    memory_order_acquire);
	}
	return atomic_load_explicit((const _Atomic uint64_t *)cell,
				    memory_order_acquire);
}

static void store(void *cell, uint64_t stride, uint64_t bits)
{
	switch (stride) {
	case 1:
		atomic_store_explicit((_Atomic uint8_t *)cell, (uint8_t)bits,
				      memory_order_release);
		return;
	case 2:
		atomic_store_explicit((_Atomic uint16_t *)cell, (uint16_t)bits,
				      memory_order_release);
		return;
	case 4:
		atomic_store_explicit((_Atomic uint32_t *)cell, (uint32_t)bits,
				      memory_order_release);
		return;
	}
	atomic_store_explicit((_Atomic uint64_t *)cell, bits,
			      memory_order_release);
}

/* How many bytes of @item of type text or other are to be copied. */
static uint32_t length(const mp_array *a, const void *item)
{
	if (mp__kind_of(a->type) != MP_KIND_TEXT)
		return a->size;
	/* A cell always holds its terminator. */
	return mp__text_bytes(item, a->size);
}

static void read_cell(const mp_array *a, size_t i, void *item)
{
	const struct long_cell *l = cell_at(a, i);
	const unsigned char *copy;
	uint64_t bits;

	if (a->size <= 8) {
		bits = load(l, a->stride);
		memcpy(item, &bits, length(a, &bits));
		return;
	}
	copy = l->copy +
	       (atomic_load_explicit(&l->which, memory_order_acquire) & 1) *
		       (size_t)a->size;
	memcpy(item, copy, length(a, copy));
}

static void write_cell(mp_array *a, size_t i, const void *item)
{
	struct long_cell *l = cell_at(a, i);
	uint32_t other;
	uint64_t bits = 0;

	if (a->size <= 8) {
		memcpy(&bits, item, length(a, item));
		store(l, a->stride, bits);
		return;
	}
	other = ~atomic_load_explicit(&l->which, memory_order_relaxed) & 1;
	memcpy(l->copy + other * (size_t)a->size, item, length(a, item));
	atomic_store_explicit(&l->which, other, memory_order_release);
}

/* *@sum = the cell + *@item. */
static void add_cell(const mp_array *a, size_t i, const void *item, void *sum)
{
	double x, y;
	uint64_t n = 0, m = 0;

	if (mp__kind_of(a->type) == MP_KIND_DOUBLE) {
		read_cell(a, i, &x);
		memcpy(&y, item, sizeof(y));
		x += y;
		memcpy(sum, &x, sizeof(x));
		return;
	}
	/* The low bytes of a sum do not depend on the high ones. */
	read_cell(a, i, &n);
	memcpy(&m, item, a->size);
	n += m;
	memcpy(sum, &n, a->size);
}

/* ---- making ---- */

static bool all_terminated(const mp_array *a, const unsigned char *first)
{
	for (size_t i = 0; first && i < a->len; i++)
		if (length(a, first + i * a->size) > a->size)
			return false;
	return true;
}

static int describe(mp_array *a, mp_type type, size_t len)
{
	if (!len || !mp__type_is_good(type))
		return EINVAL;
	a->type = type;
	a->size = mp_type_size(type);
	a->stride = cell_stride(a->size);
	a->len = len;
	return len > MOST_BYTES / a->stride ? EOVERFLOW : 0;
}

static int map(mp_array *a, const char *name, const char *kind, mp_lock *lock)
{
	static _Atomic uint32_t values, arrays;

	a->s = mp__object_map(sizeof(*a->s) + a->len * a->stride, name, kind,
			      *kind == 'V' ? &values : &arrays);
	if (!a->s)
		return ENOMEM;
	if (a->owns_lock)
		lock = mp__latch_new(a->s->object.name, true);
	a->lock = lock;
	if (!a->owns_lock || lock)
		return 0;
	mp__object_unmap(&a->s->object);
	return ENOMEM;
}

struct plan {
	const char *name, *kind;
	size_t len;
	const void *first;
	mp_lock *lock;
	bool own;
	mp_type type;
};

static mp_array *make(const struct plan *p, const void *site)
{
	mp_array *a = calloc(1, sizeof(*a));
	int err = a ? describe(a, p->type, p->len) : ENOMEM;

	if (!err && !all_terminated(a, p->first))
		err = EMSGSIZE;
	if (!err) {
		a->owns_lock = p->own;
		err = map(a, p->name, p->kind, p->lock);
	}
	if (err) {
		free(a);
		errno = err;
		return NULL;
	}
	for (size_t i = 0; p->first && i < a->len; i++)
		write_cell(a, i, (const unsigned char *)p->first + i * a->size);
	if (a->owns_lock)
		mp__object_tell(&a->lock->object, MP_VERB_LOCK_NEW, 1, 0, site);
	mp__object_tell(&a->s->object, MP_VERB_VALUE_NEW, a->len, a->type,
			site);
	return a;
}

MP__TRACED mp_value *mp_value_new(const char *name, mp_type type,
				  const void *first)
{
	struct plan p = { name, "Value", 1, first, NULL, true, type };

	return (mp_value *)make(&p, MP__SITE());
}

MP__TRACED mp_value *mp_value_new_with(const char *name, mp_type type,
				       const void *first, mp_lock *lock)
{
	struct plan p = { name, "Value", 1, first, lock, false, type };

	return (mp_value *)make(&p, MP__SITE());
}

MP__TRACED mp_array *mp_array_new(const char *name, mp_type type, size_t len,
				  const void *first)
{
	struct plan p = { name, "Array", len, first, NULL, true, type };

	return make(&p, MP__SITE());
}

MP__TRACED mp_array *mp_array_new_with(const char *name, mp_type type,
				       size_t len, const void *first,
				       mp_lock *lock)
{
	struct plan p = { name, "Array", len, first, lock, false, type };

	return make(&p, MP__SITE());
}

void mp_array_free(mp_array *a)
{
	if (!a)
		return;
	if (a->owns_lock)
		mp_lock_free(a->lock);
	mp__object_unmap(&a->s->object);
	free(a);
}

void mp_value_free(mp_value *v)
{
	mp_array_free(of(v));
}

/* ---- get, set, add ---- */

struct access {
	struct mp__call call;
	mp_array *a;
	size_t i;
	const void *from; /* set, add */
	void *to;         /* get; add: or NULL */
};

/* cold: this and the next only when watched. */
__attribute__((cold, noinline)) static void
say_item(const struct access *x, enum mp_phase phase, const void *item)
{
	struct mp_probe_event e = { .phase = (uint8_t)phase, .b = x->i };

	if (item)
		mp__item_tell(&e, x->a->type, item);
	mp__call_say(&x->call, e);
}

static int take_lock(const struct access *x)
{
	mp_lock *l = x->a->lock;
	int err = l ? mp__latch_try(l) : 0;

	if (err != EBUSY)
		return err;
	MP__SAY(&x->call, .phase = MP_WAITS, .b = mp__latch_holder(l));
	return mp__latch_wait(l, MP__NEVER);
}

/* The item is told before others can see it, or when it was had. */
static void do_it(const struct access *x)
{
	const void *item = x->from;
	unsigned char sum[8];

	if (x->call.verb == MP_VERB_VALUE_GET) {
		read_cell(x->a, x->i, x->to);
		if (mp__watched())
			say_item(x, MP_HAPPENS, x->to);
		return;
	}
	if (x->call.verb == MP_VERB_VALUE_ADD) {
		add_cell(x->a, x->i, x->from, sum);
		item = sum;
	}
	if (mp__watched())
		say_item(x, MP_HAPPENS, item);
	write_cell(x->a, x->i, item);
	if (x->to)
		memcpy(x->to, sum, x->a->size);
}

static int check(const struct access *x)
{
	enum mp_kind kind;

	if (!x->a || !(x->from || x->to))
		return EINVAL;
	if (x->i >= x->a->len)
		return ERANGE;
	kind = mp__kind_of(x->a->type);
	if (x->call.verb == MP_VERB_VALUE_GET)
		return 0;
	if (!x->from)
		return EINVAL;
	if (x->call.verb == MP_VERB_VALUE_SET)
		return length(x->a, x->from) > x->a->size ? EMSGSIZE : 0;
	return kind == MP_KIND_INT || kind == MP_KIND_DOUBLE ? 0 : EINVAL;
}

static int run(struct access *x)
{
	int err, died;

	x->call.object = x->a ? &x->a->s->object : NULL;
	err = check(x);
	if (mp__watched())
		say_item(x, MP_BEGINS, err ? NULL : x->from);
	if (err)
		return mp__call_end(&x->call, err);
	died = take_lock(x);
	do_it(x);
	if (x->a->lock)
		mp__latch_leave(x->a->lock);
	return mp__call_end(&x->call, died);
}

static int get(mp_array *a, size_t i, void *item, const void *site)
{
	return run(&(struct access){ .call = { NULL, MP_VERB_VALUE_GET, site },
				     .a = a,
				     .i = i,
				     .to = item });
}

static int set(mp_array *a, size_t i, const void *item, const void *site)
{
	return run(&(struct access){ .call = { NULL, MP_VERB_VALUE_SET, site },
				     .a = a,
				     .i = i,
				     .from = item });
}

static int add(mp_array *a, size_t i, const void *item, void *ret_sum,
	       const void *site)
{
	return run(&(struct access){ .call = { NULL, MP_VERB_VALUE_ADD, site },
				     .a = a,
				     .i = i,
				     .from = item,
				     .to = ret_sum });
}

MP__TRACED int mp_value_get(mp_value *v, void *item)
{
	return get(of(v), 0, item, MP__SITE());
}

MP__TRACED int mp_value_set(mp_value *v, const void *item)
{
	return set(of(v), 0, item, MP__SITE());
}

MP__TRACED int mp_value_add(mp_value *v, const void *item, void *ret_sum)
{
	return add(of(v), 0, item, ret_sum, MP__SITE());
}

MP__TRACED int mp_array_get(mp_array *a, size_t i, void *item)
{
	return get(a, i, item, MP__SITE());
}

MP__TRACED int mp_array_set(mp_array *a, size_t i, const void *item)
{
	return set(a, i, item, MP__SITE());
}

MP__TRACED int mp_array_add(mp_array *a, size_t i, const void *item,
			    void *ret_sum)
{
	return add(a, i, item, ret_sum, MP__SITE());
}

/* ---- the rest ---- */

mp_lock *mp_array_lock(const mp_array *a)
{
	return a ? a->lock : NULL;
}

mp_lock *mp_value_lock(const mp_value *v)
{
	return mp_array_lock(of(v));
}

size_t mp_array_len(const mp_array *a)
{
	return a ? a->len : 0;
}

const char *mp_array_name(const mp_array *a)
{
	return a ? a->s->object.name : NULL;
}

const char *mp_value_name(const mp_value *v)
{
	return mp_array_name(of(v));
}

/* ---- giving ---- */

static const char *give_name(const void *a)
{
	return mp_array_name(a);
}

static void give_pack(struct mp__parcel *p, const void *array)
{
	const mp_array *a = array;
	uint64_t len = a->len;
	bool locks = a->lock;

	mp__pack(p, &a->type, sizeof(a->type));
	mp__pack(p, &len, sizeof(len));
	mp__pack(p, &locks, sizeof(locks));
	mp__object_pack(p, &a->s->object);
	if (locks)
		mp__object_pack(p, &a->lock->object);
}

/* It has a handle of its own on the lock. */
static int unpack(struct mp__crate *c, mp_array *a)
{
	mp_type type;
	uint64_t len;
	int err;

	mp__unpack(c, &type, sizeof(type));
	mp__unpack(c, &len, sizeof(len));
	mp__unpack(c, &a->owns_lock, sizeof(a->owns_lock));
	err = c->err ? c->err : describe(a, type, len);
	if (err)
		return err;
	a->s = mp__object_unpack(c, sizeof(*a->s) + a->len * a->stride);
	if (a->s && a->owns_lock)
		a->lock = mp__object_unpack(c, sizeof(*a->lock));
	return a->s && (a->lock || !a->owns_lock) ? 0 : errno;
}

static void *give_unpack(struct mp__crate *c)
{
	mp_array *a = calloc(1, sizeof(*a));
	int err = a ? unpack(c, a) : ENOMEM;

	if (!err)
		return a;
	if (a && a->s)
		mp__object_unmap(&a->s->object);
	free(a);
	errno = err;
	return NULL;
}

const struct mp__give_ops mp__give_array = { give_name, give_pack,
					     give_unpack };
const struct mp__give_ops mp__give_value = { give_name, give_pack,
					     give_unpack };
