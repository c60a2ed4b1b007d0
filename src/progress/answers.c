/* SPDX-License-Identifier: MIT */
/*
 * One table, and questions asked of it.  It holds some thousand rows at most:
 * counting them anew costs less than keeping sums right.
 */
#include "progress/answers.h"

#include <errno.h>

#include "progress/inside.h"

static struct progress_reviewing reviewing(const struct progress_answer *a)
{
	return (struct progress_reviewing){ .topic = a->topic,
					    .lesson = a->lesson,
					    .id = a->card,
					    .grade = a->grade,
					    .now = a->at };
}

static int write_answer(struct progress *p, void *arg)
{
	const struct progress_answer *a = arg;
	struct progress_reviewing r;
	/* A clock that is set back must not make an answer older than the one
	 * before it. */
	int code = progress_run(
		p,
		"INSERT INTO answer (topic, lesson, step, question, at, "
		"objective, revision, outcome, mode, sure, hints, given, exam) "
		"VALUES (?1, ?2, ?3, ?4, max(?5, coalesce((SELECT max(at) + 1 "
		"FROM answer WHERE topic = ?1 AND lesson = ?2 AND step = ?3 "
		"AND question = ?4), 0)), "
		"?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
		"ssssisiiiiisi", a->topic, a->lesson, a->step, a->question,
		a->at, a->objective, (int64_t)a->revision, (int64_t)a->outcome,
		(int64_t)a->mode, (int64_t)a->sure, (int64_t)a->hints, a->given,
		a->exam);

	if (code != SQLITE_OK || !a->card)
		return code;
	r = reviewing(a);
	return progress_write_review(p, &r);
}

int progress_answer(struct progress *p, const struct progress_answer *a)
{
	struct progress_answer copy = *a;
	struct progress_reviewing r = reviewing(a);

	if (!progress_is_id(a->topic) || !progress_is_id(a->lesson) ||
	    !progress_is_id(a->step) ||
	    (*a->question && !progress_is_id(a->question)) ||
	    (*a->objective && !progress_is_id(a->objective)) ||
	    (a->card && !progress_reviewing_valid(&r)))
		return -EINVAL;
	return progress_write(p, write_answer, &copy);
}

/* Whether a row solves its question: ?-less, so that two can use it. */
#define SOLVES                                                                 \
	"a.outcome = 1 AND (a.mode > 0 OR NOT EXISTS (SELECT 1 FROM answer b " \
	"WHERE b.topic = a.topic AND b.lesson = a.lesson "                     \
	"AND b.step = a.step AND b.question = a.question "                     \
	"AND b.outcome = 3 AND b.at < a.at))"

void progress_question(struct progress *p, const char *topic,
		       const char *lesson, const char *step,
		       const char *question, struct progress_question *ret)
{
	sqlite3_stmt *row;
	int code = progress_query(
		p, &row,
		"WITH q AS MATERIALIZED (SELECT * FROM answer WHERE "
		"topic = ?1 AND lesson = ?2 AND step = ?3 AND question = ?4) "
		"SELECT count(*) FILTER (WHERE outcome < 2), "
		"count(*) FILTER (WHERE outcome = 0 AND at > coalesce("
		"(SELECT max(at) FROM q WHERE outcome = 1), 0)), "
		"coalesce((SELECT 1 FROM q AS a WHERE " SOLVES "), 0), "
		"coalesce(max(outcome = 3 AND mode = 0), 0), "
		"coalesce((SELECT outcome = 2 FROM q ORDER BY at DESC LIMIT 1)"
		", 0), coalesce(max(at), 0) FROM q",
		"ssss", topic, lesson, step, question);

	*ret = (struct progress_question){ .tries = 0 };
	if (code != SQLITE_ROW)
		return;
	ret->tries = sqlite3_column_int(row, 0);
	ret->wrong_since = sqlite3_column_int(row, 1);
	ret->solved = sqlite3_column_int(row, 2) != 0;
	ret->shown = sqlite3_column_int(row, 3) != 0;
	ret->skipped = sqlite3_column_int(row, 4) != 0;
	ret->last = sqlite3_column_int64(row, 5);
	(void)sqlite3_reset(row);
}

static int count_of(int code, sqlite3_stmt *row)
{
	int count = 0;

	if (code == SQLITE_ROW) {
		count = sqlite3_column_int(row, 0);
		(void)sqlite3_reset(row);
	}
	return count;
}

int progress_solved(struct progress *p, const char *topic, const char *lesson)
{
	sqlite3_stmt *row;
	int code = progress_query(p, &row,
				  "SELECT count(DISTINCT step || '/' || "
				  "question) FROM answer AS a "
				  "WHERE topic = ?1 AND lesson = ?2 "
				  "AND " SOLVES,
				  "ss", topic, lesson);

	return count_of(code, row);
}

/* ---- objectives ---- */

/*
 * One row for each objective.  ?1: only of the exam that began then; 0: all.
 * The number of an answer among those to its objective, from the last, makes
 * the recent ones.
 */
static const char objectives[] =
	"WITH n AS (SELECT *, row_number() OVER (PARTITION BY topic, lesson, "
	"objective, outcome < 2 ORDER BY at DESC) AS back FROM answer "
	"WHERE objective <> '' AND (?1 = 0 OR exam = ?1)), "
	"o AS (SELECT topic, lesson, objective, "
	"count(*) FILTER (WHERE outcome = 1) AS r, "
	"count(*) FILTER (WHERE outcome = 0) AS w, "
	"count(*) FILTER (WHERE outcome = 1 AND back <= 5) AS rr, "
	"count(*) FILTER (WHERE outcome = 0 AND back <= 5) AS rw, "
	"count(*) FILTER (WHERE outcome = 2) AS skipped, "
	"count(*) FILTER (WHERE outcome = 3) AS shown, "
	"count(*) FILTER (WHERE outcome = 0 AND sure = 3) AS certain, "
	"max(at) AS last FROM n GROUP BY topic, lesson, objective) "
	"SELECT * FROM o ORDER BY (rr + 0.5) / (rr + rw + 1.0), "
	"skipped + shown DESC, last, topic, lesson, objective";

static void read_objective(sqlite3_stmt *row, struct progress_objective *o)
{
	progress_copy(o->topic, sizeof(o->topic), row, 0);
	progress_copy(o->lesson, sizeof(o->lesson), row, 1);
	progress_copy(o->id, sizeof(o->id), row, 2);
	o->right = sqlite3_column_int(row, 3);
	o->wrong = sqlite3_column_int(row, 4);
	o->recent_right = sqlite3_column_int(row, 5);
	o->recent_wrong = sqlite3_column_int(row, 6);
	o->skipped = sqlite3_column_int(row, 7);
	o->shown = sqlite3_column_int(row, 8);
	o->certain_wrong = sqlite3_column_int(row, 9);
	o->last = sqlite3_column_int64(row, 10);
}

void progress_exam_objectives(struct progress *p, int64_t began,
			      bool (*each)(void *arg,
					   const struct progress_objective *o),
			      void *arg)
{
	struct progress_objective o;
	sqlite3_stmt *row;
	int code = progress_query(p, &row, objectives, "i", began);

	while (code == SQLITE_ROW) {
		read_objective(row, &o);
		if (!each(arg, &o))
			break;
		code = sqlite3_step(row);
	}
	(void)sqlite3_reset(row); /* what could be read was told */
}

void progress_objectives(struct progress *p,
			 bool (*each)(void *arg,
				      const struct progress_objective *o),
			 void *arg)
{
	progress_exam_objectives(p, 0, each, arg);
}

void progress_topic(struct progress *p, const char *topic,
		    struct progress_topic *ret)
{
	sqlite3_stmt *row;
	int code = progress_query(p, &row,
				  "SELECT count(*) FILTER (WHERE outcome = 1), "
				  "count(*) FILTER (WHERE outcome = 0), "
				  "count(*) FILTER (WHERE outcome = 2) "
				  "FROM answer WHERE topic = ?1",
				  "s", topic);

	*ret = (struct progress_topic){ 0 };
	if (code != SQLITE_ROW)
		return;
	ret->right = sqlite3_column_int(row, 0);
	ret->wrong = sqlite3_column_int(row, 1);
	ret->skipped = sqlite3_column_int(row, 2);
	(void)sqlite3_reset(row);
}

/* ---- exams ---- */

static int write_begin(struct progress *p, void *arg)
{
	const struct progress_exam *e = arg;

	return progress_run(p,
			    "INSERT INTO exam (began, ended, seconds, "
			    "questions) VALUES (?1, 0, ?2, ?3) "
			    "ON CONFLICT (began) DO UPDATE SET "
			    "seconds = ?2, questions = ?3",
			    "iii", e->began, (int64_t)e->seconds,
			    (int64_t)e->questions);
}

int progress_exam_begin(struct progress *p, const struct progress_exam *e)
{
	struct progress_exam copy = *e;

	return e->began > 0 ? progress_write(p, write_begin, &copy) : -EINVAL;
}

static int write_end(struct progress *p, void *arg)
{
	const struct progress_exam *e = arg;

	return progress_run(p, "UPDATE exam SET ended = ?2 WHERE began = ?1",
			    "ii", e->began, e->ended);
}

int progress_exam_end(struct progress *p, int64_t began, int64_t ended)
{
	struct progress_exam e = { .began = began, .ended = ended };

	return progress_write(p, write_end, &e);
}

int progress_exams(struct progress *p, struct progress_exam *ret, int max)
{
	sqlite3_stmt *row;
	int n = 0;
	int code = progress_query(
		p, &row,
		"SELECT began, ended, seconds, questions, "
		"(SELECT count(*) FROM answer WHERE exam = began "
		"AND outcome = 1), "
		"(SELECT count(*) FROM answer WHERE exam = began "
		"AND outcome = 0), "
		"(SELECT count(*) FROM answer WHERE exam = began "
		"AND outcome = 2) "
		"FROM exam ORDER BY began DESC",
		"");

	for (; code == SQLITE_ROW && n < max; code = sqlite3_step(row), n++) {
		ret[n] = (struct progress_exam){
			.began = sqlite3_column_int64(row, 0),
			.ended = sqlite3_column_int64(row, 1),
			.seconds = sqlite3_column_int(row, 2),
			.questions = sqlite3_column_int(row, 3),
			.right = sqlite3_column_int(row, 4),
			.wrong = sqlite3_column_int(row, 5),
			.skipped = sqlite3_column_int(row, 6),
		};
	}
	(void)sqlite3_reset(row); /* what could be read was told */
	return n;
}
