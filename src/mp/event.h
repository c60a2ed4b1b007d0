/* SPDX-License-Identifier: MIT */
/*
 * An event: a flag that processes wait for.
 *
 *	mp_event *ready = mp_event_new("ready");
 *	... mp_process_start(...) ...		children inherit it
 *	mp_event_wait(ready, MP_FOREVER);	some
 *	mp_event_set(ready);			another: all of them go on
 *	mp_event_free(ready);			each process frees its own
 *
 * It stays set until it is cleared.  A wait succeeds if the event is set, or
 * was set since the wait began, even if it has been cleared again meanwhile
 * (in Python such a wait may fail).
 *
 * A process may be killed at any instant inside any call: a set or clear then
 * has taken effect or has not, and a wake-up that dies with it delays nobody
 * by more than 100 ms.
 *
 * Errors: -1 (or NULL) and errno.  Any thread of any process may call; no call
 * is safe in a signal handler.  A signal handler that runs does not end a wait.
 */
#ifndef MP_EVENT_H
#define MP_EVENT_H

#include <stdbool.h>

#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_event mp_event;

/*
 * Make an event that is not set.  @name is copied (up to 31 bytes); NULL gives
 * Event-N.  The caller owns the result: mp_event_free.  Fails with ENOMEM.
 */
mp_event *mp_event_new(const char *name);

/* Free this process's handle.  The others keep theirs.  NULL is allowed. */
void mp_event_free(mp_event *e);

/* Set it and wake all who wait; clear it.  Fail with EINVAL (NULL). */
int mp_event_set(mp_event *e);
int mp_event_clear(mp_event *e);

/* Whether it was set a moment ago.  Does not block.  NULL is not set. */
bool mp_event_is_set(const mp_event *e);

/*
 * Wait up to @timeout seconds until it is set.  Fails with EAGAIN (it is not,
 * and @timeout is 0 or less), ETIMEDOUT, EINVAL (NULL, NaN).
 */
int mp_event_wait(mp_event *e, double timeout);

/* Its name, fixed when it was made; NULL has none. */
const char *mp_event_name(const mp_event *e);

#ifdef __cplusplus
}
#endif
#endif
