/* SPDX-License-Identifier: MIT */
/*
 * What is asked of the store and told to it.
 *
 * Where the file cannot be used, from the start or from some moment on, all
 * goes on in a database in memory that is asked and told the same.
 */
#include "progress/progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "progress/store.h"

enum statement {
	BEGIN,
	COMMIT,
	ROLLBACK,
	IS_CURRENT,
	VISIT_LESSON,
	VISIT_STEP,
	DONE,
	LESSON,
	LAST,
	STATEMENT_COUNT
};

static const char *const sql[STATEMENT_COUNT] = {
	[BEGIN] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
	/* Whether the student is at this step already. */
	[IS_CURRENT] = "SELECT 1 FROM lesson AS l JOIN step AS s "
		       "ON s.topic = l.topic AND s.lesson = l.id "
		       "WHERE l.topic = ?1 AND l.id = ?2 AND l.step = ?3 "
		       "AND s.id = ?3 AND l.revision = ?4 "
		       "AND l.visited = (SELECT max(visited) FROM lesson)",
	[VISIT_LESSON] = "INSERT INTO lesson "
			 "(topic, id, step, revision, visited) "
			 "VALUES (?1, ?2, ?3, ?4, "
			 "(SELECT coalesce(max(visited), 0) + 1 FROM lesson)) "
			 "ON CONFLICT (topic, id) DO UPDATE SET "
			 "step = excluded.step, revision = excluded.revision, "
			 "visited = excluded.visited",
	[VISIT_STEP] = "INSERT INTO step (topic, lesson, id) "
		       "VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
	[DONE] = "INSERT INTO lesson "
		 "(topic, id, step, revision, done, visited) "
		 "VALUES (?1, ?2, '', 0, 1, 0) "
		 "ON CONFLICT (topic, id) DO UPDATE SET done = 1",
	[LESSON] = "SELECT step, revision, done, (SELECT count(*) FROM step "
		   "WHERE topic = ?1 AND lesson = ?2) FROM lesson "
		   "WHERE topic = ?1 AND id = ?2",
	[LAST] = "SELECT topic, id FROM lesson WHERE visited > 0 "
		 "ORDER BY visited DESC LIMIT 1",
};

struct progress {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared when needed */
	bool in_memory;
	char *path;
	struct str problem; /* what stays so */
	struct str trouble; /* with the last call */
};

/* ---- statements ---- */

static sqlite3_stmt *statement(struct progress *p, enum statement which)
{
	if (!p->statements[which])
		(void)sqlite3_prepare_v3(p->db, sql[which], -1,
					 SQLITE_PREPARE_PERSISTENT,
					 &p->statements[which], NULL);
	return p->statements[which];
}

/* The values of ?1, ?2, ...; those that a statement has not are passed over. */
struct values {
	const char *topic, *lesson, *step;
	int revision;
};

static void bind(sqlite3_stmt *st, const struct values *v)
{
	const char *const texts[] = { v->topic, v->lesson, v->step };
	int count = sqlite3_bind_parameter_count(st);

	/* Binding a number that is in range fails for want of memory only. */
	for (int i = 0; i < 3 && i < count; i++)
		(void)sqlite3_bind_text(st, i + 1, texts[i], -1, SQLITE_STATIC);
	if (count >= 4)
		(void)sqlite3_bind_int(st, 4, v->revision);
}

/* SQLITE_ROW (reset @ret_row after use), SQLITE_DONE, or what is wrong. */
static int query(struct progress *p, enum statement which,
		 const struct values *v, sqlite3_stmt **ret_row)
{
	sqlite3_stmt *st = statement(p, which);
	int code;

	*ret_row = st;
	if (!st)
		return sqlite3_extended_errcode(p->db);
	bind(st, v);
	code = sqlite3_step(st);
	if (code != SQLITE_ROW)
		(void)sqlite3_reset(st); /* gives the same code again */
	return code;
}

static int run(struct progress *p, enum statement which, const struct values *v)
{
	sqlite3_stmt *st;
	int code = query(p, which, v, &st);

	if (code == SQLITE_ROW)
		(void)sqlite3_reset(st); /* a row says that all is well */
	return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

static void finish(struct progress *p)
{
	for (int i = 0; i < STATEMENT_COUNT; i++) {
		(void)sqlite3_finalize(p->statements[i]);
		p->statements[i] = NULL;
	}
}

/* ---- in memory ---- */

static const char *advice(int code)
{
	switch (code) {
	case -ENOTSUP:
		return "Use that version, or move the file away.";
	case -EBUSY:
		return "Another program holds it: end that, then start again.";
	case -ENOSPC:
		return "Make room on the disk, then start again.";
	default:
		return "Make it writable, or set XDG_DATA_HOME to a folder "
		       "that is.";
	}
}

static void explain(struct progress *p, int code, const char *what)
{
	str_addf(&p->problem, "Nothing is kept of what you do now: %s. %s",
		 what, advice(code));
}

static void go_on_in_memory(struct progress *p, int code)
{
	sqlite3 *memory = progress_store_memory(p->db);
	SCOPED_STR what = STR_INIT;

	finish(p);
	(void)sqlite3_close(p->db);
	p->db = memory;
	p->in_memory = true;
	str_addf(&what, "%s: %s", p->path, strerror(-code));
	explain(p, code, what.buf);
}

/* ---- the interface ---- */

int progress_open(const char *path, struct progress **ret, struct err *e)
{
	struct progress *p = mem_new(1, sizeof(*p));
	struct err why = ERR_NONE;
	int code;

	p->problem = p->trouble = STR_INIT;
	p->path = mem_text(path);
	code = progress_store_open(path, &p->db, &p->problem, &why);
	if (code < 0) {
		p->in_memory = true;
		if (!p->db)
			p->db = progress_store_memory(NULL);
		explain(p, code, why.text);
		(void)err_set(e, code, "%s", why.text);
	}
	*ret = p;
	return code;
}

void progress_close(struct progress *p)
{
	if (!p)
		return;
	finish(p);
	(void)sqlite3_close(p->db);
	str_release(&p->problem);
	str_release(&p->trouble);
	free(p->path);
	free(p);
}

const char *progress_problem(const struct progress *p)
{
	return p->problem.len ? p->problem.buf : p->trouble.buf;
}

static int transact(struct progress *p, const enum statement *steps,
		    size_t count, const struct values *v)
{
	int code = run(p, BEGIN, v);

	for (size_t i = 0; i < count && code == SQLITE_OK; i++)
		code = run(p, steps[i], v);
	if (code == SQLITE_OK)
		code = run(p, COMMIT, v);
	if (code != SQLITE_OK && p->db && !sqlite3_get_autocommit(p->db))
		(void)run(p, ROLLBACK, v); /* code says what went wrong */
	return code;
}

/* One transaction; in memory if the file cannot be written (any more). */
static int write_all(struct progress *p, const enum statement *steps,
		     size_t count, const struct values *v)
{
	int code = transact(p, steps, count, v), error;

	str_clear(&p->trouble);
	if (code == SQLITE_OK)
		return 0;
	error = progress_store_errno(p->db, code);
	if (error == -EBUSY) {
		str_addf(&p->trouble,
			 "What you did last is not kept: another program "
			 "holds %s.",
			 p->path);
		return error;
	}
	if (p->in_memory)
		return error;
	go_on_in_memory(p, error);
	(void)transact(p, steps, count, v); /* the error is the file's */
	return error;
}

static bool fits(const char *id)
{
	return *id && strlen(id) < 64;
}

int progress_visit(struct progress *p, const char *topic, const char *lesson,
		   const char *step, int revision)
{
	static const enum statement steps[] = { VISIT_LESSON, VISIT_STEP };
	const struct values v = { topic, lesson, step, revision };
	sqlite3_stmt *row;

	if (!fits(topic) || !fits(lesson) || !fits(step))
		return -EINVAL;
	/* Coming back to where one is needs no writing. */
	if (query(p, IS_CURRENT, &v, &row) == SQLITE_ROW) {
		(void)sqlite3_reset(row);
		return 0;
	}
	return write_all(p, steps, 2, &v);
}

int progress_done(struct progress *p, const char *topic, const char *lesson)
{
	static const enum statement steps[] = { DONE };
	const struct values v = { topic, lesson, NULL, 0 };
	struct progress_lesson now;

	if (!fits(topic) || !fits(lesson))
		return -EINVAL;
	progress_lesson(p, topic, lesson, &now);
	return now.done ? 0 : write_all(p, steps, 1, &v);
}

static void copy_id(char to[64], sqlite3_stmt *row, int column)
{
	const unsigned char *text = sqlite3_column_text(row, column);

	(void)snprintf(to, 64, "%s", text ? (const char *)text : "");
}

void progress_lesson(struct progress *p, const char *topic, const char *lesson,
		     struct progress_lesson *ret)
{
	const struct values v = { topic, lesson, NULL, 0 };
	sqlite3_stmt *row;

	*ret = (struct progress_lesson){ .begun = false };
	if (query(p, LESSON, &v, &row) != SQLITE_ROW)
		return;
	copy_id(ret->step, row, 0);
	ret->revision = sqlite3_column_int(row, 1);
	ret->done = sqlite3_column_int(row, 2) != 0;
	ret->seen = sqlite3_column_int(row, 3);
	ret->begun = ret->seen > 0;
	(void)sqlite3_reset(row);
}

bool progress_last(struct progress *p, char topic[64], char lesson[64])
{
	const struct values v = { NULL, NULL, NULL, 0 };
	sqlite3_stmt *row;

	topic[0] = lesson[0] = '\0';
	if (query(p, LAST, &v, &row) != SQLITE_ROW)
		return false;
	copy_id(topic, row, 0);
	copy_id(lesson, row, 1);
	(void)sqlite3_reset(row);
	return true;
}
