/* SPDX-License-Identifier: MIT */
/*
 * What the objects of a manager hold: an integer, a real number, a text, none,
 * or another object of the same manager.
 *
 *	mp_dict_set(d, MP_ANY("answer"), MP_ANY(42));
 *	mp_dict_set(d, MP_ANY(7), MP_ANY(0.5));
 *	mp_dict_set(d, MP_ANY("none"), MP_NONE);
 *	mp_dict_set(d, MP_ANY("inner"), MP_ANY(another_dict));
 *
 *	struct mp_any v;
 *	mp_dict_get(d, MP_ANY("answer"), &v);
 *	... v.kind is MP_ANY_INT, v.integer is 42 ...
 *	mp_any_clear(&v);
 *
 * What is given to a call is only looked at: texts and objects stay the
 * caller's.  What a call gives belongs to the caller: a text is a copy, an
 * object is a handle of its own, which refers to the same object.
 *
 * A text is UTF-8 (else EILSEQ) of at most MP_ANY_LONGEST bytes (else
 *EMSGSIZE). As in Python 1 and 1.0 are equal, as keys too.
 *
 * No call is safe in a signal handler.
 */
#ifndef MP_ANY_H
#define MP_ANY_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Most bytes of a text, without its terminator. */
#define MP_ANY_LONGEST 65535

typedef struct mp_namespace mp_namespace;
typedef struct mp_dict mp_dict;
typedef struct mp_list mp_list;

enum mp_any_kind {
	MP_ANY_NONE,
	MP_ANY_INT,
	MP_ANY_DOUBLE,
	MP_ANY_TEXT,
	MP_ANY_NAMESPACE,
	MP_ANY_DICT,
	MP_ANY_LIST,
};

struct mp_any {
	enum mp_any_kind kind;
	union {
		int64_t integer;
		double real;
		char *text;
		mp_namespace *space;
		mp_dict *dict;
		mp_list *list;
	};
};

struct mp_any mp_any_none(void);
struct mp_any mp_any_int(int64_t value);
struct mp_any mp_any_double(double value);
/* NULL texts and objects make the call fail that they are given to (EINVAL). */
struct mp_any mp_any_text(const char *text);
struct mp_any mp_any_namespace(mp_namespace *object);
struct mp_any mp_any_dict(mp_dict *object);
struct mp_any mp_any_list(mp_list *object);

#define MP_NONE mp_any_none()

#ifndef __cplusplus
/* The one that fits the type of @x. */
#define MP_ANY(x)                                                              \
	_Generic((x),                                                          \
		int: mp_any_int,                                               \
		unsigned int: mp_any_int,                                      \
		long: mp_any_int,                                              \
		long long: mp_any_int,                                         \
		float: mp_any_double,                                          \
		double: mp_any_double,                                         \
		char *: mp_any_text,                                           \
		const char *: mp_any_text,                                     \
		mp_namespace *: mp_any_namespace,                              \
		mp_dict *: mp_any_dict,                                        \
		mp_list *: mp_any_list)(x)
#endif

/*
 * Free what a call gave into *@value, its text or its handle; it is none after
 * that.  NULL is allowed.
 */
void mp_any_clear(struct mp_any *value);

/*
 * Free an array of @n that a call gave, with its texts and handles.  To keep a
 * handle make its place none first; texts end with the array.  NULL is
 * allowed.
 */
void mp_any_free(struct mp_any *values, size_t n);

#ifdef __cplusplus
}
#endif
#endif
