/* SPDX-License-Identifier: MIT */
#include "progress/cards.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "progress/inside.h"

#define RECALL   0.9    /* due when it is still known with this chance */
#define AGAIN_MS 600000 /* what was not known comes back after this */
#define COLUMNS                                                                \
	"topic, lesson, id, stability, difficulty, reviewed, due, reviews, "   \
	"lapses"

static void read_card(sqlite3_stmt *row, struct progress_card *c)
{
	progress_copy(c->topic, sizeof(c->topic), row, 0);
	progress_copy(c->lesson, sizeof(c->lesson), row, 1);
	progress_copy(c->id, sizeof(c->id), row, 2);
	c->memory.stability = sqlite3_column_double(row, 3);
	c->memory.difficulty = sqlite3_column_double(row, 4);
	c->reviewed = sqlite3_column_int64(row, 5);
	c->due = sqlite3_column_int64(row, 6);
	c->reviews = sqlite3_column_int(row, 7);
	c->lapses = sqlite3_column_int(row, 8);
	/* Whatever has written the file: there is always one more. */
	c->reviews = c->reviews < 0 || c->reviews == INT_MAX ? 0 : c->reviews;
	c->lapses = c->lapses < 0 || c->lapses == INT_MAX ? 0 : c->lapses;
}

void progress_card(struct progress *p, const char *topic, const char *lesson,
		   const char *id, struct progress_card *ret)
{
	sqlite3_stmt *row;
	int code = progress_query(p, &row,
				  "SELECT " COLUMNS " FROM card WHERE "
				  "topic = ?1 AND lesson = ?2 AND id = ?3",
				  "sss", topic, lesson, id);

	*ret = (struct progress_card){ .due = 0 };
	(void)snprintf(ret->topic, sizeof(ret->topic), "%s", topic);
	(void)snprintf(ret->lesson, sizeof(ret->lesson), "%s", lesson);
	(void)snprintf(ret->id, sizeof(ret->id), "%s", id);
	if (code != SQLITE_ROW)
		return;
	read_card(row, ret);
	(void)sqlite3_reset(row);
}

void progress_card_grade(struct progress_card *c, enum fsrs_grade grade,
			 int64_t now)
{
	/* A clock that was set back has made no time pass. */
	double days = ((double)now - (double)c->reviewed) / CLOCK_DAY_MS;

	days = days > 0 ? days : 0;
	if (grade == FSRS_AGAIN && c->reviews > 0)
		c->lapses++;
	c->memory = fsrs_review(c->memory, grade, c->reviews ? days : 0);
	c->reviews++;
	c->reviewed = now;
	c->due = now;
	if (grade == FSRS_AGAIN)
		c->due += AGAIN_MS;
	else
		c->due += (int64_t)(fsrs_interval(c->memory, RECALL) *
				    CLOCK_DAY_MS);
}

bool progress_reviewing_valid(const struct progress_reviewing *r)
{
	return progress_is_id(r->topic) && progress_is_id(r->lesson) &&
	       *r->id && strlen(r->id) < sizeof(r->card.id) &&
	       r->grade >= FSRS_AGAIN && r->grade <= FSRS_EASY;
}

/* Read and written in one transaction: another player may review it too. */
int progress_write_review(struct progress *p, void *reviewing)
{
	struct progress_reviewing *r = reviewing;
	struct progress_card *c = &r->card;
	int code;

	progress_card(p, r->topic, r->lesson, r->id, c);
	progress_card_grade(c, r->grade, r->now);
	code = progress_run(p,
			    "INSERT INTO card (" COLUMNS ") VALUES "
			    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
			    "ON CONFLICT (topic, lesson, id) DO UPDATE SET "
			    "stability = ?4, difficulty = ?5, reviewed = ?6, "
			    "due = ?7, reviews = ?8, lapses = ?9",
			    "sssddiiii", c->topic, c->lesson, c->id,
			    c->memory.stability, c->memory.difficulty,
			    c->reviewed, c->due, (int64_t)c->reviews,
			    (int64_t)c->lapses);
	if (code != SQLITE_OK)
		return code;
	return progress_run(p,
			    "INSERT INTO review (topic, lesson, id, at, grade) "
			    "VALUES (?1, ?2, ?3, ?4, ?5) "
			    "ON CONFLICT DO NOTHING",
			    "sssii", c->topic, c->lesson, c->id, r->now,
			    (int64_t)r->grade);
}

int progress_review(struct progress *p, const char *topic, const char *lesson,
		    const char *id, enum fsrs_grade grade, int64_t now,
		    struct progress_card *ret)
{
	struct progress_reviewing r = { .topic = topic,
					.lesson = lesson,
					.id = id,
					.grade = grade,
					.now = now };
	int code;

	if (!progress_reviewing_valid(&r))
		return -EINVAL;
	code = progress_write(p, progress_write_review, &r);
	if (ret)
		*ret = r.card;
	return code;
}

int progress_due(struct progress *p, int64_t now,
		 bool (*each)(void *arg, const struct progress_card *c),
		 void *arg)
{
	struct progress_card c;
	sqlite3_stmt *row;
	int told = 0;
	/* Of two that are due the one whose stability has passed more often. */
	int code = progress_query(p, &row,
				  "SELECT " COLUMNS " FROM card "
				  "WHERE due <= ?1 ORDER BY "
				  "(?1 - reviewed) / stability DESC, "
				  "topic, lesson, id",
				  "i", now);

	while (code == SQLITE_ROW) {
		read_card(row, &c);
		told++;
		if (!each(arg, &c))
			break;
		code = sqlite3_step(row);
	}
	(void)sqlite3_reset(row); /* what could be read was told */
	return told;
}

int progress_due_count(struct progress *p, int64_t now)
{
	sqlite3_stmt *row;
	int code = progress_query(
		p, &row, "SELECT count(*) FROM card WHERE due <= ?1", "i", now);
	int count = 0;

	if (code == SQLITE_ROW) {
		count = sqlite3_column_int(row, 0);
		(void)sqlite3_reset(row);
	}
	return count;
}

int64_t progress_next_due(struct progress *p, int64_t now)
{
	sqlite3_stmt *row;
	int code = progress_query(
		p, &row, "SELECT min(due) FROM card WHERE due > ?1", "i", now);
	int64_t due = 0;

	if (code == SQLITE_ROW) {
		due = sqlite3_column_int64(row, 0);
		(void)sqlite3_reset(row);
	}
	return due;
}
