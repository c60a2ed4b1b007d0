/* SPDX-License-Identifier: MIT */
/*
 * A list of a manager: values in an order that processes share.
 *
 *	mp_list *l = mp_list_new(m, "log");
 *	struct mp_any last;
 *
 *	mp_list_append(l, MP_ANY("first"));
 *	mp_list_append(l, MP_ANY(2));
 *	mp_list_pop(l, -1, &last);
 *	... last.integer is 2 ...
 *	mp_any_clear(&last);
 *	mp_list_free(l);
 *
 * The unit of truth is Python's Manager().list().  An index counts from 0, or
 * back from the end: -1 is the last.
 *
 * Beside the errors of mp/manager.h the calls fail with ERANGE (there is no
 * such index).
 *
 * No call is safe in a signal handler.
 */
#ifndef MP_LIST_H
#define MP_LIST_H

#include "mp/any.h"
#include "mp/manager.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Make a list.  @name is copied (up to 31 bytes); NULL gives List-N.  The
 * caller owns the result: mp_list_free.
 */
mp_list *mp_list_new(mp_manager *m, const char *name);

/* Free this process's handle.  The others keep theirs.  NULL is allowed. */
void mp_list_free(mp_list *l);

/* Put a value, or @n of them as one step, at the end. */
int mp_list_append(mp_list *l, struct mp_any value);
int mp_list_extend(mp_list *l, const struct mp_any *values, size_t n);

/*
 * Put a value before that at @i; an index beyond an end means that end, as in
 * Python.
 */
int mp_list_insert(mp_list *l, int64_t i, struct mp_any value);

/* Get the value at @i; *@ret is the caller's: mp_any_clear. */
int mp_list_get(mp_list *l, int64_t i, struct mp_any *ret);
/*
 * Get one of a kind.  Fail also with EPROTOTYPE (it is of another kind; an
 * integer is taken as a real number too), ENOSPC (the text does not fit into
 * @size bytes with its terminator).
 */
int mp_list_get_int(mp_list *l, int64_t i, int64_t *ret);
int mp_list_get_double(mp_list *l, int64_t i, double *ret);
int mp_list_get_text(mp_list *l, int64_t i, char *buf, size_t size);

/* Set the value at @i. */
int mp_list_set(mp_list *l, int64_t i, struct mp_any value);

/*
 * Add @by, a number, to the value at @i as one step; the sum goes to *@ret_sum
 * unless that is NULL.  An integer and a real number make a real number.  Fails
 * with EPROTOTYPE (one is not a number), EOVERFLOW (integers); then nothing has
 * changed.
 */
int mp_list_add(mp_list *l, int64_t i, struct mp_any by,
		struct mp_any *ret_sum);

/* Get the value at @i and delete it, as one step (mp_any_clear). */
int mp_list_pop(mp_list *l, int64_t i, struct mp_any *ret);
/* Delete the value at @i. */
int mp_list_delete(mp_list *l, int64_t i);
/* Delete the first that is equal to @value.  Fails with ENOENT. */
int mp_list_remove(mp_list *l, struct mp_any value);

/* Where the first is that is equal to @value.  Fails with ENOENT. */
ssize_t mp_list_find(mp_list *l, struct mp_any value);
/* How many are equal to @value. */
ssize_t mp_list_count(mp_list *l, struct mp_any value);

/*
 * Copies of the values from @from up to, not including, @to, as they were at
 * one moment; an index beyond an end means that end, INT64_MAX always the end.
 * Returns how many; *@ret is the caller's: mp_any_free.
 */
ssize_t mp_list_slice(mp_list *l, int64_t from, int64_t to,
		      struct mp_any **ret);

/*
 * Sort them, equal ones as they were: numbers by size, or texts by their bytes;
 * EPROTOTYPE if there are others, or both.  @descending: the greatest first.
 */
int mp_list_sort(mp_list *l, bool descending);
/* Turn them round. */
int mp_list_reverse(mp_list *l);

/* How many there are. */
ssize_t mp_list_len(mp_list *l);
/* Delete all. */
int mp_list_clear(mp_list *l);

/* The name of the list; valid as long as @l.  NULL for NULL. */
const char *mp_list_name(const mp_list *l);

#ifdef __cplusplus
}
#endif
#endif
