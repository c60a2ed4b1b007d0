/* SPDX-License-Identifier: MIT */
/*
 * Scenes for mp_points.c: what a process does that is killed at each event in
 * turn, and what others must still be able to do afterwards.
 */
#ifndef STRESS_MP_POINTS_H
#define STRESS_MP_POINTS_H

#include "mp.h"
#include "mp/probe.h"
#include "stress/stress.h"

struct scene {
	const char *name;
	/* What is there before; NULL: nothing. */
	void (*make)(void);
	/* What the process does that may be killed, or a child of it. */
	void (*act)(void);
	/* It is over; what is there is whole, and is freed. */
	void (*check)(void);
};

/* Each ends with a scene without a name. */
extern const struct scene points_shared[];  /* mp_points_shared.c */
extern const struct scene points_sync[];    /* mp_points_sync.c */
extern const struct scene points_family[];  /* mp_points_family.c */
extern const struct scene points_start[];   /* mp_points_start.c */
extern const struct scene points_manager[]; /* mp_points_manager.c */

/* In the environment of all processes that are this program anew. */
#define POINTS_MARK "PROCESSION_TEST_POINTS"

/*
 * Run @fn in a process that is killed at its first event of @verb and @phase,
 * before the scene begins.
 */
void points_die_at(mp_process_fn *fn, enum mp_verb verb, enum mp_phase phase);

/* Long enough that a process has fallen asleep. */
#define POINTS_MOMENT 0.002

#endif
