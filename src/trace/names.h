/* SPDX-License-Identifier: MIT */
/*
 * The words for verbs and phases, from mp/verbs.def: in exports, in the
 * legend, on the screen.  Every function answers for any number; one that is
 * not in the list (a newer recording, a damaged arena) is "unknown".
 */
#ifndef TRACE_NAMES_H
#define TRACE_NAMES_H

#include <stddef.h>
#include <stdint.h>

/* The classes of verbs; what they look like is the theme's. */
enum trace_look {
	TRACE_LOOK_LIFE,
	TRACE_LOOK_SLEEP,
	TRACE_LOOK_QUEUE,
	TRACE_LOOK_KERNEL,
	TRACE_LOOK_RUN,
	TRACE_LOOK_FAULT,
	TRACE_LOOK_COUNT
};

/* "put"; stable, part of --json and of recordings. */
const char *trace_verb_name(uint16_t verb);
/* The verb with this name of @len bytes, or MP_VERB_NONE. */
uint16_t trace_verb_find(const char *name, size_t len);
/* What a process in the middle of it does; "" for what takes no time. */
const char *trace_verb_doing(uint16_t verb);
enum trace_look trace_verb_look(uint16_t verb);

/* "begins", "waits", "happens", "ends". */
const char *trace_phase_name(uint8_t phase);
/* "queue". */
const char *trace_look_name(enum trace_look look);

#endif
