/* SPDX-License-Identifier: MIT */
#include "e2e/json.h"

#include <check.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* One connection and one statement for the life of the test program. */
static sqlite3_stmt *question(const char *sql, sqlite3_stmt **kept)
{
	static sqlite3 *db;

	if (!db)
		ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
	if (!*kept)
		ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, kept, NULL),
				 SQLITE_OK);
	(void)sqlite3_reset(*kept);
	return *kept;
}

bool json_valid(const char *text)
{
	static sqlite3_stmt *kept;
	sqlite3_stmt *q = question("SELECT json_valid(?)", &kept);

	(void)sqlite3_bind_text(q, 1, text, -1, SQLITE_TRANSIENT);
	ck_assert_int_eq(sqlite3_step(q), SQLITE_ROW);
	return sqlite3_column_int(q, 0) != 0;
}

bool json_text(const char *text, const char *path, char *out, size_t size)
{
	static sqlite3_stmt *kept;
	sqlite3_stmt *q = question("SELECT json_extract(?, ?)", &kept);

	(void)sqlite3_bind_text(q, 1, text, -1, SQLITE_TRANSIENT);
	(void)sqlite3_bind_text(q, 2, path, -1, SQLITE_TRANSIENT);
	if (sqlite3_step(q) != SQLITE_ROW)
		ck_abort_msg("not JSON: %s", text);
	if (sqlite3_column_type(q, 0) == SQLITE_NULL)
		return false;
	(void)snprintf(out, size, "%s",
		       (const char *)sqlite3_column_text(q, 0));
	return true;
}

double json_number(const char *text, const char *path, double absent)
{
	char number[64];

	return json_text(text, path, number, sizeof(number))
		       ? strtod(number, NULL)
		       : absent;
}
