/* SPDX-License-Identifier: MIT */
/*
 * A /dev/shm of one's own, so that what a test leaves there is told from what
 * other tests have there at the same time.
 */
#ifndef PROCESSION_TESTS_APART_H
#define PROCESSION_TESTS_APART_H

#include <stdbool.h>

/*
 * From here on this process, which must have one thread, and its children have
 * mounts, an empty /dev/shm and System V objects of their own.  Who is not root
 * becomes the owner of a space of users for that.  False where the system does
 * not allow it: all is then shared, as before.
 */
bool apart(void);

#endif
