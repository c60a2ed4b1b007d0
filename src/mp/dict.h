/* SPDX-License-Identifier: MIT */
/*
 * A dict of a manager: values by key that processes share.
 *
 *	mp_dict *d = mp_dict_new(m, "words");
 *	int64_t n;
 *
 *	mp_dict_set(d, MP_ANY("one"), MP_ANY(1));
 *	mp_dict_set(d, MP_ANY(2), MP_ANY("two"));
 *	mp_dict_get_int(d, MP_ANY("one"), &n);
 *	mp_dict_add(d, MP_ANY("one"), MP_ANY(1), NULL);		atomic
 *	if (mp_dict_get_int(d, MP_ANY("three"), &n))
 *		... errno is ENOENT ...
 *	mp_dict_free(d);
 *
 * The unit of truth is Python's Manager().dict().  A key is an integer, a text
 * or a real number that is not NaN (else EPROTOTYPE).  Keys and values come in
 * the order in which the keys were first set.
 *
 * Beside the errors of mp/manager.h the calls fail with ENOENT (there is no
 * such key).
 *
 * No call is safe in a signal handler.
 */
#ifndef MP_DICT_H
#define MP_DICT_H

#include "mp/any.h"
#include "mp/manager.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Make a dict.  @name is copied (up to 31 bytes); NULL gives Dict-N.  The
 * caller owns the result: mp_dict_free.
 */
mp_dict *mp_dict_new(mp_manager *m, const char *name);

/* Free this process's handle.  The others keep theirs.  NULL is allowed. */
void mp_dict_free(mp_dict *d);

/* Set the value of a key, which may be new. */
int mp_dict_set(mp_dict *d, struct mp_any key, struct mp_any value);

/*
 * Set it if it is as expected, as one step: equal to *@expected or, if that is
 * NULL, not there.  Fails with ECANCELED (it is not as expected).
 */
int mp_dict_update_if(mp_dict *d, struct mp_any key,
		      const struct mp_any *expected, struct mp_any value);

/* Get it; *@ret is the caller's: mp_any_clear. */
int mp_dict_get(mp_dict *d, struct mp_any key, struct mp_any *ret);
/*
 * Get one of a kind.  Fail also with EPROTOTYPE (it is of another kind; an
 * integer is taken as a real number too), ENOSPC (the text does not fit into
 * @size bytes with its terminator).
 */
int mp_dict_get_int(mp_dict *d, struct mp_any key, int64_t *ret);
int mp_dict_get_double(mp_dict *d, struct mp_any key, double *ret);
int mp_dict_get_text(mp_dict *d, struct mp_any key, char *buf, size_t size);

/*
 * Add @by, a number, to a value as one step; the sum goes to *@ret_sum unless
 * that is NULL.  An integer and a real number make a real number.  Fails with
 * EPROTOTYPE (one is not a number), EOVERFLOW (integers); then nothing has
 * changed.
 */
int mp_dict_add(mp_dict *d, struct mp_any key, struct mp_any by,
		struct mp_any *ret_sum);

/* Delete a key; get its value and delete it, as one step (mp_any_clear). */
int mp_dict_delete(mp_dict *d, struct mp_any key);
int mp_dict_pop(mp_dict *d, struct mp_any key, struct mp_any *ret);

/* Whether there is the key: 1 or 0. */
int mp_dict_has(mp_dict *d, struct mp_any key);

/* How many keys there are. */
ssize_t mp_dict_len(mp_dict *d);

/* Delete all keys. */
int mp_dict_clear(mp_dict *d);

/*
 * Copies of the keys, of the values, of both (a key, its value, the next key):
 * as all were at one moment, to walk through while others change the dict.
 * Return how many values are in *@ret, which is the caller's: mp_any_free.
 */
ssize_t mp_dict_keys(mp_dict *d, struct mp_any **ret);
ssize_t mp_dict_values(mp_dict *d, struct mp_any **ret);
ssize_t mp_dict_items(mp_dict *d, struct mp_any **ret);

/* The name of the dict; valid as long as @d.  NULL for NULL. */
const char *mp_dict_name(const mp_dict *d);

#ifdef __cplusplus
}
#endif
#endif
