/* SPDX-License-Identifier: MIT */
#include "progress/marks.h"

#include <errno.h>

#include "progress/inside.h"

struct mark {
	const char *topic, *lesson, *step;
	bool set;
	int64_t now;
};

static int write_mark(struct progress *p, void *arg)
{
	const struct mark *m = arg;

	if (!m->set)
		return progress_run(p,
				    "DELETE FROM bookmark WHERE topic = ?1 "
				    "AND lesson = ?2 AND step = ?3",
				    "sss", m->topic, m->lesson, m->step);
	return progress_run(p,
			    "INSERT INTO bookmark (topic, lesson, step, at) "
			    "VALUES (?1, ?2, ?3, ?4) "
			    "ON CONFLICT (topic, lesson, step) "
			    "DO UPDATE SET at = ?4",
			    "sssi", m->topic, m->lesson, m->step, m->now);
}

int progress_bookmark(struct progress *p, const char *topic, const char *lesson,
		      const char *step, bool set, int64_t now)
{
	struct mark m = { topic, lesson, step, set, now };

	if (!progress_is_id(topic) || !progress_is_id(lesson) ||
	    !progress_is_id(step))
		return -EINVAL;
	return progress_write(p, write_mark, &m);
}

static bool is_there(int code, sqlite3_stmt *row)
{
	if (code == SQLITE_ROW)
		(void)sqlite3_reset(row);
	return code == SQLITE_ROW;
}

bool progress_is_bookmarked(struct progress *p, const char *topic,
			    const char *lesson, const char *step)
{
	sqlite3_stmt *row;
	int code = progress_query(p, &row,
				  "SELECT 1 FROM bookmark WHERE topic = ?1 "
				  "AND lesson = ?2 AND step = ?3",
				  "sss", topic, lesson, step);

	return is_there(code, row);
}

void progress_bookmarks(struct progress *p,
			bool (*each)(void *arg,
				     const struct progress_bookmark *b),
			void *arg)
{
	struct progress_bookmark b;
	sqlite3_stmt *row;
	int code = progress_query(p, &row,
				  "SELECT topic, lesson, step, at FROM "
				  "bookmark ORDER BY at DESC, topic, lesson, "
				  "step",
				  "");

	while (code == SQLITE_ROW) {
		progress_copy(b.topic, sizeof(b.topic), row, 0);
		progress_copy(b.lesson, sizeof(b.lesson), row, 1);
		progress_copy(b.step, sizeof(b.step), row, 2);
		b.at = sqlite3_column_int64(row, 3);
		if (!each(arg, &b))
			break;
		code = sqlite3_step(row);
	}
	(void)sqlite3_reset(row); /* what could be read was told */
}

static int write_trust(struct progress *p, void *arg)
{
	const struct mark *m = arg;

	return progress_run(p,
			    "INSERT INTO trust (dir, at) VALUES (?1, ?2) "
			    "ON CONFLICT DO NOTHING",
			    "si", m->topic, m->now);
}

int progress_trust(struct progress *p, const char *dir, int64_t now)
{
	struct mark m = { .topic = dir, .now = now };

	return *dir ? progress_write(p, write_trust, &m) : -EINVAL;
}

bool progress_is_trusted(struct progress *p, const char *dir)
{
	sqlite3_stmt *row;
	int code = progress_query(p, &row, "SELECT 1 FROM trust WHERE dir = ?1",
				  "s", dir);

	return is_there(code, row);
}
