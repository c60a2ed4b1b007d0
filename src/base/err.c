/* SPDX-License-Identifier: MIT */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int err_set(struct err *e, int code, const char *format, ...)
{
	va_list args;

	if (!e)
		return code;
	e->code = code;
	va_start(args, format);
	(void)vsnprintf(e->text, sizeof(e->text), format, args);
	va_end(args);
	return code;
}

int err_wrap(struct err *e, const char *format, ...)
{
	char inner[sizeof(e->text)];
	va_list args;
	char prefix[sizeof(e->text) / 2];

	if (!e)
		return -1;
	memcpy(inner, e->text, sizeof(inner));
	va_start(args, format);
	(void)vsnprintf(prefix, sizeof(prefix), format, args);
	va_end(args);
	(void)snprintf(e->text, sizeof(e->text), "%s: %.*s", prefix,
		       (int)(sizeof(e->text) - sizeof(prefix) - 3), inner);
	return e->code;
}
