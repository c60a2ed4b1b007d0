/* SPDX-License-Identifier: MIT */
/*
 * What every shared object begins with: its identity in the event stream, its
 * size and its name, in memory that children inherit.
 */
#ifndef MP_OBJECT_H
#define MP_OBJECT_H

#include <stddef.h>

#include "mp/impl.h"

#define MP__NAME 32

struct mp__object {
	uint64_t id;
	uint64_t bytes; /* of the mapping that it begins */
	char name[MP__NAME];
};

_Static_assert(sizeof(struct mp__object) == 48, "layout");

#pragma GCC visibility push(hidden)

/*
 * Copy @name into @dst, cut to what fits but not within a UTF-8 character;
 * NULL gives KIND-N, where *@last counts the N.
 */
void mp__name_set(char dst[MP__NAME], const char *name, const char *kind,
		  _Atomic uint32_t *last);

/* Map @bytes of zeros that begin with an object.  NULL and errno (memory.h). */
void *mp__object_map(size_t bytes, const char *name, const char *kind,
		     _Atomic uint32_t *last);
void mp__object_unmap(struct mp__object *o);

/* Give it, and take one that was given: NULL and errno (parcel.h). */
struct mp__parcel;
struct mp__crate;
void mp__object_pack(struct mp__parcel *p, const struct mp__object *o);
void *mp__object_unpack(struct mp__crate *c, size_t least);

/* Tell that @o was made; see verbs.def for @a and @b. */
void mp__object_tell(const struct mp__object *o, enum mp_verb verb, uint64_t a,
		     uint64_t b, const void *site);

/* A call on an object, as a watcher sees it. */
struct mp__call {
	const struct mp__object *object; /* NULL: it was given none */
	enum mp_verb verb;
	const void *site;
};

/* Emit @e, completed by what @c says. */
__attribute__((cold)) void mp__call_say(const struct mp__call *c,
					struct mp_probe_event e);

/* MP__SAY(call, .phase = ..., ...), if somebody watches. */
#define MP__SAY(c, ...)                                                        \
	do {                                                                   \
		if (mp__watched())                                             \
			mp__call_say((c),                                      \
				     (struct mp_probe_event){ __VA_ARGS__ });  \
	} while (0)

/*
 * End a call: EOWNERDEAD is a success that errno tells of.  The result for
 * the caller.
 */
int mp__call_end(const struct mp__call *c, int err);

#pragma GCC visibility pop

#endif
