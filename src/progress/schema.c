/* SPDX-License-Identifier: MIT */
/*
 * The tables, and how those of an older program become them.
 *
 * What they hold is said where it is written: progress.h, answers.h, cards.h,
 * marks.h.  Times are ms since 1970.
 */
#include "progress/store.h"

/* An id, as a column. */
#define ID(name)                                                               \
	name " TEXT NOT NULL CHECK (length(" name ") BETWEEN 1 AND 127),"
/* One that may be of nothing. */
#define NO_ID(name) name " TEXT NOT NULL CHECK (length(" name ") <= 127),"

/* clang-format, which knows no SQL, breaks it in the middle of words. */
/* clang-format off */
static const char first[] =
	/* step: where the student was last, '' nowhere; visited: a greater one
	 * is later, 0 never */
	"CREATE TABLE lesson ("
	"	topic TEXT NOT NULL,"
	"	id TEXT NOT NULL,"
	"	step TEXT NOT NULL,"
	"	revision INTEGER NOT NULL,"
	"	done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),"
	"	visited INTEGER NOT NULL,"
	"	PRIMARY KEY (topic, id)"
	") STRICT, WITHOUT ROWID;"

	/* each row: this step has been seen */
	"CREATE TABLE step ("
	"	topic TEXT NOT NULL,"
	"	lesson TEXT NOT NULL,"
	"	id TEXT NOT NULL,"
	"	PRIMARY KEY (topic, lesson, id)"
	") STRICT, WITHOUT ROWID;";

static const char second[] =
	/* exam: when it began, 0 none */
	"CREATE TABLE answer ("
	ID("topic")
	ID("lesson")
	ID("step")
	NO_ID("question")
	"	at INTEGER NOT NULL,"
	NO_ID("objective")
	"	revision INTEGER NOT NULL,"
	"	outcome INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 4),"
	"	mode INTEGER NOT NULL CHECK (mode BETWEEN 0 AND 2),"
	"	sure INTEGER NOT NULL CHECK (sure BETWEEN 0 AND 3),"
	"	hints INTEGER NOT NULL,"
	"	given TEXT NOT NULL,"
	"	exam INTEGER NOT NULL,"
	"	PRIMARY KEY (topic, lesson, step, question, at)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX answer_exam ON answer (exam) WHERE exam <> 0;"

	"CREATE TABLE exam ("
	"	began INTEGER PRIMARY KEY,"
	"	ended INTEGER NOT NULL,"
	"	seconds INTEGER NOT NULL,"
	"	questions INTEGER NOT NULL"
	") STRICT;"

	"CREATE TABLE card ("
	ID("topic")
	ID("lesson")
	ID("id")
	"	stability REAL NOT NULL CHECK (stability > 0),"
	"	difficulty REAL NOT NULL CHECK (difficulty BETWEEN 1 AND 10),"
	"	reviewed INTEGER NOT NULL,"
	"	due INTEGER NOT NULL,"
	"	reviews INTEGER NOT NULL,"
	"	lapses INTEGER NOT NULL,"
	"	PRIMARY KEY (topic, lesson, id)"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE review ("
	ID("topic")
	ID("lesson")
	ID("id")
	"	at INTEGER NOT NULL,"
	"	grade INTEGER NOT NULL CHECK (grade BETWEEN 1 AND 4),"
	"	PRIMARY KEY (topic, lesson, id, at)"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE bookmark ("
	ID("topic")
	ID("lesson")
	ID("step")
	"	at INTEGER NOT NULL,"
	"	PRIMARY KEY (topic, lesson, step)"
	") STRICT, WITHOUT ROWID;"

	/* folders whose programs may run */
	"CREATE TABLE trust ("
	"	dir TEXT PRIMARY KEY NOT NULL,"
	"	at INTEGER NOT NULL"
	") STRICT, WITHOUT ROWID;";
/* clang-format on */

const char *const progress_migrations[PROGRESS_SCHEMA] = { first, second };

const struct progress_table progress_tables[PROGRESS_TABLES] = {
	{ "lesson", 6 }, { "step", 3 },   { "answer", 13 },  { "exam", 4 },
	{ "card", 9 },   { "review", 5 }, { "bookmark", 4 }, { "trust", 2 },
};
