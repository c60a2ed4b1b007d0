/* SPDX-License-Identifier: MIT */
#include "mp/list.h"

#include "mp/proxy.h"

static struct mp__proxy *proxy_of(mp_list *l)
{
	return l ? &l->proxy : NULL;
}

MP__TRACED mp_list *mp_list_new(mp_manager *m, const char *name)
{
	return (mp_list *)mp__proxy_new(m, name, MP_ANY_LIST, MP__SITE());
}

void mp_list_free(mp_list *l)
{
	mp__proxy_free(proxy_of(l));
}

const char *mp_list_name(const mp_list *l)
{
	return l ? l->proxy.object.name : NULL;
}

/*
 * A call: an operation, its verb, and where it was called.  Macros, for the
 * place of the call is that of the public function's caller.
 */
#define BEGIN(e, op, verb)                                                     \
	mp__errand_begin((e), proxy_of(l), MP__OP_##op, MP_VERB_##verb,        \
			 MP__SITE())

/* ---- getting ---- */

/*
 * The value at @i in *@ret, until the end of @e, for the caller's @out, which
 * there must be.
 */
static void get(struct mp__errand *e, int64_t i, const void *out,
		struct mp__leaf *ret)
{
	mp__errand_need(e, out);
	mp__errand_index(e, i);
	mp__errand_run(e);
	mp__errand_leaf(e, ret);
}

MP__TRACED int mp_list_get(mp_list *l, int64_t i, struct mp_any *ret)
{
	struct mp__errand e;
	struct mp__leaf leaf;

	BEGIN(&e, GET, ITEM_GET);
	get(&e, i, ret, &leaf);
	if (!e.err)
		e.err = mp__any_from_leaf(e.m, &leaf, ret);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_get_int(mp_list *l, int64_t i, int64_t *ret)
{
	struct mp__errand e;
	struct mp__leaf leaf;

	BEGIN(&e, GET, ITEM_GET);
	get(&e, i, ret, &leaf);
	if (!e.err)
		e.err = mp__leaf_as_int(&leaf, ret);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_get_double(mp_list *l, int64_t i, double *ret)
{
	struct mp__errand e;
	struct mp__leaf leaf;

	BEGIN(&e, GET, ITEM_GET);
	get(&e, i, ret, &leaf);
	if (!e.err)
		e.err = mp__leaf_as_double(&leaf, ret);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_get_text(mp_list *l, int64_t i, char *buf, size_t size)
{
	struct mp__errand e;
	struct mp__leaf leaf;

	BEGIN(&e, GET, ITEM_GET);
	get(&e, i, buf, &leaf);
	if (!e.err)
		e.err = mp__leaf_as_text(&leaf, buf, size);
	return mp__errand_end(&e);
}

MP__TRACED ssize_t mp_list_find(mp_list *l, struct mp_any value)
{
	struct mp__errand e;

	BEGIN(&e, FIND, ITEM_FIND);
	mp__errand_value(&e, value);
	mp__errand_run(&e);
	return mp__errand_end(&e) ? -1 : (ssize_t)e.answer.n;
}

MP__TRACED ssize_t mp_list_count(mp_list *l, struct mp_any value)
{
	struct mp__errand e;

	BEGIN(&e, COUNT, ITEM_FIND);
	mp__errand_value(&e, value);
	mp__errand_run(&e);
	return mp__errand_end(&e) ? -1 : (ssize_t)e.answer.n;
}

MP__TRACED ssize_t mp_list_slice(mp_list *l, int64_t from, int64_t to,
				 struct mp_any **ret)
{
	struct mp__errand e;

	BEGIN(&e, COPY, ITEMS_COPY);
	mp__errand_need(&e, ret);
	e.request.a = from;
	e.request.b = to;
	mp__errand_run(&e);
	return mp__errand_take_all(&e, ret);
}

MP__TRACED ssize_t mp_list_len(mp_list *l)
{
	struct mp__errand e;

	BEGIN(&e, LEN, ITEMS_LEN);
	mp__errand_run(&e);
	return mp__errand_end(&e) ? -1 : (ssize_t)e.answer.n;
}

/* ---- changing ---- */

MP__TRACED int mp_list_append(mp_list *l, struct mp_any value)
{
	struct mp__errand e;

	BEGIN(&e, APPEND, ITEM_INSERT);
	mp__errand_value(&e, value);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_extend(mp_list *l, const struct mp_any *values, size_t n)
{
	struct mp__errand e;

	BEGIN(&e, APPEND, ITEM_INSERT);
	if (n && !values && !e.err)
		e.err = EINVAL;
	for (size_t i = 0; i < n && !e.err; i++)
		mp__errand_value(&e, values[i]);
	e.has_value = n == 1 && !e.err;
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_insert(mp_list *l, int64_t i, struct mp_any value)
{
	struct mp__errand e;

	BEGIN(&e, INSERT, ITEM_INSERT);
	mp__errand_index(&e, i);
	mp__errand_value(&e, value);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_set(mp_list *l, int64_t i, struct mp_any value)
{
	struct mp__errand e;

	BEGIN(&e, SET, ITEM_SET);
	mp__errand_index(&e, i);
	mp__errand_value(&e, value);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_add(mp_list *l, int64_t i, struct mp_any by,
			   struct mp_any *ret_sum)
{
	struct mp__errand e;

	BEGIN(&e, ADD, ITEM_ADD);
	mp__errand_index(&e, i);
	mp__errand_value(&e, by);
	mp__errand_run(&e);
	if (ret_sum)
		mp__errand_take(&e, ret_sum);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_pop(mp_list *l, int64_t i, struct mp_any *ret)
{
	struct mp__errand e;

	BEGIN(&e, POP, ITEM_POP);
	mp__errand_need(&e, ret);
	mp__errand_index(&e, i);
	mp__errand_run(&e);
	mp__errand_take(&e, ret);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_delete(mp_list *l, int64_t i)
{
	struct mp__errand e;

	BEGIN(&e, DELETE, ITEM_DELETE);
	mp__errand_index(&e, i);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_remove(mp_list *l, struct mp_any value)
{
	struct mp__errand e;

	BEGIN(&e, REMOVE, ITEM_DELETE);
	mp__errand_value(&e, value);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_sort(mp_list *l, bool descending)
{
	struct mp__errand e;

	BEGIN(&e, SORT, ITEMS_SORT);
	e.request.a = descending;
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_reverse(mp_list *l)
{
	struct mp__errand e;

	BEGIN(&e, REVERSE, ITEMS_SORT);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_list_clear(mp_list *l)
{
	struct mp__errand e;

	BEGIN(&e, CLEAR, ITEMS_CLEAR);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}
