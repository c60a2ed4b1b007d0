/* SPDX-License-Identifier: MIT */
#include "mp/store.h"

#include <stdlib.h>
#include <string.h>

#include "mp/image.h"

int mp__store_init(struct mp__store *s)
{
	s->room = 64;
	s->len = 1;
	s->place = calloc(s->room, sizeof(*s->place));
	return s->place ? 0 : ENOMEM;
}

/* ---- references ---- */

/* The freeing waits for mp__store_sweep, so that it never nests. */
static void release(struct mp__store *s, struct mp__thing *t, uint64_t n)
{
	t->refs -= n;
	if (t->refs)
		return;
	t->next = s->dead;
	s->dead = t;
}

/* Where in @h the holding of @place is, or should be. */
static uint32_t look_up(const struct mp__holdings *h, uint32_t place)
{
	uint32_t low = 0, high = h->len;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (h->at[mid].place < place)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int mp__holdings_add(struct mp__store *s, struct mp__holdings *h,
		     struct mp__thing *t)
{
	uint32_t place = mp__place_of(t->number), i = look_up(h, place);
	uint32_t room = h->room ? 2 * h->room : 8;
	struct mp__holding *grown;

	(void)s;
	if (i == h->len || h->at[i].place != place) {
		if (h->len == h->room) {
			grown = reallocarray(h->at, room, sizeof(*grown));
			if (!grown)
				return ENOMEM;
			h->at = grown;
			h->room = room;
		}
		memmove(&h->at[i + 1], &h->at[i],
			(h->len++ - i) * sizeof(*h->at));
		h->at[i] = (struct mp__holding){ place, 0 };
	}
	h->at[i].count++;
	t->refs++;
	return 0;
}

void mp__holdings_drop(struct mp__store *s, struct mp__holdings *h,
		       uint64_t number)
{
	struct mp__thing *t = mp__store_find(s, number);
	uint32_t i = look_up(h, mp__place_of(number));

	if (!t || i == h->len || h->at[i].place != mp__place_of(number))
		return;
	release(s, t, 1);
	if (--h->at[i].count)
		return;
	memmove(&h->at[i], &h->at[i + 1], (--h->len - i) * sizeof(*h->at));
}

int mp__holdings_copy(struct mp__store *s, struct mp__holdings *to,
		      const struct mp__holdings *from)
{
	to->at = reallocarray(NULL, from->len + 1UL, sizeof(*to->at));
	if (!to->at)
		return ENOMEM;
	to->len = from->len;
	to->room = from->len + 1;
	for (uint32_t i = 0; i < from->len; i++) {
		to->at[i] = from->at[i];
		s->place[to->at[i].place].thing->refs += to->at[i].count;
	}
	return 0;
}

void mp__holdings_clear(struct mp__store *s, struct mp__holdings *h)
{
	for (uint32_t i = 0; i < h->len; i++)
		release(s, s->place[h->at[i].place].thing, h->at[i].count);
	free(h->at);
	*h = (struct mp__holdings){ .len = 0 };
}

/* ---- objects ---- */

/* A free place; 0: no memory. */
static uint32_t take_place(struct mp__store *s)
{
	struct mp__place *grown;
	uint32_t n = s->free;

	if (n) {
		s->free = s->place[n].next;
		return n;
	}
	if (s->len == s->room) {
		grown = reallocarray(s->place, 2UL * s->room, sizeof(*grown));
		if (!grown)
			return 0;
		s->place = grown;
		s->room *= 2;
	}
	s->place[s->len] = (struct mp__place){ .used = 0 };
	return s->len++;
}

static void give_place(struct mp__store *s, uint32_t n)
{
	s->place[n].thing = NULL;
	s->place[n].next = s->free;
	s->free = n;
}

int mp__store_new(struct mp__store *s, struct mp__holdings *h, uint32_t kind,
		  uint64_t id, const char *name, struct mp__thing **ret)
{
	struct mp__thing *t = calloc(1, sizeof(*t));
	uint32_t n = t ? take_place(s) : 0;

	if (!n) {
		free(t);
		return ENOMEM;
	}
	s->place[n].thing = t;
	t->number = (uint64_t)++s->place[n].used << 32 | n;
	t->kind = kind;
	t->card.id = id;
	mp__name_set(t->card.name, name, NULL, NULL);
	if (mp__holdings_add(s, h, t)) {
		give_place(s, n);
		free(t);
		return ENOMEM;
	}
	if (kind == MP_ANY_NAMESPACE)
		t->card.image = mp__image_new(s->images, t->number);
	*ret = t;
	return 0;
}

struct mp__thing *mp__store_find(const struct mp__store *s, uint64_t number)
{
	uint32_t n = mp__place_of(number);
	struct mp__thing *t = n < s->len ? s->place[n].thing : NULL;

	return t && t->number == number ? t : NULL;
}

void mp__thing_clear(struct mp__store *s, struct mp__thing *t)
{
	for (uint32_t i = 0; i < t->hash.used; i++) {
		mp__cell_drop(s, &t->hash.entry[i].key);
		mp__cell_drop(s, &t->hash.entry[i].value);
	}
	mp__hash_clear(&t->hash);
	for (uint64_t i = 0; i < t->len; i++)
		mp__cell_drop(s, &t->item[i]);
	free(t->item);
	t->item = NULL;
	t->len = t->room = 0;
}

void mp__store_sweep(struct mp__store *s)
{
	struct mp__thing *t;

	while ((t = s->dead)) {
		s->dead = t->next;
		if (t->card.image)
			mp__image_free(s->images, t->card.image);
		mp__thing_clear(s, t);
		give_place(s, mp__place_of(t->number));
		free(t);
	}
}

/* ---- cells ---- */

int mp__cell_set(struct mp__store *s, struct mp__cell *c,
		 const struct mp__leaf *l)
{
	struct mp__thing *t;

	*c = (struct mp__cell){ .kind = l->kind, .len = l->len };
	c->bits = l->bits;
	if (l->kind == MP_ANY_TEXT) {
		c->text = malloc(l->len);
		if (!c->text)
			return ENOMEM;
		memcpy(c->text, l->data, l->len);
	} else if (mp__is_object(l->kind)) {
		t = mp__store_find(s, l->bits);
		if (!t || t->kind != l->kind)
			return ESTALE;
		t->refs++;
		c->thing = t;
	}
	return 0;
}

void mp__cell_drop(struct mp__store *s, struct mp__cell *c)
{
	if (c->kind == MP_ANY_TEXT)
		free(c->text);
	else if (c->kind != MP__GAP && mp__is_object(c->kind))
		release(s, c->thing, 1);
	*c = (struct mp__cell){ .kind = MP_ANY_NONE };
}

struct mp__leaf mp__cell_leaf(const struct mp__cell *c)
{
	struct mp__leaf l = { c->kind, 0, c->bits, NULL };

	if (c->kind == MP_ANY_TEXT) {
		l.bits = 0;
		l.len = c->len;
		l.data = c->text;
	} else if (mp__is_object(c->kind)) {
		l.bits = c->thing->number;
		l.len = sizeof(c->thing->card);
		l.data = (const char *)&c->thing->card;
	}
	return l;
}
