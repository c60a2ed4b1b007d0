/* SPDX-License-Identifier: MIT */
/*
 * A recording in a folder of its own, for tests of what can be done with it.
 */
#ifndef E2E_RECORDED_H
#define E2E_RECORDED_H

#include "e2e/player.h"

/* The folder, and the recording in it: a name, until somebody records. */
extern char recorded_dir[sizeof("record.XXXXXX")];
extern char recorded_file[64];

/* For PLAYER_COMMAND: with the trial course, and no other of the user's. */
extern const struct command recorded_course;

/* Checked fixtures: they make the folder, and remove all that is in it. */
void recorded_setup(void);
void recorded_teardown(void);

/* Record a short run; @how is one option more. */
struct result recorded_make(const char *how);

/* It has ended with @status and @words on standard error; releases @r. */
void recorded_complaint(struct result *r, int status, const char *words);

#endif
