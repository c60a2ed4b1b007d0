/* SPDX-License-Identifier: MIT */
#include "mp/clerk.h"

#include <math.h>
#include <string.h>

int mp__case_next(struct mp__case *c, struct mp__leaf *ret)
{
	return mp__slip_next(&c->values, ret) ? 0 : EINVAL;
}

int mp__case_give(struct mp__case *c, const struct mp__cell *cell)
{
	struct mp__leaf leaf = mp__cell_leaf(cell);
	int err = 0;

	mp__slip_add_leaf(c->out, &leaf);
	if (!c->out->failed && mp__is_object(leaf.kind))
		err = mp__holdings_add(c->store, c->holdings, cell->thing);
	if (c->out->failed || err)
		return ENOMEM;
	c->answer.values++;
	return 0;
}

/* ---- events ---- */

static enum mp_verb verb_of(const struct mp__request *r)
{
	static const uint8_t verbs[MP__OP_END] = {
		[MP__OP_GET] = MP_VERB_ITEM_GET,
		[MP__OP_SET] = MP_VERB_ITEM_SET,
		[MP__OP_SWAP] = MP_VERB_ITEM_SET,
		[MP__OP_ADD] = MP_VERB_ITEM_ADD,
		[MP__OP_DELETE] = MP_VERB_ITEM_DELETE,
		[MP__OP_REMOVE] = MP_VERB_ITEM_DELETE,
		[MP__OP_POP] = MP_VERB_ITEM_POP,
		[MP__OP_HAS] = MP_VERB_ITEM_FIND,
		[MP__OP_FIND] = MP_VERB_ITEM_FIND,
		[MP__OP_COUNT] = MP_VERB_ITEM_FIND,
		[MP__OP_LEN] = MP_VERB_ITEMS_LEN,
		[MP__OP_CLEAR] = MP_VERB_ITEMS_CLEAR,
		[MP__OP_COPY] = MP_VERB_ITEMS_COPY,
		[MP__OP_APPEND] = MP_VERB_ITEM_INSERT,
		[MP__OP_INSERT] = MP_VERB_ITEM_INSERT,
		[MP__OP_SORT] = MP_VERB_ITEMS_SORT,
		[MP__OP_REVERSE] = MP_VERB_ITEMS_SORT,
	};

	return r->op < MP__OP_END ? (enum mp_verb)verbs[r->op] : MP_VERB_NONE;
}

/* A number by which a watcher knows the key again; 0: there is none. */
static uint32_t key_number(const struct mp__case *c)
{
	struct mp__shown shown;
	uint64_t hash;

	if (!c->has_key || c->thing->kind == MP_ANY_LIST)
		return 0;
	mp__show(&shown, true, &c->key, NULL);
	hash = c->key.kind == MP_ANY_TEXT
		       ? mp__hash_text(c->key.data, c->key.len - 1)
		       : mp__hash_text(shown.text, shown.len);
	return (uint32_t)(hash ^ hash >> 32) | 1;
}

__attribute__((cold, noinline)) static void say(const struct mp__case *c)
{
	struct mp__shown shown;

	mp__show(&shown, c->thing->kind == MP_ANY_NAMESPACE,
		 c->has_key ? &c->key : NULL, c->has_value ? &c->value : NULL);
	mp__emit(&(struct mp_probe_event){
		.verb = (uint16_t)verb_of(c->request),
		.phase = MP_HAPPENS,
		.kind = shown.len ? MP_KIND_TEXT : MP_KIND_NONE,
		.object = c->thing->card.id,
		.text = shown.text,
		.text_len = shown.len,
		.a = c->thing->kind == MP_ANY_LIST ? c->thing->len
						   : c->thing->hash.live,
		.b = c->request->pid,
		.aux = key_number(c) });
}

void mp__case_tell(struct mp__case *c)
{
	if (mp__watched() && verb_of(c->request))
		say(c);
}

/* ---- sums ---- */

static double real_of(uint32_t kind, uint64_t bits, double real)
{
	return kind == MP_ANY_INT ? (double)(int64_t)bits : real;
}

int mp__cell_sum(const struct mp__cell *cell, const struct mp__leaf *by,
		 struct mp__leaf *ret_sum)
{
	int64_t sum;

	if (!mp__is_number(cell->kind) || !mp__is_number(by->kind))
		return EPROTOTYPE;
	if (cell->kind == MP_ANY_INT && by->kind == MP_ANY_INT) {
		if (__builtin_add_overflow(cell->integer, (int64_t)by->bits,
					   &sum))
			return EOVERFLOW;
		*ret_sum = (struct mp__leaf){ .kind = MP_ANY_INT,
					      .bits = (uint64_t)sum };
		return 0;
	}
	*ret_sum = (struct mp__leaf){
		.kind = MP_ANY_DOUBLE,
		.bits = mp__double_bits(
			real_of(cell->kind, cell->bits, cell->real) +
			real_of(by->kind, by->bits, mp__leaf_double(by))),
	};
	return 0;
}

/* ---- what is not about one object ---- */

static int make(struct mp__case *c)
{
	const struct mp__request *r = c->request;
	struct mp__cell cell = { .kind = (uint32_t)r->a };
	struct mp__leaf leaf;

	if (mp__case_next(c, &leaf) || leaf.kind != MP_ANY_TEXT || r->a < 0 ||
	    r->a > UINT8_MAX || !mp__is_object((uint32_t)r->a))
		return EINVAL;
	if (mp__store_new(c->store, c->holdings, (uint32_t)r->a, (uint64_t)r->b,
			  leaf.data, &cell.thing))
		return ENOMEM;
	leaf = mp__cell_leaf(&cell);
	mp__slip_add_leaf(c->out, &leaf);
	c->answer.values = 1;
	if (!c->out->failed)
		return 0;
	mp__holdings_drop(c->store, c->holdings, cell.thing->number);
	return ENOMEM;
}

/* Of an object that the client knows by its number. */
static int hold(struct mp__case *c)
{
	struct mp__cell cell = { .kind = c->thing->kind, .thing = c->thing };

	return mp__case_give(c, &cell);
}

static int perform(struct mp__case *c)
{
	const struct mp__request *r = c->request;

	if (r->op == MP__OP_HELLO || r->op == MP__OP_SHUTDOWN)
		return 0;
	if (r->op == MP__OP_NEW)
		return make(c);
	c->thing = mp__store_find(c->store, r->number);
	if (!c->thing)
		return ESTALE;
	if (r->op == MP__OP_HOLD)
		return hold(c);
	return c->thing->kind == MP_ANY_LIST ? mp__clerk_list(c)
					     : mp__clerk_hash(c);
}

/* Of an answer that cannot be given: the handles in it were never had. */
static void take_back(struct mp__case *c, size_t from)
{
	struct mp__reader given = { c->out->bytes + from, c->out->len - from };
	struct mp__leaf leaf;

	for (; c->answer.values && mp__slip_next(&given, &leaf);
	     c->answer.values--)
		if (mp__is_object(leaf.kind))
			mp__holdings_drop(c->store, c->holdings, leaf.bits);
	c->answer.values = 0;
	c->out->len = from;
}

void mp__clerk_do(struct mp__case *c)
{
	size_t from;

	c->answer = (struct mp__answer){ .seq = c->request->seq };
	mp__slip_add(c->out, &c->answer, sizeof(c->answer));
	from = c->out->len;
	c->answer.err = perform(c);
	if (c->answer.err)
		take_back(c, from);
	memcpy(c->out->bytes, &c->answer, sizeof(c->answer));
	mp__store_sweep(c->store);
}
