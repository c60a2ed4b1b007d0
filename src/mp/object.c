/* SPDX-License-Identifier: MIT */
#include "mp/object.h"

#include <stdio.h>
#include <string.h>

#include "mp/memory.h"
#include "mp/parcel.h"

void mp__name_set(char dst[MP__NAME], const char *name, const char *kind,
		  _Atomic uint32_t *last)
{
	size_t len;

	memset(dst, 0, MP__NAME);
	if (!name) {
		/* Relaxed: only the number matters. */
		(void)snprintf(dst, MP__NAME, "%s-%u", kind,
			       1 + atomic_fetch_add_explicit(
					   last, 1, memory_order_relaxed));
		return;
	}
	len = strnlen(name, MP__NAME);
	if (len == MP__NAME) {
		/* Do not cut a UTF-8 character in two. */
		len--;
		while (len && ((unsigned char)name[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(dst, name, len);
}

void *mp__object_map(size_t bytes, const char *name, const char *kind,
		     _Atomic uint32_t *last)
{
	struct mp__object *o = mp__memory_map(bytes);

	if (!o)
		return NULL;
	o->id = mp__object_new();
	o->bytes = bytes;
	mp__name_set(o->name, name, kind, last);
	return o;
}

void mp__object_unmap(struct mp__object *o)
{
	mp__memory_unmap(o, o->bytes);
}

void mp__object_pack(struct mp__parcel *p, const struct mp__object *o)
{
	mp__pack_memory(p, o, o->bytes);
}

void *mp__object_unpack(struct mp__crate *c, size_t least)
{
	return mp__unpack_memory(c, least);
}

void mp__object_tell(const struct mp__object *o, enum mp_verb verb, uint64_t a,
		     uint64_t b, const void *site)
{
	MP__EMIT(.verb = (uint16_t)verb, .phase = MP_HAPPENS,
		 .kind = MP_KIND_TEXT, .object = o->id, .text = o->name,
		 .text_len = (uint32_t)strlen(o->name), .a = a, .b = b,
		 .site = site);
}

void mp__call_say(const struct mp__call *c, struct mp_probe_event e)
{
	e.verb = (uint16_t)c->verb;
	e.object = c->object ? c->object->id : 0;
	e.site = c->site;
	mp__emit(&e);
}

int mp__call_end(const struct mp__call *c, int err)
{
	bool died = err == EOWNERDEAD;

	MP__SAY(c, .phase = MP_ENDS, .err = died ? 0 : err, .aux = died);
	if (!died)
		return mp__result(err);
	errno = EOWNERDEAD;
	return 0;
}
