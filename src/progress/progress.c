/* SPDX-License-Identifier: MIT */
/*
 * Opening, asking and writing; and where the student is.
 *
 * Where the file cannot be used, from the start or from some moment on, all
 * goes on in a database in memory that is asked and told the same.
 */
#include "progress/progress.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "progress/inside.h"
#include "progress/store.h"

/* ---- statements ---- */

static sqlite3_stmt *statement(struct progress *p, const char *sql)
{
	int n = p->statement_count;

	for (int i = 0; i < n; i++)
		if (p->statements[i].sql == sql)
			return p->statements[i].prepared;
	if (n == PROGRESS_STATEMENTS_MAX)
		abort(); /* a fault of this layer: see the number */
	if (sqlite3_prepare_v3(p->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
			       &p->statements[n].prepared, NULL) != SQLITE_OK)
		return NULL;
	p->statements[n].sql = sql;
	p->statement_count++;
	return p->statements[n].prepared;
}

/* Binding a value that is in range fails for want of memory only. */
static void bind(sqlite3_stmt *st, const char *format, va_list args)
{
	for (int i = 1; *format; format++, i++) {
		if (*format == 's')
			(void)sqlite3_bind_text(st, i, va_arg(args, char *), -1,
						SQLITE_STATIC);
		else if (*format == 'i')
			(void)sqlite3_bind_int64(st, i, va_arg(args, int64_t));
		else
			(void)sqlite3_bind_double(st, i, va_arg(args, double));
	}
}

static int query(struct progress *p, sqlite3_stmt **row, const char *sql,
		 const char *format, va_list args)
{
	sqlite3_stmt *st = statement(p, sql);
	int code;

	*row = st;
	if (!st)
		return sqlite3_extended_errcode(p->db);
	bind(st, format, args);
	code = sqlite3_step(st);
	if (code != SQLITE_ROW)
		(void)sqlite3_reset(st); /* gives the same code again */
	return code;
}

int progress_query(struct progress *p, sqlite3_stmt **row, const char *sql,
		   const char *format, ...)
{
	va_list args;
	int code;

	va_start(args, format);
	code = query(p, row, sql, format, args);
	va_end(args);
	return code;
}

int progress_run(struct progress *p, const char *sql, const char *format, ...)
{
	sqlite3_stmt *st;
	va_list args;
	int code;

	va_start(args, format);
	code = query(p, &st, sql, format, args);
	va_end(args);
	if (code == SQLITE_ROW)
		(void)sqlite3_reset(st); /* a row says that all is well */
	return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

static void finish(struct progress *p)
{
	for (int i = 0; i < p->statement_count; i++)
		(void)sqlite3_finalize(p->statements[i].prepared);
	p->statement_count = 0;
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

/* ---- opening ---- */

static struct progress *new_handle(const char *path)
{
	struct progress *p = mem_new(1, sizeof(*p));

	p->problem = p->trouble = STR_INIT;
	p->path = mem_text(path);
	return p;
}

int progress_open(const char *path, struct progress **ret, struct err *e)
{
	struct progress *p = new_handle(path);
	struct err why = ERR_NONE;
	int code;

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

struct progress *progress_open_memory(void)
{
	struct progress *p = new_handle("");

	p->in_memory = true;
	p->db = progress_store_memory(NULL);
	return p;
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

/* ---- writing ---- */

static int transact(struct progress *p, int (*write)(struct progress *, void *),
		    void *arg)
{
	int code = progress_run(p, "BEGIN IMMEDIATE", "");

	if (code == SQLITE_OK)
		code = write(p, arg);
	if (code == SQLITE_OK)
		code = progress_run(p, "COMMIT", "");
	if (code != SQLITE_OK && p->db && !sqlite3_get_autocommit(p->db))
		/* code says what went wrong */
		(void)progress_run(p, "ROLLBACK", "");
	return code;
}

int progress_try(struct progress *p, int (*write)(struct progress *, void *),
		 void *arg, struct err *e)
{
	int code = progress_run(p, "BEGIN IMMEDIATE", ""), error;

	if (code == SQLITE_OK)
		code = write(p, arg);
	if (code == SQLITE_OK)
		code = progress_run(p, "COMMIT", "");
	if (code == SQLITE_OK)
		return 0;
	error = (code & 0xff) == SQLITE_ERROR
			? -EINVAL
			: progress_store_errno(p->db, code);
	(void)err_set(e, error, "%s", sqlite3_errmsg(p->db));
	if (p->db && !sqlite3_get_autocommit(p->db))
		(void)progress_run(p, "ROLLBACK", ""); /* e says what was */
	return error;
}

int progress_write(struct progress *p, int (*write)(struct progress *, void *),
		   void *arg)
{
	int code = transact(p, write, arg), error;

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
	(void)transact(p, write, arg); /* the error is the file's */
	return error;
}

bool progress_is_id(const char *id)
{
	return *id && strlen(id) < PROGRESS_ID;
}

void progress_copy(char *to, size_t size, sqlite3_stmt *row, int column)
{
	const unsigned char *text = sqlite3_column_text(row, column);

	(void)snprintf(to, size, "%s", text ? (const char *)text : "");
}

/* ---- where the student is ---- */

struct visit {
	const char *topic, *lesson, *step;
	int64_t revision;
};

static bool is_current(struct progress *p, const struct visit *v)
{
	sqlite3_stmt *row;
	int code = progress_query(
		p, &row,
		"SELECT 1 FROM lesson AS l JOIN step AS s "
		"ON s.topic = l.topic AND s.lesson = l.id "
		"WHERE l.topic = ?1 AND l.id = ?2 AND l.step = ?3 "
		"AND s.id = ?3 AND l.revision = ?4 "
		"AND l.visited = (SELECT max(visited) FROM lesson)",
		"sssi", v->topic, v->lesson, v->step, v->revision);

	if (code == SQLITE_ROW)
		(void)sqlite3_reset(row);
	return code == SQLITE_ROW;
}

static int write_visit(struct progress *p, void *arg)
{
	const struct visit *v = arg;
	int code = progress_run(
		p,
		"INSERT INTO lesson (topic, id, step, revision, visited) "
		"VALUES (?1, ?2, ?3, ?4, "
		"(SELECT coalesce(max(visited), 0) + 1 FROM lesson)) "
		"ON CONFLICT (topic, id) DO UPDATE SET "
		"step = excluded.step, revision = excluded.revision, "
		"visited = excluded.visited",
		"sssi", v->topic, v->lesson, v->step, v->revision);

	if (code != SQLITE_OK)
		return code;
	return progress_run(p,
			    "INSERT INTO step (topic, lesson, id) "
			    "VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
			    "sss", v->topic, v->lesson, v->step);
}

int progress_visit(struct progress *p, const char *topic, const char *lesson,
		   const char *step, int revision)
{
	struct visit v = { topic, lesson, step, revision };

	if (!progress_is_id(topic) || !progress_is_id(lesson) ||
	    !progress_is_id(step))
		return -EINVAL;
	/* Coming back to where one is needs no writing. */
	if (is_current(p, &v))
		return 0;
	return progress_write(p, write_visit, &v);
}

static int write_done(struct progress *p, void *arg)
{
	const struct visit *v = arg;

	return progress_run(p,
			    "INSERT INTO lesson "
			    "(topic, id, step, revision, done, visited) "
			    "VALUES (?1, ?2, '', 0, 1, 0) "
			    "ON CONFLICT (topic, id) DO UPDATE SET done = 1",
			    "ss", v->topic, v->lesson);
}

int progress_done(struct progress *p, const char *topic, const char *lesson)
{
	struct visit v = { topic, lesson, NULL, 0 };
	struct progress_lesson now;

	if (!progress_is_id(topic) || !progress_is_id(lesson))
		return -EINVAL;
	progress_lesson(p, topic, lesson, &now);
	return now.done ? 0 : progress_write(p, write_done, &v);
}

void progress_lesson(struct progress *p, const char *topic, const char *lesson,
		     struct progress_lesson *ret)
{
	sqlite3_stmt *row;
	int code = progress_query(
		p, &row,
		"SELECT step, revision, done, (SELECT count(*) FROM step "
		"WHERE topic = ?1 AND lesson = ?2) FROM lesson "
		"WHERE topic = ?1 AND id = ?2",
		"ss", topic, lesson);

	*ret = (struct progress_lesson){ .begun = false };
	if (code != SQLITE_ROW)
		return;
	progress_copy(ret->step, sizeof(ret->step), row, 0);
	ret->revision = sqlite3_column_int(row, 1);
	ret->done = sqlite3_column_int(row, 2) != 0;
	ret->seen = sqlite3_column_int(row, 3);
	ret->begun = ret->seen > 0;
	(void)sqlite3_reset(row);
}

bool progress_has_seen(struct progress *p, const char *topic,
		       const char *lesson, const char *step)
{
	sqlite3_stmt *row;
	int code = progress_query(p, &row,
				  "SELECT 1 FROM step WHERE topic = ?1 AND "
				  "lesson = ?2 AND id = ?3",
				  "sss", topic, lesson, step);

	if (code == SQLITE_ROW)
		(void)sqlite3_reset(row);
	return code == SQLITE_ROW;
}

bool progress_last(struct progress *p, char topic[PROGRESS_ID],
		   char lesson[PROGRESS_ID])
{
	sqlite3_stmt *row;
	int code = progress_query(p, &row,
				  "SELECT topic, id FROM lesson "
				  "WHERE visited > 0 "
				  "ORDER BY visited DESC LIMIT 1",
				  "");

	topic[0] = lesson[0] = '\0';
	if (code != SQLITE_ROW)
		return false;
	progress_copy(topic, PROGRESS_ID, row, 0);
	progress_copy(lesson, PROGRESS_ID, row, 1);
	(void)sqlite3_reset(row);
	return true;
}
