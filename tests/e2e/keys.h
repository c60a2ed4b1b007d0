/* SPDX-License-Identifier: MIT */
/*
 * Keys by their names, as tty_send takes them, made into what a terminal sends.
 */
#ifndef E2E_KEYS_H
#define E2E_KEYS_H

#include <stddef.h>

typedef struct VTerm VTerm; /* as vterm.h has it */

typedef void keys_fn(void *arg, const char *bytes, size_t len);

/*
 * Type @keys: characters go to @type as they are; keys with codes of their own
 * go through @vt, which knows the modes and hands them to its output callback.
 * An unknown name fails the test.
 */
void keys_type(VTerm *vt, const char *keys, keys_fn *type, void *arg);

enum { KEYS_NAME = 24 };

/* The key that ui/commands.def calls @name, as keys_type takes it. */
void keys_from_name(const char *name, char out[KEYS_NAME]);

#endif
