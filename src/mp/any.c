/* SPDX-License-Identifier: MIT */
#include "mp/any.h"

#include <stdlib.h>

#include "mp/proxy.h"

struct mp_any mp_any_none(void)
{
	return (struct mp_any){ .kind = MP_ANY_NONE };
}

struct mp_any mp_any_int(int64_t value)
{
	return (struct mp_any){ .kind = MP_ANY_INT, .integer = value };
}

struct mp_any mp_any_double(double value)
{
	return (struct mp_any){ .kind = MP_ANY_DOUBLE, .real = value };
}

struct mp_any mp_any_text(const char *text)
{
	union {
		const char *given;
		char *kept; /* and never written to */
	} u = { text };

	return (struct mp_any){ .kind = MP_ANY_TEXT, .text = u.kept };
}

struct mp_any mp_any_namespace(mp_namespace *object)
{
	return (struct mp_any){ .kind = MP_ANY_NAMESPACE, .space = object };
}

struct mp_any mp_any_dict(mp_dict *object)
{
	return (struct mp_any){ .kind = MP_ANY_DICT, .dict = object };
}

struct mp_any mp_any_list(mp_list *object)
{
	return (struct mp_any){ .kind = MP_ANY_LIST, .list = object };
}

void mp_any_clear(struct mp_any *value)
{
	if (!value)
		return;
	switch (value->kind) {
	case MP_ANY_NONE:
	case MP_ANY_INT:
	case MP_ANY_DOUBLE:
		break;
	case MP_ANY_TEXT:
		free(value->text);
		break;
	case MP_ANY_NAMESPACE:
		mp_namespace_free(value->space);
		break;
	case MP_ANY_DICT:
		mp_dict_free(value->dict);
		break;
	case MP_ANY_LIST:
		mp_list_free(value->list);
		break;
	}
	*value = mp_any_none();
}

/* The texts of an array lie behind it, in the same block. */
void mp_any_free(struct mp_any *values, size_t n)
{
	for (size_t i = 0; values && i < n; i++)
		if (values[i].kind != MP_ANY_TEXT)
			mp_any_clear(&values[i]);
	free(values);
}
