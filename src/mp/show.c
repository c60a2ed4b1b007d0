/* SPDX-License-Identifier: MIT */
#include "mp/show.h"

#include <string.h>

#include "mp/item.h"
#include "mp/object.h"

static bool is_number(mp_type type)
{
	enum mp_kind kind = mp__kind_of(type);

	return mp__type_is_good(type) &&
	       (kind == MP_KIND_INT || kind == MP_KIND_DOUBLE);
}

/*
 * The address goes with it: after a fork the same one is another variable in
 * each process.
 */
__attribute__((cold, noinline)) static void
tell(const char *name, mp_type type, const void *variable, const void *site)
{
	struct mp_probe_event e = { .verb = MP_VERB_SHOW,
				    .phase = MP_HAPPENS,
				    .b = (uintptr_t)variable,
				    .site = site };
	char text[MP__NAME];

	mp__name_set(text, name, "", NULL);
	mp__item_tell(&e, type, variable);
	e.text = text;
	e.text_len = (uint32_t)strlen(text);
	mp__emit(&e);
}

MP__TRACED int mp_show(const char *name, mp_type type, const void *variable)
{
	if (!name || !*name || !variable || !is_number(type))
		return mp__result(EINVAL);
	if (mp__watched())
		tell(name, type, variable, MP__SITE());
	return 0;
}
