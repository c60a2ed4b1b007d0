/* SPDX-License-Identifier: MIT */
/*
 * One small SQLite file.
 *
 * Its journal is a rollback journal, not a write-ahead log: a log needs memory
 * that all its users share, and the homes of students are often on a file
 * server where two machines use them at once.  A player that is killed in the
 * middle of a transaction leaves the journal, and whoever opens the file next
 * undoes what was half done.
 *
 * A write waits for the disk three times (synchronous NORMAL), some
 * milliseconds in all; the two times more of FULL would guard against a loss
 * of power in one unlucky instant, but a key must be answered in 33 ms.
 *
 * Opening is serialised by a lock on the folder, so that of two players that
 * find a damaged file one sets it aside and the other finds the new one.
 */
#include "progress/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"

enum {
	BUSY_MS = 2000,   /* how long another player may hold the file */
	LOCK_TRIES = 200, /* for the folder, LOCK_NAP_MS apart */
	LOCK_NAP_MS = 10,
	MAX_ASIDE = 1000, /* damaged files beside each other */
};

/* Says that a file is ours: "Prcs". */
#define APPLICATION_ID 0x50726373

int progress_store_errno(sqlite3 *db, int code)
{
	int os = db ? sqlite3_system_errno(db) : 0;

	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
		return -EINVAL;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EUCLEAN;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return os ? -os : -EACCES;
	default:
		return os ? -os : -EIO;
	}
}

static int failed(sqlite3 *db, int code, const char *path, struct err *e)
{
	int error = progress_store_errno(db, code);

	return err_set(e, error, "%s: %s", path,
		       error == -EIO ? sqlite3_errstr(code) : strerror(-error));
}

/* The number that a PRAGMA or a SELECT gives. */
static int ask(sqlite3 *db, const char *sql, int *ret)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &st, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		*ret = sqlite3_column_int(st, 0);
		code = SQLITE_OK;
	}
	(void)sqlite3_finalize(st); /* its code is the one of the step */
	return code;
}

static int run(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* ---- the schema ---- */

static int migrate_from(sqlite3 *db, int version)
{
	char set[80];
	int code = SQLITE_OK;

	for (; version < PROGRESS_SCHEMA && code == SQLITE_OK; version++)
		code = run(db, progress_migrations[version]);
	(void)snprintf(set, sizeof(set),
		       "PRAGMA user_version = %d; PRAGMA application_id = %d",
		       PROGRESS_SCHEMA, APPLICATION_ID);
	return code == SQLITE_OK ? run(db, set) : code;
}

/* To the schema of this program, in one transaction: all of it or nothing. */
static int migrate(sqlite3 *db)
{
	int version = 0, code = run(db, "BEGIN IMMEDIATE");

	if (code != SQLITE_OK)
		return code;
	/* Another player without the lock may have been first. */
	code = ask(db, "PRAGMA user_version", &version);
	if (code == SQLITE_OK && version < PROGRESS_SCHEMA)
		code = migrate_from(db, version);
	if (code == SQLITE_OK)
		code = run(db, "COMMIT");
	if (code != SQLITE_OK)
		(void)run(db, "ROLLBACK"); /* code says what went wrong */
	return code;
}

/* SQLITE_OK if every page is sound and the tables are ours. */
static int check_sound(sqlite3 *db)
{
	sqlite3_stmt *st = NULL;
	int found = 0;
	int code =
		sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &st, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW) {
		const char *said = (const char *)sqlite3_column_text(st, 0);

		code = said && !strcmp(said, "ok") ? SQLITE_OK : SQLITE_CORRUPT;
	}
	(void)sqlite3_finalize(st); /* its code is the one of the step */
	if (code != SQLITE_OK)
		return code;
	for (size_t i = 0; i < PROGRESS_TABLES; i++) {
		char sql[80];

		(void)snprintf(sql, sizeof(sql),
			       "SELECT count(*) FROM pragma_table_info('%s')",
			       progress_tables[i].name);
		code = ask(db, sql, &found);
		if (code != SQLITE_OK || found != progress_tables[i].columns)
			return code == SQLITE_OK ? SQLITE_CORRUPT : code;
	}
	return SQLITE_OK;
}

/* SQLITE_CORRUPT if it cannot be used, SQLITE_MISMATCH if it is newer. */
static int check(sqlite3 *db)
{
	int version = 0, tables = 0;
	int code = ask(db, "PRAGMA user_version", &version);

	if (code == SQLITE_OK)
		code = ask(db, "SELECT count(*) FROM sqlite_schema", &tables);
	if (code != SQLITE_OK)
		return code;
	if (version > PROGRESS_SCHEMA)
		return SQLITE_MISMATCH;
	if (version < 0 || (!version && tables))
		return SQLITE_CORRUPT; /* something else's */
	/* A broken file is not made better by tables. */
	if (version < PROGRESS_SCHEMA) {
		code = migrate(db);
		if (code != SQLITE_OK)
			return code == SQLITE_ERROR ? SQLITE_CORRUPT : code;
	}
	return check_sound(db);
}

/* ---- the file ---- */

/* -1 if it cannot be had: then there is no lock. */
static int lock_folder(const char *folder)
{
	struct timespec nap = { .tv_nsec = LOCK_NAP_MS * CLOCK_MS };
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (int i = 0; fd >= 0 && i < LOCK_TRIES; i++) {
		if (!flock(fd, LOCK_EX | LOCK_NB) || errno != EWOULDBLOCK)
			break;
		(void)nanosleep(&nap, NULL);
	}
	return fd;
}

static int open_checked(const char *path, sqlite3 **ret)
{
	int code = sqlite3_open_v2(path, ret,
				   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
					   SQLITE_OPEN_NOMUTEX |
					   SQLITE_OPEN_EXRESCODE,
				   NULL);

	if (code != SQLITE_OK)
		return code;
	(void)sqlite3_busy_timeout(*ret, BUSY_MS);
	code = run(*ret, "PRAGMA trusted_schema = OFF;"
			 "PRAGMA journal_mode = TRUNCATE;"
			 "PRAGMA synchronous = NORMAL");
	return code == SQLITE_OK ? check(*ret) : code;
}

/* Its journal goes with it: perhaps somebody can mend it with that. */
static int set_aside(const char *path, struct str *ret_aside)
{
	SCOPED_STR from = STR_INIT;

	for (int n = 1; n <= MAX_ASIDE; n++) {
		str_clear(ret_aside);
		str_addf(ret_aside, "%s.damaged-%d", path, n);
		if (!renameat2(AT_FDCWD, path, AT_FDCWD, ret_aside->buf,
			       RENAME_NOREPLACE)) {
			SCOPED_STR to = STR_INIT;

			str_addf(&from, "%s-journal", path);
			str_addf(&to, "%s-journal", ret_aside->buf);
			/* There may be none. */
			(void)rename(from.buf, to.buf);
			return 0;
		}
		if (errno != EEXIST)
			return -errno;
	}
	return -EEXIST;
}

static int renew(const char *path, sqlite3 **db, struct str *notice,
		 struct err *e)
{
	SCOPED_STR aside = STR_INIT;
	int code;

	(void)sqlite3_close(*db);
	*db = NULL;
	code = set_aside(path, &aside);
	if (code < 0)
		return err_set(e, code,
			       "%s is damaged and cannot be renamed: %s", path,
			       strerror(-code));
	str_addf(notice,
		 "The record of what you have done was damaged and is begun "
		 "anew; the old one is %s.",
		 aside.buf);
	code = open_checked(path, db);
	return code == SQLITE_OK ? 0 : failed(*db, code, path, e);
}

/*
 * What can be read only, in memory.  In a folder that cannot be written the
 * file cannot be either: it takes a journal.
 */
static int settle(sqlite3 **db, const char *path, const char *folder,
		  struct err *e)
{
	sqlite3 *copy;

	if (sqlite3_db_readonly(*db, "main") != 1 &&
	    !faccessat(AT_FDCWD, folder, W_OK, AT_EACCESS))
		return 0;
	copy = progress_store_memory(*db);
	(void)sqlite3_close(*db);
	*db = copy;
	return err_set(e, -EROFS, "%s: %s", path, strerror(EACCES));
}

static int open_locked(const char *path, const char *folder, sqlite3 **db,
		       struct str *notice, struct err *e)
{
	int code = open_checked(path, db);

	if (code == SQLITE_MISMATCH)
		return err_set(e, -ENOTSUP,
			       "%s was made by a newer version of Procession",
			       path);
	if (code == SQLITE_OK)
		return settle(db, path, folder, e);
	if (progress_store_errno(*db, code) == -EUCLEAN)
		return renew(path, db, notice, e);
	return failed(*db, code, path, e);
}

/* The caller frees it. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return mem_text(".");
	return slash == path ? mem_text("/")
			     : mem_text_n(path, (size_t)(slash - path));
}

int progress_store_open(const char *path, sqlite3 **ret, struct str *notice,
			struct err *e)
{
	SCOPED_FREE char *folder = folder_of(path);
	SCOPED_FD int lock = -1;
	int code;

	*ret = NULL;
	code = fs_make_dirs(folder, e);
	if (code < 0)
		return code;
	lock = lock_folder(folder);
	code = open_locked(path, folder, ret, notice, e);
	/* A copy of what can only be read is worth keeping. */
	if (code < 0 && code != -EROFS) {
		(void)sqlite3_close(*ret);
		*ret = NULL;
	}
	return code;
}

sqlite3 *progress_store_memory(sqlite3 *from)
{
	sqlite3_backup *backup;
	sqlite3 *db = NULL;

	if (sqlite3_open_v2(":memory:", &db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
				    SQLITE_OPEN_EXRESCODE,
			    NULL) != SQLITE_OK) {
		(void)sqlite3_close(db);
		return NULL;
	}
	backup = from ? sqlite3_backup_init(db, "main", from, "main") : NULL;
	if (backup) {
		(void)sqlite3_backup_step(backup, -1); /* finish says it */
		if (sqlite3_backup_finish(backup) == SQLITE_OK &&
		    check(db) == SQLITE_OK)
			return db;
		(void)sqlite3_close(db);
		return progress_store_memory(NULL);
	}
	(void)migrate(db); /* fails for want of memory only */
	return db;
}
