/* SPDX-License-Identifier: MIT */
#include "mp/slip.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

void mp__slip_init(struct mp__slip *s)
{
	s->bytes = s->first;
	s->len = 0;
	s->room = sizeof(s->first);
	s->failed = false;
}

void mp__slip_fini(struct mp__slip *s)
{
	if (s->bytes != s->first)
		free(s->bytes);
}

static bool make_room(struct mp__slip *s, size_t len)
{
	size_t room = s->room;
	unsigned char *bytes;

	if (s->failed)
		return false;
	if (len <= room - s->len)
		return true;
	while (room - s->len < len)
		room *= 2;
	bytes = realloc(s->bytes == s->first ? NULL : s->bytes, room);
	if (!bytes) {
		s->failed = true;
		return false;
	}
	if (s->bytes == s->first)
		memcpy(bytes, s->first, s->len);
	s->bytes = bytes;
	s->room = room;
	return true;
}

void mp__slip_add(struct mp__slip *s, const void *bytes, size_t len)
{
	size_t whole = (len + 7) & ~(size_t)7;

	if (!make_room(s, whole))
		return;
	memcpy(s->bytes + s->len, bytes, len);
	memset(s->bytes + s->len + len, 0, whole - len);
	s->len += whole;
}

void mp__slip_add_leaf(struct mp__slip *s, const struct mp__leaf *leaf)
{
	struct mp__leaf_head head = { leaf->kind, leaf->data ? leaf->len : 0,
				      leaf->bits };

	mp__slip_add(s, &head, sizeof(head));
	if (head.len)
		mp__slip_add(s, leaf->data, head.len);
}

/* ---- reading ---- */

static bool is_good(const struct mp__leaf *l)
{
	switch (l->kind) {
	case MP_ANY_NONE:
	case MP_ANY_INT:
	case MP_ANY_DOUBLE:
		return !l->len;
	case MP_ANY_TEXT:
		return l->len && !l->data[l->len - 1] &&
		       l->len - 1 <= MP_ANY_LONGEST;
	case MP_ANY_NAMESPACE:
	case MP_ANY_DICT:
	case MP_ANY_LIST:
		return !l->len || (l->len == sizeof(struct mp__card) &&
				   !l->data[l->len - 1]);
	}
	return false;
}

bool mp__slip_next(struct mp__reader *r, struct mp__leaf *ret)
{
	struct mp__leaf_head head;
	size_t whole;

	if (r->left < sizeof(head))
		return false;
	memcpy(&head, r->at, sizeof(head));
	r->at += sizeof(head);
	r->left -= sizeof(head);
	whole = (head.len + (size_t)7) & ~(size_t)7;
	if (whole > r->left)
		return false;
	*ret = (struct mp__leaf){ head.kind, head.len, head.bits,
				  head.len ? (const char *)r->at : NULL };
	r->at += whole;
	r->left -= whole;
	return is_good(ret);
}

/* ---- showing ---- */

__attribute__((format(printf, 2, 3))) static void add(struct mp__shown *s,
						      const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(s->text + s->len, sizeof(s->text) - s->len, format, args);
	va_end(args);
	if (n > 0)
		s->len += (uint32_t)n;
	if (s->len >= sizeof(s->text))
		s->len = sizeof(s->text) - 1;
}

/* Cut, but not within a UTF-8 character. */
static int visible(const char *text, uint32_t len, uint32_t most)
{
	uint32_t n = len < most ? len : most;

	while (n < len && n && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return (int)n;
}

static void add_leaf(struct mp__shown *s, const struct mp__leaf *l, bool quoted)
{
	switch (l->kind) {
	case MP_ANY_NONE:
		add(s, "none");
		return;
	case MP_ANY_INT:
		add(s, "%" PRId64, (int64_t)l->bits);
		return;
	case MP_ANY_DOUBLE:
		add(s, "%.9g", mp__leaf_double(l));
		return;
	case MP_ANY_TEXT:
		add(s, quoted ? "\"%.*s%s\"" : "%.*s%s",
		    visible(l->data, l->len - 1, 80), l->data,
		    l->len - 1 > 80 ? "…" : "");
		return;
	case MP_ANY_NAMESPACE:
	case MP_ANY_DICT:
	case MP_ANY_LIST:
		add(s, "%s",
		    l->data ? l->data + offsetof(struct mp__card, name)
			    : "an object");
		return;
	}
}

void mp__show(struct mp__shown *s, bool plain, const struct mp__leaf *key,
	      const struct mp__leaf *value)
{
	s->len = 0;
	s->text[0] = '\0';
	if (key && !plain)
		add(s, "[");
	if (key)
		add_leaf(s, key, !plain);
	if (key && !plain)
		add(s, "]");
	if (key && value)
		add(s, " = ");
	if (value)
		add_leaf(s, value, true);
}
