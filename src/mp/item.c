/* SPDX-License-Identifier: MIT */
#include "mp/item.h"

bool mp__type_is_good(mp_type type)
{
	uint32_t size = mp_type_size(type);

	switch (mp__kind_of(type)) {
	case MP_KIND_INT:
		return size == 1 || size == 2 || size == 4 || size == 8;
	case MP_KIND_DOUBLE:
		return size == sizeof(double);
	case MP_KIND_TEXT:
	case MP_KIND_BYTES:
		return size > 0;
	case MP_KIND_NONE:
		break;
	}
	return false;
}

int64_t mp__item_int(const void *item, uint32_t size)
{
	union {
		int8_t i8;
		int16_t i16;
		int32_t i32;
		int64_t i64;
	} v = { .i64 = 0 };

	memcpy(&v, item, size);
	return size == 1 ? v.i8 : size == 2 ? v.i16 : size == 4 ? v.i32 : v.i64;
}

void mp__item_tell(struct mp_probe_event *e, mp_type type, const void *item)
{
	uint32_t size = mp_type_size(type);

	e->kind = (uint8_t)mp__kind_of(type);
	switch (mp__kind_of(type)) {
	case MP_KIND_INT:
		e->a = (uint64_t)mp__item_int(item, size);
		break;
	case MP_KIND_DOUBLE:
		memcpy(&e->a, item, sizeof(e->a));
		break;
	case MP_KIND_TEXT:
		e->text = item;
		e->text_len = mp__text_bytes(item, size) - 1;
		break;
	case MP_KIND_BYTES:
		e->text = item;
		e->text_len = size;
		break;
	case MP_KIND_NONE:
		break;
	}
}
