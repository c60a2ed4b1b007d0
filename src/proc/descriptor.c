/* SPDX-License-Identifier: MIT */
#include "proc/descriptor.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/scope.h"
#include "proc/file.h"

#define MQUEUE_MAGIC 0x19800202
#define NAMED_MAX    64 /* told one by one */
#define NUMBERS_MAX  4096

/* ---- fdinfo ---- */

static bool value_of(const char *text, const char *key, int base, int64_t *ret)
{
	const char *at = strstr(text, key);
	char *end;

	if (!at || (at != text && at[-1] != '\n'))
		return false;
	at += strlen(key);
	*ret = strtoll(at, &end, base);
	return end != at;
}

int proc_fdinfo_parse(const char *text, size_t len, int64_t *ret_pos,
		      int *ret_flags)
{
	int64_t pos, flags;
	char copy[512];

	if (len >= sizeof(copy))
		len = sizeof(copy) - 1;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (!value_of(copy, "pos:", 10, &pos) ||
	    !value_of(copy, "flags:", 8, &flags))
		return -EINVAL;
	*ret_pos = pos;
	*ret_flags = (int)flags;
	return 0;
}

/* ---- one ---- */

struct open_file {
	pid_t pid;
	int fd, flags;
	int64_t pos;
	struct stat st;
	const char *link;
};

static const char *access_of(const struct open_file *f)
{
	switch (f->flags < 0 ? O_ACCMODE : f->flags & O_ACCMODE) {
	case O_RDONLY:
		return "r";
	case O_WRONLY:
		return "w";
	case O_RDWR:
		return "rw";
	default:
		return "?";
	}
}

static void read_fdinfo(struct open_file *f)
{
	char name[32], text[512];
	ssize_t n;

	f->flags = -1;
	f->pos = 0;
	(void)snprintf(name, sizeof(name), "fdinfo/%d", f->fd);
	{
		SCOPED_FD int fd = proc_open(f->pid, name);

		n = fd < 0 ? -1 : proc_pread(fd, text, sizeof(text));
	}
	if (n > 0)
		(void)proc_fdinfo_parse(text, (size_t)n, &f->pos, &f->flags);
}

static bool is_queue(const char *path)
{
	struct statfs fs;

	return statfs(path, &fs) == 0 && (unsigned)fs.f_type == MQUEUE_MAGIC;
}

/* Names may hold anything; a line holds one. */
static void add_name(const char *name, struct str *out)
{
	str_add_char(out, ' ');
	for (; *name; name++)
		str_add_char(out, (unsigned char)*name < ' ' ? '?' : *name);
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static void add_kind(const struct open_file *f, const char *path,
		     struct str *out)
{
	if (begins(f->link, "anon_inode:")) {
		str_add(out, "kernel");
		add_name(f->link + strlen("anon_inode:"), out);
	} else if (S_ISFIFO(f->st.st_mode) && begins(f->link, "pipe:")) {
		str_addf(out, "pipe %" PRIu64, (uint64_t)f->st.st_ino);
	} else if (S_ISSOCK(f->st.st_mode)) {
		str_addf(out, "socket %" PRIu64, (uint64_t)f->st.st_ino);
	} else if (begins(f->link, "/memfd:")) {
		str_add(out, "memory");
		add_name(f->link + strlen("/memfd:"), out);
	} else if (begins(f->link, "/dev/shm/")) {
		str_add(out, "memory");
		add_name(f->link + strlen("/dev/shm"), out);
	} else if (S_ISREG(f->st.st_mode) && is_queue(path)) {
		str_add(out, "queue");
		add_name(f->link, out);
	} else {
		str_add(out, S_ISFIFO(f->st.st_mode)  ? "fifo"
			     : S_ISDIR(f->st.st_mode) ? "folder"
			     : S_ISREG(f->st.st_mode) ? "file"
						      : "device");
		add_name(f->link, out);
	}
}

static const char *word_of(const struct open_file *f,
			   const struct proc_known *known, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (known[i].inode == f->st.st_ino && S_ISFIFO(f->st.st_mode))
			return known[i].word;
	return NULL;
}

static void say_one(struct open_file *f, const struct proc_known *known,
		    size_t known_count, struct str *have, struct str *now)
{
	char path[48], link[PATH_MAX];
	const char *word;
	ssize_t len;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)f->pid,
		       f->fd);
	len = readlink(path, link, sizeof(link) - 1);
	if (len < 0)
		return; /* closed meanwhile */
	link[len] = '\0';
	f->link = link;
	f->st = (struct stat){ 0 };
	(void)stat(path, &f->st);
	read_fdinfo(f);
	str_addf(have, "fd%d %s ", f->fd, access_of(f));
	word = word_of(f, known, known_count);
	if (word)
		str_add(have, word);
	else
		add_kind(f, path, have);
	str_add_char(have, '\n');
	if (S_ISREG(f->st.st_mode) && link[0] == '/' && !is_queue(path))
		str_addf(now, "at%d %" PRId64 " %" PRId64 "\n", f->fd, f->pos,
			 (int64_t)f->st.st_size);
}

/* ---- all ---- */

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* The numbers in the folder, in order; at most @max of them are kept. */
static ssize_t numbers(pid_t pid, int *ret, size_t max)
{
	char path[32];
	struct dirent *e;
	size_t n = 0;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	dir = opendir(path);
	if (!dir)
		return errno == ENOENT ? -ESRCH : -errno;
	while (n < max && (e = readdir(dir)) != NULL)
		if (e->d_name[0] >= '0' && e->d_name[0] <= '9')
			ret[n++] = atoi(e->d_name);
	(void)closedir(dir);
	qsort(ret, n, sizeof(*ret), by_number);
	return (ssize_t)n;
}

int proc_descriptors_say(pid_t pid, const struct proc_known *known,
			 size_t known_count, struct str *have, struct str *now)
{
	int all[NUMBERS_MAX];
	ssize_t count = numbers(pid, all, NUMBERS_MAX);

	if (count < 0)
		return (int)count;
	for (ssize_t i = 0; i < count && i < NAMED_MAX; i++) {
		struct open_file f = { .pid = pid, .fd = all[i] };

		say_one(&f, known, known_count, have, now);
	}
	str_addf(have, "files %zd\n", count);
	return 0;
}
