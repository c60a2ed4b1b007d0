/* SPDX-License-Identifier: MIT */
#include "mp/measure.h"

#include <math.h>
#include <string.h>

#include "mp/impl.h"

#define NAME_MAX_BYTES 40

static uint64_t bits_of(double value)
{
	union {
		double value;
		uint64_t bits;
	} u = { .value = value };

	return u.bits;
}

MP__TRACED int mp_measure(const char *series, double x, double y)
{
	if (!series || !*series || !isfinite(x) || !isfinite(y))
		return mp__result(EINVAL);
	MP__EMIT(.verb = MP_VERB_MEASURE, .phase = MP_HAPPENS, .text = series,
		 .text_len = (uint32_t)strnlen(series, NAME_MAX_BYTES),
		 .a = bits_of(x), .b = bits_of(y), .site = MP__SITE());
	return 0;
}
