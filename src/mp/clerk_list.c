/* SPDX-License-Identifier: MIT */
/* What the server does to lists. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mp/clerk.h"

static void tell_leaf(struct mp__case *c, const struct mp__leaf *value)
{
	c->value = *value;
	c->has_value = true;
	mp__case_tell(c);
}

static void tell_cell(struct mp__case *c, const struct mp__cell *cell)
{
	struct mp__leaf leaf = mp__cell_leaf(cell);

	tell_leaf(c, &leaf);
}

static void name_index(struct mp__case *c, uint64_t i)
{
	c->key = (struct mp__leaf){ .kind = MP_ANY_INT, .bits = i };
	c->has_key = true;
}

/* ---- places ---- */

static struct mp__cell *cell_at(struct mp__case *c, int64_t i)
{
	struct mp__thing *t = c->thing;

	if (i < 0)
		i += (int64_t)t->len;
	if (i < 0 || i >= (int64_t)t->len)
		return NULL;
	name_index(c, (uint64_t)i);
	return &t->item[i];
}

/* An index that may lie beyond the ends, within them. */
static uint64_t clamp(const struct mp__thing *t, int64_t i)
{
	if (i < 0)
		i += (int64_t)t->len;
	if (i < 0)
		return 0;
	return (uint64_t)i < t->len ? (uint64_t)i : t->len;
}

static int make_room(struct mp__thing *t, uint64_t n)
{
	uint64_t room = t->room ? t->room : 8;
	struct mp__cell *grown;

	if (n <= t->room - t->len)
		return 0;
	while (room - t->len < n)
		room *= 2;
	grown = reallocarray(t->item, room, sizeof(*grown));
	if (!grown)
		return ENOMEM;
	t->item = grown;
	t->room = room;
	return 0;
}

static void take_out(struct mp__case *c, struct mp__cell *cell)
{
	struct mp__thing *t = c->thing;
	struct mp__cell old = *cell;
	uint64_t i = (uint64_t)(cell - t->item);

	memmove(cell, cell + 1, (--t->len - i) * sizeof(*cell));
	mp__cell_drop(c->store, &old);
}

/* ---- one value ---- */

static int get(struct mp__case *c)
{
	struct mp__cell *cell = cell_at(c, c->request->a);
	int err = cell ? mp__case_give(c, cell) : ERANGE;

	if (!err)
		tell_cell(c, cell);
	return err;
}

static int set(struct mp__case *c)
{
	struct mp__cell *cell = cell_at(c, c->request->a), old;
	struct mp__leaf value;
	int err = mp__case_next(c, &value);

	if (!err && !cell)
		err = ERANGE;
	if (err)
		return err;
	old = *cell;
	err = mp__cell_set(c->store, cell, &value);
	if (err) {
		*cell = old;
		return err;
	}
	mp__cell_drop(c->store, &old);
	tell_cell(c, cell);
	return 0;
}

static int add(struct mp__case *c)
{
	struct mp__cell *cell = cell_at(c, c->request->a), new;
	struct mp__leaf by, sum;
	int err = mp__case_next(c, &by);

	if (!err)
		err = cell ? mp__cell_sum(cell, &by, &sum) : ERANGE;
	if (err)
		return err;
	(void)mp__cell_set(c->store, &new, &sum);
	err = mp__case_give(c, &new);
	if (err)
		return err;
	*cell = new;
	tell_leaf(c, &sum);
	return 0;
}

static int take_away(struct mp__case *c, bool give)
{
	struct mp__cell *cell = cell_at(c, c->request->a);
	int err = cell ? 0 : ERANGE;

	if (!err && give)
		err = mp__case_give(c, cell);
	if (err)
		return err;
	tell_cell(c, cell);
	take_out(c, cell);
	return 0;
}

/* ---- several values ---- */

/* All or none: what cannot be had takes back what was. */
static int put_at(struct mp__case *c, uint64_t i, uint32_t n)
{
	struct mp__thing *t = c->thing;
	struct mp__leaf leaf;
	int err = n > c->values.left / sizeof(struct mp__leaf_head)
			  ? EINVAL
			  : make_room(t, n);

	if (err)
		return err;
	/* An empty list may have no memory yet. */
	if (n)
		memmove(&t->item[i + n], &t->item[i],
			(t->len - i) * sizeof(*t->item));
	for (uint32_t k = 0; k < n; k++) {
		err = mp__case_next(c, &leaf);
		if (!err)
			err = mp__cell_set(c->store, &t->item[i + k], &leaf);
		if (!err)
			continue;
		while (k-- > 0)
			mp__cell_drop(c->store, &t->item[i + k]);
		memmove(&t->item[i], &t->item[i + n],
			(t->len - i) * sizeof(*t->item));
		return err;
	}
	t->len += n;
	name_index(c, i);
	if (n == 1)
		tell_cell(c, &t->item[i]);
	else
		mp__case_tell(c);
	return 0;
}

static int slice(struct mp__case *c)
{
	const struct mp__thing *t = c->thing;
	uint64_t from = clamp(t, c->request->a), to = clamp(t, c->request->b);
	int err = 0;

	for (uint64_t i = from; i < to && !err; i++)
		err = mp__case_give(c, &t->item[i]);
	if (!err)
		mp__case_tell(c);
	return err;
}

/* ---- by value ---- */

static int find(struct mp__case *c, struct mp__cell **ret)
{
	struct mp__thing *t = c->thing;
	struct mp__leaf wanted;
	int err = mp__case_next(c, &wanted);

	if (err)
		return err;
	c->value = wanted;
	c->has_value = true;
	c->answer.n = 0;
	*ret = NULL;
	for (uint64_t i = 0; i < t->len; i++) {
		if (!mp__cell_equals(&t->item[i], &wanted))
			continue;
		if (!*ret)
			*ret = &t->item[i];
		c->answer.n++;
	}
	return 0;
}

static int by_value(struct mp__case *c)
{
	struct mp__cell *cell;
	int err = find(c, &cell);

	if (err)
		return err;
	if (c->request->op == MP__OP_COUNT) {
		mp__case_tell(c);
		return 0;
	}
	if (!cell)
		return ENOENT;
	c->answer.n = cell - c->thing->item;
	name_index(c, (uint64_t)c->answer.n);
	mp__case_tell(c);
	if (c->request->op == MP__OP_REMOVE)
		take_out(c, cell);
	return 0;
}

/* ---- order ---- */

static bool is_sortable(const struct mp__thing *t)
{
	bool numbers = t->len && mp__is_number(t->item[0].kind);

	for (uint64_t i = 0; i < t->len; i++)
		if (numbers ? !mp__is_number(t->item[i].kind)
			    : t->item[i].kind != MP_ANY_TEXT)
			return false;
	return true;
}

/* Merge [0, half) and [half, n) of @from to @to. */
static void merge(struct mp__cell *to, const struct mp__cell *from,
		  uint64_t half, uint64_t n, int sign)
{
	uint64_t i = 0, k = half;

	for (uint64_t at = 0; at < n; at++) {
		bool first = i < half &&
			     (k == n ||
			      sign * mp__cell_compare(&from[i], &from[k]) <= 0);

		to[at] = from[first ? i++ : k++];
	}
}

static int sort(struct mp__case *c)
{
	struct mp__thing *t = c->thing;
	struct mp__cell *from = t->item, *to, *tmp;
	int sign = c->request->a ? -1 : 1;

	if (!is_sortable(t))
		return EPROTOTYPE;
	to = reallocarray(NULL, t->room ? t->room : 1, sizeof(*to));
	if (!to)
		return ENOMEM;
	for (uint64_t width = 1; width < t->len; width *= 2) {
		for (uint64_t i = 0; i < t->len; i += 2 * width) {
			uint64_t n = t->len - i;

			if (n > 2 * width)
				n = 2 * width;
			merge(to + i, from + i, n < width ? n : width, n, sign);
		}
		tmp = from;
		from = to;
		to = tmp;
	}
	t->item = from;
	free(to);
	mp__case_tell(c);
	return 0;
}

static int reverse(struct mp__case *c)
{
	struct mp__thing *t = c->thing;

	for (uint64_t i = 0; i < t->len / 2; i++) {
		struct mp__cell cell = t->item[i];

		t->item[i] = t->item[t->len - 1 - i];
		t->item[t->len - 1 - i] = cell;
	}
	mp__case_tell(c);
	return 0;
}

/* ---- which is done ---- */

static int insert(struct mp__case *c)
{
	const struct mp__request *r = c->request;

	if (r->op == MP__OP_APPEND)
		return put_at(c, c->thing->len, r->values);
	return put_at(c, clamp(c->thing, r->a), 1);
}

static int of_all(struct mp__case *c)
{
	switch (c->request->op) {
	case MP__OP_LEN:
		c->answer.n = (int64_t)c->thing->len;
		mp__case_tell(c);
		return 0;
	case MP__OP_CLEAR:
		mp__case_tell(c);
		mp__thing_clear(c->store, c->thing);
		return 0;
	case MP__OP_COPY:
		return slice(c);
	case MP__OP_SORT:
		return sort(c);
	case MP__OP_REVERSE:
		return reverse(c);
	}
	return EINVAL;
}

int mp__clerk_list(struct mp__case *c)
{
	switch (c->request->op) {
	case MP__OP_GET:
		return get(c);
	case MP__OP_SET:
		return set(c);
	case MP__OP_ADD:
		return add(c);
	case MP__OP_DELETE:
		return take_away(c, false);
	case MP__OP_POP:
		return take_away(c, true);
	case MP__OP_APPEND:
	case MP__OP_INSERT:
		return insert(c);
	case MP__OP_FIND:
	case MP__OP_COUNT:
	case MP__OP_REMOVE:
		return by_value(c);
	}
	return of_all(c);
}
