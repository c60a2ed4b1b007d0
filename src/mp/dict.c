/* SPDX-License-Identifier: MIT */
#include "mp/dict.h"

#include "mp/proxy.h"

static struct mp__proxy *proxy_of(mp_dict *d)
{
	return d ? &d->proxy : NULL;
}

MP__TRACED mp_dict *mp_dict_new(mp_manager *m, const char *name)
{
	return (mp_dict *)mp__proxy_new(m, name, MP_ANY_DICT, MP__SITE());
}

void mp_dict_free(mp_dict *d)
{
	mp__proxy_free(proxy_of(d));
}

const char *mp_dict_name(const mp_dict *d)
{
	return d ? d->proxy.object.name : NULL;
}

/*
 * A call: an operation, its verb, and where it was called.  Macros, for the
 * place of the call is that of the public function's caller.
 */
#define BEGIN(e, op, verb)                                                     \
	mp__errand_begin((e), proxy_of(d), MP__OP_##op, MP_VERB_##verb,        \
			 MP__SITE())

/* ---- getting ---- */

/*
 * The value at @key in *@ret, until the end of @e, for the caller's @out, which
 * there must be.
 */
static void get(struct mp__errand *e, struct mp_any key, const void *out,
		struct mp__leaf *ret)
{
	mp__errand_need(e, out);
	mp__errand_key(e, key);
	mp__errand_run(e);
	mp__errand_leaf(e, ret);
}

MP__TRACED int mp_dict_get(mp_dict *d, struct mp_any key, struct mp_any *ret)
{
	struct mp__errand e;
	struct mp__leaf l;

	BEGIN(&e, GET, ITEM_GET);
	get(&e, key, ret, &l);
	if (!e.err)
		e.err = mp__any_from_leaf(e.m, &l, ret);
	return mp__errand_end(&e);
}

MP__TRACED int mp_dict_get_int(mp_dict *d, struct mp_any key, int64_t *ret)
{
	struct mp__errand e;
	struct mp__leaf l;

	BEGIN(&e, GET, ITEM_GET);
	get(&e, key, ret, &l);
	if (!e.err)
		e.err = mp__leaf_as_int(&l, ret);
	return mp__errand_end(&e);
}

MP__TRACED int mp_dict_get_double(mp_dict *d, struct mp_any key, double *ret)
{
	struct mp__errand e;
	struct mp__leaf l;

	BEGIN(&e, GET, ITEM_GET);
	get(&e, key, ret, &l);
	if (!e.err)
		e.err = mp__leaf_as_double(&l, ret);
	return mp__errand_end(&e);
}

MP__TRACED int mp_dict_get_text(mp_dict *d, struct mp_any key, char *buf,
				size_t size)
{
	struct mp__errand e;
	struct mp__leaf l;

	BEGIN(&e, GET, ITEM_GET);
	get(&e, key, buf, &l);
	if (!e.err)
		e.err = mp__leaf_as_text(&l, buf, size);
	return mp__errand_end(&e);
}

MP__TRACED int mp_dict_has(mp_dict *d, struct mp_any key)
{
	struct mp__errand e;

	BEGIN(&e, HAS, ITEM_FIND);
	mp__errand_key(&e, key);
	mp__errand_run(&e);
	return mp__errand_end(&e) ? -1 : (int)e.answer.n;
}

/* ---- changing ---- */

MP__TRACED int mp_dict_set(mp_dict *d, struct mp_any key, struct mp_any value)
{
	struct mp__errand e;

	BEGIN(&e, SET, ITEM_SET);
	mp__errand_key(&e, key);
	mp__errand_value(&e, value);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_dict_update_if(mp_dict *d, struct mp_any key,
				 const struct mp_any *expected,
				 struct mp_any value)
{
	struct mp__errand e;

	BEGIN(&e, SWAP, ITEM_SET);
	mp__errand_key(&e, key);
	mp__errand_value(&e, value);
	if (expected)
		mp__errand_expected(&e, *expected);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_dict_add(mp_dict *d, struct mp_any key, struct mp_any by,
			   struct mp_any *ret_sum)
{
	struct mp__errand e;

	BEGIN(&e, ADD, ITEM_ADD);
	mp__errand_key(&e, key);
	mp__errand_value(&e, by);
	mp__errand_run(&e);
	if (ret_sum)
		mp__errand_take(&e, ret_sum);
	return mp__errand_end(&e);
}

MP__TRACED int mp_dict_delete(mp_dict *d, struct mp_any key)
{
	struct mp__errand e;

	BEGIN(&e, DELETE, ITEM_DELETE);
	mp__errand_key(&e, key);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_dict_pop(mp_dict *d, struct mp_any key, struct mp_any *ret)
{
	struct mp__errand e;

	BEGIN(&e, POP, ITEM_POP);
	mp__errand_need(&e, ret);
	mp__errand_key(&e, key);
	mp__errand_run(&e);
	mp__errand_take(&e, ret);
	return mp__errand_end(&e);
}

MP__TRACED int mp_dict_clear(mp_dict *d)
{
	struct mp__errand e;

	BEGIN(&e, CLEAR, ITEMS_CLEAR);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

/* ---- all of it ---- */

MP__TRACED ssize_t mp_dict_len(mp_dict *d)
{
	struct mp__errand e;

	BEGIN(&e, LEN, ITEMS_LEN);
	mp__errand_run(&e);
	return mp__errand_end(&e) ? -1 : (ssize_t)e.answer.n;
}

static ssize_t copy(struct mp__errand *e, enum mp__copy what,
		    struct mp_any **ret)
{
	mp__errand_need(e, ret);
	e->request.a = what;
	mp__errand_run(e);
	return mp__errand_take_all(e, ret);
}

MP__TRACED ssize_t mp_dict_keys(mp_dict *d, struct mp_any **ret)
{
	struct mp__errand e;

	BEGIN(&e, COPY, ITEMS_COPY);
	return copy(&e, MP__COPY_KEYS, ret);
}

MP__TRACED ssize_t mp_dict_values(mp_dict *d, struct mp_any **ret)
{
	struct mp__errand e;

	BEGIN(&e, COPY, ITEMS_COPY);
	return copy(&e, MP__COPY_VALUES, ret);
}

MP__TRACED ssize_t mp_dict_items(mp_dict *d, struct mp_any **ret)
{
	struct mp__errand e;

	BEGIN(&e, COPY, ITEMS_COPY);
	return copy(&e, MP__COPY_ITEMS, ret);
}
