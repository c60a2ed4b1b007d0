/* SPDX-License-Identifier: MIT */
/*
 * A namespace of a manager: attributes with names that processes share.
 *
 *	mp_namespace *shared = mp_namespace_new(m, "shared");
 *	int64_t x;
 *
 *	mp_namespace_set(shared, "x", MP_ANY(10));
 *	mp_namespace_get_int(shared, "x", &x);
 *	mp_namespace_set(shared, "x", MP_ANY(x + 1));	not atomic: a get, a set
 *	mp_namespace_add(shared, "x", MP_ANY(1), NULL);	atomic
 *	mp_namespace_free(shared);
 *
 * The unit of truth is Python's Manager().Namespace().  Setting and deleting
 * are messages to the server.  Getting is not: the server, who alone changes
 * it, keeps the attributes in memory that all may read, and changes that before
 * it answers.  So whoever has learned of a set, in whatever way, gets what was
 * set.  (Where that memory is full, and for objects, the server is asked.)
 *
 * An attribute's name is a text of 1 to 255 bytes (else EINVAL, EMSGSIZE).
 * Beside the errors of mp/manager.h the calls fail with ENOENT (there is no
 * such attribute).
 *
 * No call is safe in a signal handler.
 */
#ifndef MP_NAMESPACE_H
#define MP_NAMESPACE_H

#include "mp/any.h"
#include "mp/manager.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Make a namespace.  @name is copied (up to 31 bytes); NULL gives Namespace-N.
 * The caller owns the result: mp_namespace_free.
 */
mp_namespace *mp_namespace_new(mp_manager *m, const char *name);

/* Free this process's handle.  The others keep theirs.  NULL is allowed. */
void mp_namespace_free(mp_namespace *ns);

/* Set an attribute, which may be new. */
int mp_namespace_set(mp_namespace *ns, const char *attribute,
		     struct mp_any value);

/* Get it; *@ret is the caller's: mp_any_clear. */
int mp_namespace_get(mp_namespace *ns, const char *attribute,
		     struct mp_any *ret);
/*
 * Get one of a kind.  Fail also with EPROTOTYPE (it is of another kind; an
 * integer is taken as a real number too), ENOSPC (the text does not fit into
 * @size bytes with its terminator).
 */
int mp_namespace_get_int(mp_namespace *ns, const char *attribute, int64_t *ret);
int mp_namespace_get_double(mp_namespace *ns, const char *attribute,
			    double *ret);
int mp_namespace_get_text(mp_namespace *ns, const char *attribute, char *buf,
			  size_t size);

/*
 * Add @by, a number, as one step; the sum goes to *@ret_sum unless that is
 * NULL.  An integer and a real number make a real number.  Fails with
 * EPROTOTYPE (one is not a number), EOVERFLOW (integers); then nothing has
 * changed.
 */
int mp_namespace_add(mp_namespace *ns, const char *attribute, struct mp_any by,
		     struct mp_any *ret_sum);

/* Delete an attribute. */
int mp_namespace_delete(mp_namespace *ns, const char *attribute);

/*
 * The names as texts, in the order in which they were first set, without those
 * that begin with "_" (as Python prints them).  Returns how many; *@ret is the
 * caller's: mp_any_free.
 */
ssize_t mp_namespace_names(mp_namespace *ns, struct mp_any **ret);

/* The name of the namespace; valid as long as @ns.  NULL for NULL. */
const char *mp_namespace_name(const mp_namespace *ns);

#ifdef __cplusplus
}
#endif
#endif
