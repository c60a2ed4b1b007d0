/* SPDX-License-Identifier: MIT */
#include "trace/names.h"

#include <stddef.h>
#include <string.h>

#include "mp/probe.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define UNKNOWN "unknown"

/* verbs.def writes a look as a lower-case word. */
#define LOOK_life   TRACE_LOOK_LIFE
#define LOOK_sleep  TRACE_LOOK_SLEEP
#define LOOK_queue  TRACE_LOOK_QUEUE
#define LOOK_kernel TRACE_LOOK_KERNEL
#define LOOK_run    TRACE_LOOK_RUN
#define LOOK_fault  TRACE_LOOK_FAULT

static const struct verb {
	const char *name;
	const char *doing;
	enum trace_look look;
} verbs[] = {
	[MP_VERB_NONE] = { UNKNOWN, "", TRACE_LOOK_FAULT },
#define MP_VERB(id, word, words, look)                                         \
	[MP_VERB_##id] = { word, words, LOOK_##look },
#include "mp/verbs.def"
#undef MP_VERB
};

static const struct verb *find(uint16_t verb)
{
	return &verbs[verb < COUNT(verbs) ? verb : MP_VERB_NONE];
}

const char *trace_verb_name(uint16_t verb)
{
	return find(verb)->name;
}

uint16_t trace_verb_find(const char *name, size_t len)
{
	for (int verb = MP_VERB_NONE + 1; verb < MP_VERB_COUNT; verb++) {
		if (strlen(verbs[verb].name) == len &&
		    !memcmp(verbs[verb].name, name, len))
			return (uint16_t)verb;
	}
	return MP_VERB_NONE;
}

const char *trace_verb_doing(uint16_t verb)
{
	return find(verb)->doing;
}

enum trace_look trace_verb_look(uint16_t verb)
{
	return find(verb)->look;
}

const char *trace_phase_name(uint8_t phase)
{
	static const char *const names[] = {
		[MP_BEGINS] = "begins",
		[MP_WAITS] = "waits",
		[MP_HAPPENS] = "happens",
		[MP_ENDS] = "ends",
	};

	return phase < COUNT(names) ? names[phase] : UNKNOWN;
}

const char *trace_look_name(enum trace_look look)
{
	static const char *const names[TRACE_LOOK_COUNT] = {
		[TRACE_LOOK_LIFE] = "life",   [TRACE_LOOK_SLEEP] = "sleep",
		[TRACE_LOOK_QUEUE] = "queue", [TRACE_LOOK_KERNEL] = "kernel",
		[TRACE_LOOK_RUN] = "run",     [TRACE_LOOK_FAULT] = "fault",
	};

	return (unsigned int)look < COUNT(names) ? names[look] : UNKNOWN;
}
