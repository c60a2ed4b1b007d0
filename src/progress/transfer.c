/* SPDX-License-Identifier: MIT */
/*
 * SQLite reads and writes the JSON itself.  A table is an array of objects
 * whose keys are its columns; what is unknown in a file is passed over, so
 * that a file with more in it can still be read.
 */
#include "progress/transfer.h"

#include <errno.h>
#include <string.h>

#include "progress/inside.h"
#include "progress/store.h"

enum { FILE_VERSION = 1 };
#define FILE_FORMAT "procession-progress"

/* JSON of one row, and how rows are joined with those that are here. */
static const struct table {
	const char *name, *rows, *join, *forget;
} tables[] = {
	{ "lessons",
	  "SELECT json_object('topic', topic, 'id', id, 'step', step, "
	  "'revision', revision, 'done', done, 'visited', visited) "
	  "FROM lesson ORDER BY visited, topic, id",
	  /* Where the student was last is where more was visited. */
	  "INSERT INTO lesson (topic, id, step, revision, done, visited) "
	  "SELECT value ->> 'topic', value ->> 'id', value ->> 'step', "
	  "value ->> 'revision', value ->> 'done', value ->> 'visited' "
	  "FROM json_each(?1, '$.lessons') WHERE true "
	  "ON CONFLICT (topic, id) DO UPDATE SET "
	  "done = max(done, excluded.done), "
	  "step = iif(excluded.visited > visited, excluded.step, step), "
	  "revision = iif(excluded.visited > visited, excluded.revision, "
	  "revision), visited = max(visited, excluded.visited)",
	  "DELETE FROM lesson WHERE ?1 = '' OR (topic = ?1 AND id = ?2)" },
	{ "steps",
	  "SELECT json_object('topic', topic, 'lesson', lesson, 'id', id) "
	  "FROM step ORDER BY topic, lesson, id",
	  "INSERT INTO step (topic, lesson, id) SELECT value ->> 'topic', "
	  "value ->> 'lesson', value ->> 'id' "
	  "FROM json_each(?1, '$.steps') WHERE true ON CONFLICT DO NOTHING",
	  "DELETE FROM step WHERE ?1 = '' OR (topic = ?1 AND lesson = ?2)" },
	{ "answers",
	  "SELECT json_object('topic', topic, 'lesson', lesson, 'step', step, "
	  "'question', question, 'at', at, 'objective', objective, 'revision', "
	  "revision, 'outcome', outcome, 'mode', mode, 'sure', sure, 'hints', "
	  "hints, 'given', given, 'exam', exam) "
	  "FROM answer ORDER BY at, topic, lesson, step, question",
	  "INSERT INTO answer (topic, lesson, step, question, at, objective, "
	  "revision, outcome, mode, sure, hints, given, exam) "
	  "SELECT value ->> 'topic', value ->> 'lesson', value ->> 'step', "
	  "value ->> 'question', value ->> 'at', value ->> 'objective', "
	  "value ->> 'revision', value ->> 'outcome', value ->> 'mode', "
	  "value ->> 'sure', value ->> 'hints', value ->> 'given', "
	  "value ->> 'exam' "
	  "FROM json_each(?1, '$.answers') WHERE true ON CONFLICT DO NOTHING",
	  "DELETE FROM answer WHERE ?1 = '' OR (topic = ?1 AND lesson = ?2)" },
	{ "cards",
	  "SELECT json_object('topic', topic, 'lesson', lesson, 'id', id, "
	  "'stability', stability, 'difficulty', difficulty, 'reviewed', "
	  "reviewed, 'due', due, 'reviews', reviews, 'lapses', lapses) "
	  "FROM card ORDER BY topic, lesson, id",
	  /* What was reviewed later knows more. */
	  "INSERT INTO card (topic, lesson, id, stability, difficulty, "
	  "reviewed, due, reviews, lapses) "
	  "SELECT value ->> 'topic', value ->> 'lesson', value ->> 'id', "
	  "value ->> 'stability', value ->> 'difficulty', "
	  "value ->> 'reviewed', value ->> 'due', value ->> 'reviews', "
	  "value ->> 'lapses' "
	  "FROM json_each(?1, '$.cards') WHERE true "
	  "ON CONFLICT (topic, lesson, id) DO UPDATE SET "
	  "stability = excluded.stability, difficulty = excluded.difficulty, "
	  "reviewed = excluded.reviewed, due = excluded.due, "
	  "reviews = excluded.reviews, lapses = excluded.lapses "
	  "WHERE excluded.reviewed > reviewed",
	  "DELETE FROM card WHERE ?1 = '' OR (topic = ?1 AND lesson = ?2)" },
	{ "reviews",
	  "SELECT json_object('topic', topic, 'lesson', lesson, 'id', id, "
	  "'at', at, 'grade', grade) "
	  "FROM review ORDER BY at, topic, lesson, id",
	  "INSERT INTO review (topic, lesson, id, at, grade) "
	  "SELECT value ->> 'topic', value ->> 'lesson', value ->> 'id', "
	  "value ->> 'at', value ->> 'grade' "
	  "FROM json_each(?1, '$.reviews') WHERE true ON CONFLICT DO NOTHING",
	  "DELETE FROM review WHERE ?1 = '' OR (topic = ?1 AND lesson = ?2)" },
	{ "bookmarks",
	  "SELECT json_object('topic', topic, 'lesson', lesson, 'step', step, "
	  "'at', at) FROM bookmark ORDER BY at, topic, lesson, step",
	  "INSERT INTO bookmark (topic, lesson, step, at) "
	  "SELECT value ->> 'topic', value ->> 'lesson', value ->> 'step', "
	  "value ->> 'at' "
	  "FROM json_each(?1, '$.bookmarks') WHERE true "
	  "ON CONFLICT DO NOTHING",
	  "DELETE FROM bookmark WHERE ?1 = '' "
	  "OR (topic = ?1 AND lesson = ?2)" },
	{ "exams",
	  "SELECT json_object('began', began, 'ended', ended, 'seconds', "
	  "seconds, 'questions', questions) FROM exam ORDER BY began",
	  "INSERT INTO exam (began, ended, seconds, questions) "
	  "SELECT value ->> 'began', value ->> 'ended', value ->> 'seconds', "
	  "value ->> 'questions' "
	  "FROM json_each(?1, '$.exams') WHERE true "
	  "ON CONFLICT (began) DO UPDATE SET ended = max(ended, "
	  "excluded.ended)",
	  /* An exam is of many lessons. */
	  "DELETE FROM exam WHERE ?1 = '' AND ?2 = ''" },
};

#define TABLES (sizeof(tables) / sizeof(*tables))

/* ---- out ---- */

static int add_rows(struct progress *p, const struct table *t, struct str *out)
{
	sqlite3_stmt *row;
	const char *comma = "";
	int code;

	str_addf(out, ",\n\"%s\": [", t->name);
	for (code = progress_query(p, &row, t->rows, ""); code == SQLITE_ROW;
	     code = sqlite3_step(row)) {
		str_addf(out, "%s\n%s", comma,
			 (const char *)sqlite3_column_text(row, 0));
		comma = ",";
	}
	(void)sqlite3_reset(row); /* gives the same code again */
	str_add(out, "]");
	return code;
}

int progress_export(struct progress *p, const char *learner, int64_t now,
		    struct str *out)
{
	sqlite3_stmt *row;
	int code = progress_query(p, &row,
				  "SELECT json_object('format', '" FILE_FORMAT
				  "', 'version', ?1, 'learner', ?2, "
				  "'made', ?3)",
				  "isi", (int64_t)FILE_VERSION, learner, now);

	if (code == SQLITE_ROW) {
		str_add(out, (const char *)sqlite3_column_text(row, 0));
		str_truncate(out, out->len - 1); /* its brace */
		(void)sqlite3_reset(row);
		code = SQLITE_DONE;
	}
	for (size_t i = 0; i < TABLES && code == SQLITE_DONE; i++)
		code = add_rows(p, &tables[i], out);
	str_add(out, "}\n");
	return code == SQLITE_DONE ? 0 : progress_store_errno(p->db, code);
}

/* ---- in ---- */

struct import {
	const char *json;
	int before, after; /* answers */
};

static int count_answers(struct progress *p, int *ret)
{
	sqlite3_stmt *row;
	int code = progress_query(p, &row, "SELECT count(*) FROM answer", "");

	if (code != SQLITE_ROW)
		return code;
	*ret = sqlite3_column_int(row, 0);
	return sqlite3_reset(row);
}

static int write_import(struct progress *p, void *arg)
{
	struct import *i = arg;
	int code = count_answers(p, &i->before);

	for (size_t t = 0; t < TABLES && code == SQLITE_OK; t++)
		code = progress_run(p, tables[t].join, "s", i->json);
	return code == SQLITE_OK ? count_answers(p, &i->after) : code;
}

/* Whether it is a file of ours, and of which version; fills @ret. */
static int check_head(struct progress *p, const char *json,
		      struct progress_imported *ret, struct err *e)
{
	char format[40] = "";
	sqlite3_stmt *row;
	int64_t version = 0;
	int code =
		progress_query(p, &row,
			       "SELECT ?1 ->> '$.format', ?1 ->> '$.version', "
			       "?1 ->> '$.learner', ?1 ->> '$.made'",
			       "s", json);

	if (code == SQLITE_ROW) {
		progress_copy(format, sizeof(format), row, 0);
		version = sqlite3_column_int64(row, 1);
		progress_copy(ret->learner, sizeof(ret->learner), row, 2);
		ret->made = sqlite3_column_int64(row, 3);
		(void)sqlite3_reset(row);
	}
	if (code != SQLITE_ROW || strcmp(format, FILE_FORMAT) != 0 ||
	    version < 1)
		return err_set(e, -EINVAL,
			       "it is not what procession progress export "
			       "writes");
	if (version > FILE_VERSION)
		return err_set(e, -ENOTSUP,
			       "it was made by a newer version of Procession: "
			       "import it with that");
	return 0;
}

/*
 * Every number of a file of ours is in its range: none that is not can be
 * reckoned with later.
 */
static int check_numbers(struct progress *p, const char *json, struct err *e)
{
	char where[80] = "";
	sqlite3_stmt *row;
	int code = progress_query(
		p, &row,
		"SELECT fullkey FROM json_tree(?1) WHERE key IN ('at', 'made', "
		"'visited', 'exam', 'reviewed', 'due', 'began', 'ended') "
		"AND (type NOT IN ('integer', 'real') "
		"OR atom NOT BETWEEN 0 AND 9007199254740991) "
		"OR key IN ('revision', 'done', 'outcome', 'mode', 'sure', "
		"'hints', 'stability', 'difficulty', 'reviews', 'lapses', "
		"'grade', 'seconds', 'questions') "
		"AND type NOT IN ('array', 'object') "
		"AND (type NOT IN ('integer', 'real') "
		"OR atom NOT BETWEEN 0 AND 1000000000) LIMIT 1",
		"s", json);

	if (code == SQLITE_DONE)
		return 0;
	if (code != SQLITE_ROW)
		return err_set(e, -EINVAL, "it is not whole: %s",
			       sqlite3_errmsg(p->db));
	progress_copy(where, sizeof(where), row, 0);
	(void)sqlite3_reset(row);
	return err_set(e, -EINVAL,
		       "a number in it is none that progress export writes "
		       "(%s): nothing was changed",
		       where);
}

int progress_import(struct progress *p, const char *json,
		    struct progress_imported *ret, struct err *e)
{
	struct import i = { .json = json };
	struct err why = ERR_NONE;
	int code;

	*ret = (struct progress_imported){ .made = 0 };
	code = check_head(p, json, ret, e);
	if (code == 0)
		code = check_numbers(p, json, e);
	if (code < 0)
		return code;
	code = progress_try(p, write_import, &i, &why);
	if (code == -EINVAL)
		return err_set(e, code,
			       "a record in it is not as progress export "
			       "writes them (%s): nothing was changed",
			       why.text);
	if (code < 0)
		return err_set(e, code, "%s", why.text);
	ret->answers = i.after - i.before;
	return 0;
}

/* ---- away ---- */

struct reset {
	const char *topic, *lesson;
};

static int write_reset(struct progress *p, void *arg)
{
	const struct reset *r = arg;
	int code = SQLITE_OK;

	for (size_t t = 0; t < TABLES && code == SQLITE_OK; t++)
		code = progress_run(p, tables[t].forget, "ss", r->topic,
				    r->lesson);
	return code;
}

int progress_reset(struct progress *p, const char *topic, const char *lesson)
{
	struct reset r = { topic ? topic : "", topic ? lesson : "" };

	if (topic && (!progress_is_id(topic) || !progress_is_id(lesson)))
		return -EINVAL;
	return progress_write(p, write_reset, &r);
}
