/* SPDX-License-Identifier: MIT */
/*
 * A value, or an array of values, in memory that processes share.
 *
 *	mp_value *hits = mp_value_new("hits", MP_INT, NULL);
 *	... mp_process_start(...) ...		children inherit it
 *	int one = 1, sum;
 *	mp_value_add(hits, &one, NULL);		loses nothing
 *	mp_value_get(hits, &sum);
 *	mp_value_free(hits);			each process frees its own
 *
 * Every call holds the value's lock, an rlock, while it works.  A get followed
 * by a set are two calls, and what another process has set between them is
 * lost; to do several things as one, hold the lock over them:
 *
 *	mp_lock_acquire(mp_value_lock(hits), MP_FOREVER);
 *	... mp_value_get, mp_value_set ...
 *	mp_lock_release(mp_value_lock(hits));
 *
 * A process may be killed at any instant inside any call: a cell then holds
 * what it held before, or what it should hold after, and never part of it.
 *
 * Errors: -1 (or NULL) and errno; a success leaves errno alone, but is
 * EOWNERDEAD if somebody died holding the lock and nobody was told yet.  Any
 * thread of any process may call; no call is safe in a signal handler.  A
 * signal handler that runs does not end a wait for the lock.
 */
#ifndef MP_VALUE_H
#define MP_VALUE_H

#include <stddef.h>

#include "mp/lock.h"
#include "mp/type.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mp_value mp_value;
typedef struct mp_array mp_array;

/*
 * Make a value of type @type that is *@first, or zero if that is NULL; an
 * array of @len of them, all @first[], or zero.  @name is copied (up to 31
 * bytes); NULL gives Value-N or Array-N.  The caller owns the result:
 * mp_value_free, mp_array_free.  Fails with EINVAL (a type that is none of
 * mp/type.h, @len 0), EMSGSIZE (an MP_TEXT without its terminator), EOVERFLOW
 * (more than 1 GiB), ENOMEM.
 */
mp_value *mp_value_new(const char *name, mp_type type, const void *first);
mp_array *mp_array_new(const char *name, mp_type type, size_t len,
		       const void *first);

/*
 * The same with the caller's lock, of either make, which must outlive it; for
 * one of the first make, no call may be made while holding it.  With
 * MP_NO_LOCK there is none: each call takes effect as a whole for types of up
 * to 8 bytes, but an add may lose what others add, and longer items may be
 * mixed.
 */
#define MP_NO_LOCK ((mp_lock *)0)
mp_value *mp_value_new_with(const char *name, mp_type type, const void *first,
			    mp_lock *lock);
mp_array *mp_array_new_with(const char *name, mp_type type, size_t len,
			    const void *first, mp_lock *lock);

/* Free this process's handle.  The others keep theirs.  NULL is allowed. */
void mp_value_free(mp_value *v);
void mp_array_free(mp_array *a);

/*
 * Copy the cell to *@item, or *@item to the cell.  Of MP_TEXT only the bytes
 * up to the terminator are read and written.  Fail with EINVAL (NULL),
 * EMSGSIZE (an MP_TEXT without its terminator); of an array also ERANGE (there
 * is no cell @i).
 */
int mp_value_get(mp_value *v, void *item);
int mp_value_set(mp_value *v, const void *item);
int mp_array_get(mp_array *a, size_t i, void *item);
int mp_array_set(mp_array *a, size_t i, const void *item);

/*
 * Add *@item to the cell, and write the sum to *@ret_sum unless that is NULL.
 * Integers wrap round.  Fails as a set does, and with EINVAL for text and
 * bytes.
 */
int mp_value_add(mp_value *v, const void *item, void *ret_sum);
int mp_array_add(mp_array *a, size_t i, const void *item, void *ret_sum);

/* Its lock; NULL if it has none. */
mp_lock *mp_value_lock(const mp_value *v);
mp_lock *mp_array_lock(const mp_array *a);

/* Fixed when it was made; of NULL 0 and NULL. */
size_t mp_array_len(const mp_array *a);
const char *mp_value_name(const mp_value *v);
const char *mp_array_name(const mp_array *a);

#ifdef __cplusplus
}
#endif
#endif
