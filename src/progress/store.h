/* SPDX-License-Identifier: MIT */
/*
 * The database under the progress: opened, checked, made, set aside; for the
 * files of this layer alone.
 */
#ifndef PROGRESS_STORE_H
#define PROGRESS_STORE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* Of this program; kept in the file as user_version. */
#define PROGRESS_SCHEMA 2

/* [N] makes schema N + 1 of schema N; 0 is an empty file. */
extern const char *const progress_migrations[PROGRESS_SCHEMA];

/* How many columns each table has. */
enum { PROGRESS_TABLES = 8 };
struct progress_table {
	const char *name;
	int columns;
};
extern const struct progress_table progress_tables[PROGRESS_TABLES];

/*
 * Open, or make, the database at @path and see that it is sound.  A damaged
 * one is renamed and a new one made; @notice then says where the old one is.
 * Fails with a negative errno: -ENOTSUP if it is of a newer schema.
 */
int progress_store_open(const char *path, sqlite3 **ret, struct str *notice,
			struct err *e);

/*
 * A database in memory with what @from (may be NULL) has, as far as it can be
 * read.  NULL only if there is no memory.
 */
sqlite3 *progress_store_memory(sqlite3 *from);

/* The negative errno that says best what SQLite's @code means. */
int progress_store_errno(sqlite3 *db, int code);

#endif
