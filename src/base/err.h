/* SPDX-License-Identifier: MIT */
/*
 * Errors of everything above mp: a negative errno and a sentence.
 *
 * Functions return 0 or more, or the negative code; the sentence goes to a
 * struct err of the caller's, which may be NULL.  Messages are in lower case,
 * without a full stop, name the thing and say what to do where the user can.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

struct err {
	int code; /* negative errno; 0: none */
	char text[512];
};

#define ERR_NONE ((struct err){ 0, "" })

/* Fill in @e and return @code: return err_set(e, -EINVAL, "no size"). */
int err_set(struct err *e, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Put "prefix: " before the sentence; returns the code. */
int err_wrap(struct err *e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
