/* SPDX-License-Identifier: MIT */
/* What the server does to namespaces and dicts. */
#include <math.h>

#include "mp/clerk.h"

static struct mp__entry *find(const struct mp__case *c)
{
	return mp__hash_find(&c->thing->hash, &c->key);
}

/* Of a namespace: before others can read it. */
static void tell_value(struct mp__case *c, const struct mp__leaf *value)
{
	c->value = *value;
	c->has_value = true;
	mp__case_tell(c);
}

static void tell_cell(struct mp__case *c, const struct mp__cell *cell)
{
	struct mp__leaf leaf = mp__cell_leaf(cell);

	tell_value(c, &leaf);
}

/* *@cell is taken over. */
static void replace(struct mp__case *c, struct mp__entry *e,
		    struct mp__cell cell)
{
	struct mp__cell old = e->value;

	e->value = cell;
	mp__image_set(c->store->images, c->thing, e);
	mp__cell_drop(c->store, &old);
}

static int set_value(struct mp__case *c, const struct mp__leaf *value)
{
	struct mp__entry *e = find(c);
	struct mp__cell key = { .kind = MP_ANY_NONE }, cell;
	int err = mp__cell_set(c->store, &cell, value);

	if (err)
		return err;
	if (!e) {
		err = mp__cell_set(c->store, &key, &c->key);
		e = err ? NULL : mp__hash_add(&c->thing->hash, &c->key);
		if (!e) {
			mp__cell_drop(c->store, &key);
			mp__cell_drop(c->store, &cell);
			return ENOMEM;
		}
		e->key = key;
		e->value = (struct mp__cell){ .kind = MP_ANY_NONE };
	}
	tell_cell(c, &cell);
	replace(c, e, cell);
	return 0;
}

static int set(struct mp__case *c)
{
	struct mp__leaf value;
	int err = mp__case_next(c, &value);

	return err ? err : set_value(c, &value);
}

static int swap(struct mp__case *c)
{
	const struct mp__entry *e = find(c);
	struct mp__leaf value, expected;
	int err = mp__case_next(c, &value);

	if (!err && c->request->a)
		err = mp__case_next(c, &expected);
	if (err)
		return err;
	if (c->request->a ? !e || !mp__cell_equals(&e->value, &expected)
			  : e != NULL)
		return ECANCELED;
	return set_value(c, &value);
}

static int get(struct mp__case *c)
{
	const struct mp__entry *e = find(c);
	int err = e ? mp__case_give(c, &e->value) : ENOENT;

	if (!err)
		tell_cell(c, &e->value);
	return err;
}

static int add(struct mp__case *c)
{
	struct mp__entry *e = find(c);
	struct mp__cell cell;
	struct mp__leaf by, sum;
	int err = mp__case_next(c, &by);

	if (!err)
		err = e ? mp__cell_sum(&e->value, &by, &sum) : ENOENT;
	if (err)
		return err;
	(void)mp__cell_set(c->store, &cell, &sum);
	err = mp__case_give(c, &cell);
	if (err)
		return err;
	tell_value(c, &sum);
	replace(c, e, cell);
	return 0;
}

static int take_away(struct mp__case *c, bool give)
{
	struct mp__entry *e = find(c);
	int err = e ? 0 : ENOENT;

	if (!err && give)
		err = mp__case_give(c, &e->value);
	if (err)
		return err;
	tell_cell(c, &e->value);
	mp__image_delete(c->store->images, c->thing, e);
	mp__cell_drop(c->store, &e->key);
	mp__cell_drop(c->store, &e->value);
	mp__hash_remove(&c->thing->hash, e);
	return 0;
}

/* ---- of all entries ---- */

static bool is_hidden(const struct mp__entry *e)
{
	return e->key.kind == MP_ANY_TEXT && *e->key.text == '_';
}

static int give_entry(struct mp__case *c, const struct mp__entry *e)
{
	int err = 0;

	switch (c->request->a) {
	case MP__COPY_NAMES:
		return is_hidden(e) ? 0 : mp__case_give(c, &e->key);
	case MP__COPY_KEYS:
		return mp__case_give(c, &e->key);
	case MP__COPY_ITEMS:
		err = mp__case_give(c, &e->key);
		break;
	}
	return err ? err : mp__case_give(c, &e->value);
}

static int copy(struct mp__case *c)
{
	const struct mp__hash *h = &c->thing->hash;
	int err = 0;

	for (uint32_t i = 0; i < h->used && !err; i++)
		if (h->entry[i].key.kind != MP__GAP)
			err = give_entry(c, &h->entry[i]);
	if (!err)
		mp__case_tell(c);
	return err;
}

static int count(struct mp__case *c)
{
	c->answer.n = c->thing->hash.live;
	mp__case_tell(c);
	return 0;
}

static int clear(struct mp__case *c)
{
	mp__case_tell(c);
	mp__thing_clear(c->store, c->thing);
	return 0;
}

/* ---- which is done ---- */

static int of_key(struct mp__case *c)
{
	switch (c->request->op) {
	case MP__OP_GET:
		return get(c);
	case MP__OP_SET:
		return set(c);
	case MP__OP_SWAP:
		return swap(c);
	case MP__OP_ADD:
		return add(c);
	case MP__OP_DELETE:
		return take_away(c, false);
	case MP__OP_POP:
		return take_away(c, true);
	case MP__OP_HAS:
		c->answer.n = find(c) != NULL;
		mp__case_tell(c);
		return 0;
	}
	return EINVAL;
}

static bool is_key(const struct mp__case *c)
{
	if (c->thing->kind == MP_ANY_NAMESPACE)
		return c->key.kind == MP_ANY_TEXT && c->key.len > 1 &&
		       c->key.len - 1 <= MP__ATTRIBUTE;
	return c->key.kind == MP_ANY_TEXT || c->key.kind == MP_ANY_INT ||
	       (c->key.kind == MP_ANY_DOUBLE &&
		!isnan(mp__leaf_double(&c->key)));
}

int mp__clerk_hash(struct mp__case *c)
{
	switch (c->request->op) {
	case MP__OP_COPY:
		return copy(c);
	case MP__OP_LEN:
		return count(c);
	case MP__OP_CLEAR:
		return c->thing->kind == MP_ANY_DICT ? clear(c) : EINVAL;
	}
	if (mp__case_next(c, &c->key))
		return EINVAL;
	c->has_key = true;
	return is_key(c) ? of_key(c) : EPROTOTYPE;
}
