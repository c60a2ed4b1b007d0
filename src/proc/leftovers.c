/* SPDX-License-Identifier: MIT */
/*
 * The tables of /proc/sysvipc have a line of names above their columns, which
 * are found by them: there are kernels with more columns than others.
 *
 * glibc's shm_open and sem_open make files in /dev/shm, those of semaphores
 * with "sem." before the name.
 */
#include "proc/leftovers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"

#define TABLE_MAX (16u << 20)
#define SEM       "sem."

static struct proc_leftover *add(struct proc_leftovers *l)
{
	l->items = mem_grow(l->items, l->count, &l->cap, sizeof(*l->items));
	l->items[l->count] = (struct proc_leftover){ 0 };
	return &l->items[l->count++];
}

/* ---- System V ---- */

/* The columns that are wanted. */
enum { ID, AMOUNT, PID_A, PID_B, UID, CTIME, COLUMNS };

static const char *const wanted[][COLUMNS] = {
	[PROC_LASTING_SYSV_MSG] = { "msqid", "qnum", "lspid", "lrpid", "cuid",
				    "ctime" },
	[PROC_LASTING_SYSV_SEM] = { "semid", "nsems", "", "", "cuid", "ctime" },
	[PROC_LASTING_SYSV_SHM] = { "shmid", "size", "cpid", "lpid", "cuid",
				    "ctime" },
};

/* The next word of the line at *@at; NULL at its end. */
static const char *next_word(const char **at, size_t *ret_len)
{
	const char *word = *at + strspn(*at, " \t");

	*ret_len = strcspn(word, " \t\n");
	*at = word + *ret_len;
	return *ret_len ? word : NULL;
}

/* Which of those wanted this column is; COLUMNS: none. */
static int column_of(const char *const names[COLUMNS], const char *word,
		     size_t len)
{
	int i;

	for (i = 0; i < COLUMNS; i++) {
		if (strlen(names[i]) == len && !memcmp(names[i], word, len))
			break;
	}
	return i;
}

static bool parse_line(const char *const names[COLUMNS], const char *head,
		       const char *line, int64_t values[COLUMNS])
{
	const char *name, *word;
	size_t name_len, len;
	bool has_id = false;

	for (int i = 0; i < COLUMNS; i++)
		values[i] = 0;
	while ((name = next_word(&head, &name_len)) &&
	       (word = next_word(&line, &len))) {
		int i = column_of(names, name, name_len);

		if (i == COLUMNS)
			continue;
		values[i] = strtoll(word, NULL, 10);
		has_id |= i == ID;
	}
	return has_id;
}

void proc_leftovers_parse(struct proc_leftovers *l, enum proc_lasting kind,
			  const char *text)
{
	const char *line = strchr(text, '\n');
	int64_t values[COLUMNS];

	for (; line && line[1]; line = strchr(line + 1, '\n')) {
		struct proc_leftover *item;

		if (!parse_line(wanted[kind], text, line + 1, values))
			continue;
		item = add(l);
		item->kind = kind;
		item->id = (int)values[ID];
		item->amount = (uint64_t)values[AMOUNT];
		item->pids[0] = (pid_t)values[PID_A];
		item->pids[1] = (pid_t)values[PID_B];
		item->uid = (uid_t)values[UID];
		item->changed_s = values[CTIME];
	}
}

static void read_table(struct proc_leftovers *l, enum proc_lasting kind,
		       const char *path)
{
	SCOPED_FREE char *text = NULL;
	size_t len;

	if (fs_read(path, TABLE_MAX, &text, &len, NULL) == 0)
		proc_leftovers_parse(l, kind, text);
}

/* ---- what has a name ---- */

static void take_stat(struct proc_leftover *item, const struct stat *st)
{
	item->dev = st->st_dev;
	item->ino = st->st_ino;
	item->amount = (uint64_t)st->st_size;
	item->uid = st->st_uid;
	item->changed_s = st->st_ctime;
}

static char *with_slash(const char *name)
{
	struct str s = STR_INIT;

	str_addf(&s, "/%s", name);
	return str_detach(&s);
}

static void take_file(struct proc_leftovers *l, int dir, const char *file)
{
	bool sem = !strncmp(file, SEM, strlen(SEM));
	struct proc_leftover *item;
	struct stat st;

	if (fstatat(dir, file, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(st.st_mode))
		return;
	item = add(l);
	item->kind = sem ? PROC_LASTING_SEM : PROC_LASTING_MEMORY;
	take_stat(item, &st);
	item->name = with_slash(file + (sem ? strlen(SEM) : 0));
}

void proc_leftovers_folder(struct proc_leftovers *l, const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	if (!dir)
		return;
	while ((entry = readdir(dir)))
		take_file(l, dirfd(dir), entry->d_name);
	(void)closedir(dir);
}

static void list_mqueues(struct proc_leftovers *l, const char *path)
{
	char **names;
	size_t count;

	if (fs_list(path, &names, &count, NULL) < 0)
		return;
	for (size_t i = 0; i < count; i++) {
		SCOPED_FREE char *name = with_slash(names[i]);
		struct proc_leftover found;

		if (!proc_leftover_mq(name, &found))
			continue;
		*add(l) = found;
		l->items[l->count - 1].name = ptr_take(&name);
	}
	fs_list_free(names, count);
}

bool proc_leftover_mq(const char *name, struct proc_leftover *ret)
{
	mqd_t q = mq_open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct mq_attr attributes;
	struct stat st;

	*ret = (struct proc_leftover){ .kind = PROC_LASTING_MQ };
	if (q < 0)
		return errno == EACCES; /* it is there, and not for us */
	if (fstat(q, &st) == 0)
		take_stat(ret, &st);
	ret->amount = 0;
	if (mq_getattr(q, &attributes) == 0)
		ret->amount = (uint64_t)attributes.mq_curmsgs;
	(void)mq_close(q);
	return true;
}

bool proc_leftover_fifo(const char *path, struct proc_leftover *ret)
{
	struct stat st;

	*ret = (struct proc_leftover){ .kind = PROC_LASTING_FIFO };
	if (lstat(path, &st) < 0 || !S_ISFIFO(st.st_mode))
		return false;
	take_stat(ret, &st);
	return true;
}

/* ---- lists ---- */

void proc_leftovers_list(struct proc_leftovers *ret)
{
	read_table(ret, PROC_LASTING_SYSV_MSG, "/proc/sysvipc/msg");
	read_table(ret, PROC_LASTING_SYSV_SEM, "/proc/sysvipc/sem");
	read_table(ret, PROC_LASTING_SYSV_SHM, "/proc/sysvipc/shm");
	proc_leftovers_folder(ret, "/dev/shm");
	list_mqueues(ret, "/dev/mqueue");
}

void proc_leftovers_release(struct proc_leftovers *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->items[i].name);
	free(l->items);
	*l = (struct proc_leftovers){ 0 };
}

const struct proc_leftover *proc_leftovers_find(const struct proc_leftovers *l,
						const struct proc_leftover *one)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct proc_leftover *item = &l->items[i];

		if (item->kind == one->kind && item->id == one->id &&
		    item->dev == one->dev && item->ino == one->ino)
			return item;
	}
	return NULL;
}
