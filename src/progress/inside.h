/* SPDX-License-Identifier: MIT */
/*
 * The handle and how its database is asked, for the files of this layer alone.
 *
 * SQL texts are string literals: a prepared statement is kept for each, found
 * by the address of its text.
 */
#ifndef PROGRESS_INSIDE_H
#define PROGRESS_INSIDE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "progress/cards.h"
#include "progress/progress.h"

#define PROGRESS_STATEMENTS_MAX 64

struct progress {
	sqlite3 *db;
	struct {
		const char *sql;
		sqlite3_stmt *prepared;
	} statements[PROGRESS_STATEMENTS_MAX];
	int statement_count;
	bool in_memory;
	char *path;
	struct str problem; /* what stays so */
	struct str trouble; /* with the last call */
};

/*
 * Run @sql with ?1, ?2, ... as @format says: s a text, i an int64_t, d a
 * double.  SQLITE_ROW (reset *@row after use), SQLITE_DONE, or what is wrong.
 */
int progress_query(struct progress *p, sqlite3_stmt **row, const char *sql,
		   const char *format, ...);
/* The same for what gives no rows: SQLITE_OK, or what is wrong. */
int progress_run(struct progress *p, const char *sql, const char *format, ...);

/*
 * Have @write do its progress_run()s in one transaction; it returns SQLite's
 * code.  If the file cannot be written (any more), it is done in memory
 * instead, so @write may be called twice.  Returns as progress_visit.
 */
int progress_write(struct progress *p, int (*write)(struct progress *, void *),
		   void *arg);

/*
 * The same for what others have written: if that is wrong nothing is done, and
 * @e says what SQLite says.
 */
int progress_try(struct progress *p, int (*write)(struct progress *, void *),
		 void *arg, struct err *e);

/* A card is reviewed; @card: what it is after that. */
struct progress_reviewing {
	const char *topic, *lesson, *id;
	enum fsrs_grade grade;
	int64_t now;
	struct progress_card card;
};
bool progress_reviewing_valid(const struct progress_reviewing *r);
/* Within a transaction that was begun.  SQLite's code. */
int progress_write_review(struct progress *p, void *reviewing);

/* Whether a text may be an id: not empty, at most 63 bytes. */
bool progress_is_id(const char *id);

/* The text of a column into @to, cut if it must be. */
void progress_copy(char *to, size_t size, sqlite3_stmt *row, int column);

#endif
