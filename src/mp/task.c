/* SPDX-License-Identifier: MIT */
#include "mp/task.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "mp/board.h"

/* In a worker: what the task says of its failure.  In a caller: what it was
 * told. */
static _Thread_local struct mp__error last;

int mp_task_fail(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)vsnprintf(last.message, sizeof(last.message), format, args);
	va_end(args);
	last.status = status;
	return status;
}

void mp__task_begin(void)
{
	last.message[0] = '\0';
}

void mp__task_store(struct mp__error *to)
{
	memcpy(to->message, last.message, sizeof(to->message));
}

void mp__task_tell(const struct mp__error *error)
{
	last = *error;
	last.message[sizeof(last.message) - 1] = '\0';
}

int mp_task_status(void)
{
	return last.status;
}

const char *mp_task_message(void)
{
	return last.message;
}
