/* SPDX-License-Identifier: MIT */
#include "mp/proxy.h"

#include <stdlib.h>
#include <string.h>

/* ---- handles ---- */

static struct mp__proxy *make(mp_manager *m, const struct mp__leaf *l)
{
	struct mp__proxy *p = calloc(1, sizeof(*p));
	struct mp__card card = { .id = 0 };

	if (!p)
		return NULL;
	if (l->data)
		memcpy(&card, l->data, sizeof(card));
	p->object.id = card.id;
	memcpy(p->object.name, card.name, sizeof(card.name));
	p->m = m;
	p->number = l->bits;
	p->image = card.image;
	p->kind = l->kind;
	atomic_fetch_add(&m->holders, 1);
	return p;
}

/* The handle of a reference that came from the server; without memory for it
 * that is given up. */
static struct mp__proxy *take(mp_manager *m, const struct mp__leaf *l,
			      int *ret_err)
{
	struct mp__proxy *p = make(m, l);

	if (!p) {
		mp__line_drop(m, l->bits);
		*ret_err = ENOMEM;
	}
	return p;
}

static const char *kind_name(uint32_t kind)
{
	return kind == MP_ANY_NAMESPACE ? "Namespace"
	       : kind == MP_ANY_DICT    ? "Dict"
					: "List";
}

static enum mp_verb kind_verb(uint32_t kind)
{
	return kind == MP_ANY_NAMESPACE ? MP_VERB_NAMESPACE_NEW
	       : kind == MP_ANY_DICT    ? MP_VERB_DICT_NEW
					: MP_VERB_LIST_NEW;
}

struct mp__proxy *mp__proxy_new(mp_manager *m, const char *name, uint32_t kind,
				const void *site)
{
	static _Atomic uint32_t last[MP_ANY_LIST + 1];
	char full[MP__NAME];
	struct mp__proxy *p = NULL;
	struct mp__errand e;
	struct mp__leaf l;

	mp__name_set(full, name, kind_name(kind), &last[kind]);
	mp__errand_begin_for(&e, m, MP__OP_NEW);
	e.request.a = kind;
	e.request.b = (int64_t)mp__object_new();
	mp__errand_value(&e, mp_any_text(full));
	mp__errand_run(&e);
	mp__errand_leaf(&e, &l);
	if (!e.err)
		p = take(m, &l, &e.err);
	if (p)
		mp__object_tell(&p->object, kind_verb(kind), 0,
				m->hall->object.id, site);
	(void)mp__errand_end(&e);
	return p;
}

struct mp__proxy *mp__proxy_hold(mp_manager *m, uint64_t number)
{
	struct mp__proxy *p = NULL;
	struct mp__errand e;
	struct mp__leaf l;

	mp__errand_begin_for(&e, m, MP__OP_HOLD);
	e.request.number = number;
	mp__errand_run(&e);
	mp__errand_leaf(&e, &l);
	if (!e.err)
		p = take(m, &l, &e.err);
	(void)mp__errand_end(&e);
	return p;
}

void mp__proxy_free(struct mp__proxy *p)
{
	mp_manager *m = p ? p->m : NULL;
	/* Whoever frees after a failure wants to know of that. */
	int err = errno;

	if (!p)
		return;
	mp__line_drop(m, p->number);
	free(p);
	mp__manager_release(m);
	errno = err;
}

/* ---- values ---- */

int mp__any_from_leaf(mp_manager *m, const struct mp__leaf *l,
		      struct mp_any *ret)
{
	struct mp_any a = { .kind = (enum mp_any_kind)l->kind };
	struct mp__proxy *p;
	int err;

	if (mp__is_object(l->kind)) {
		p = take(m, l, &err);
		if (!p)
			return err;
		/* A handle begins with its proxy. */
		a.dict = (mp_dict *)p;
	} else if (l->kind == MP_ANY_TEXT) {
		a.text = malloc(l->len);
		if (!a.text)
			return ENOMEM;
		memcpy(a.text, l->data, l->len);
	} else if (l->kind == MP_ANY_DOUBLE) {
		a.real = mp__leaf_double(l);
	} else {
		a.integer = (int64_t)l->bits;
	}
	*ret = a;
	return 0;
}

/* The bytes that a character begins with, by its first; 0: none does. */
static unsigned character(unsigned char first)
{
	return first < 0x80                    ? 1
	       : first >= 0xc2 && first < 0xe0 ? 2
	       : first >= 0xe0 && first < 0xf0 ? 3
	       : first >= 0xf0 && first < 0xf5 ? 4
					       : 0;
}

/* The shortest form only, no surrogates, nothing above U+10FFFF. */
static bool is_second(unsigned char first, unsigned char second)
{
	return !(first == 0xe0 && second < 0xa0) &&
	       !(first == 0xed && second >= 0xa0) &&
	       !(first == 0xf0 && second < 0x90) &&
	       !(first == 0xf4 && second >= 0x90);
}

static bool is_utf8(const char *text, size_t len)
{
	const unsigned char *s = (const unsigned char *)text;

	for (size_t i = 0; i < len;) {
		unsigned n = character(s[i]);

		if (!n || n > len - i || (n > 1 && !is_second(s[i], s[i + 1])))
			return false;
		for (unsigned k = 1; k < n; k++)
			if ((s[i + k] & 0xc0) != 0x80)
				return false;
		i += n;
	}
	return true;
}

int mp__leaf_from_text(const char *text, struct mp__leaf *ret)
{
	size_t len = text ? strnlen(text, MP_ANY_LONGEST + 1) : 0;

	if (!text)
		return EINVAL;
	if (len > MP_ANY_LONGEST)
		return EMSGSIZE;
	if (!is_utf8(text, len))
		return EILSEQ;
	*ret = (struct mp__leaf){ MP_ANY_TEXT, (uint32_t)len + 1, 0, text };
	return 0;
}

int mp__leaf_from_any(const mp_manager *m, const struct mp_any *a,
		      struct mp__leaf *ret)
{
	/* A handle begins with its proxy. */
	const struct mp__proxy *p = (const struct mp__proxy *)a->dict;

	*ret = (struct mp__leaf){ .kind = (uint32_t)a->kind };
	switch (a->kind) {
	case MP_ANY_NONE:
		return 0;
	case MP_ANY_INT:
		ret->bits = (uint64_t)a->integer;
		return 0;
	case MP_ANY_DOUBLE:
		ret->bits = mp__double_bits(a->real);
		return 0;
	case MP_ANY_TEXT:
		return mp__leaf_from_text(a->text, ret);
	case MP_ANY_NAMESPACE:
	case MP_ANY_DICT:
	case MP_ANY_LIST:
		if (!p || p->m != m)
			return EINVAL;
		ret->bits = p->number;
		return 0;
	}
	return EINVAL;
}

int mp__leaf_as_int(const struct mp__leaf *l, int64_t *ret)
{
	if (l->kind != MP_ANY_INT)
		return EPROTOTYPE;
	*ret = (int64_t)l->bits;
	return 0;
}

int mp__leaf_as_double(const struct mp__leaf *l, double *ret)
{
	if (l->kind != MP_ANY_INT && l->kind != MP_ANY_DOUBLE)
		return EPROTOTYPE;
	*ret = l->kind == MP_ANY_INT ? (double)(int64_t)l->bits
				     : mp__leaf_double(l);
	return 0;
}

int mp__leaf_as_text(const struct mp__leaf *l, char *buf, size_t size)
{
	if (l->kind != MP_ANY_TEXT)
		return EPROTOTYPE;
	if (l->len > size)
		return ENOSPC;
	memcpy(buf, l->data, l->len);
	return 0;
}
