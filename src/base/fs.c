/* SPDX-License-Identifier: MIT */
#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/scope.h"
#include "base/str.h"

/*
 * O_NONBLOCK so that opening a FIFO somebody left in a lesson directory does
 * not hang; it means nothing for a regular file.
 */
static int open_regular(const char *path, struct stat *st, struct err *e)
{
	SCOPED_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || fstat(fd, st) < 0)
		return err_set(e, -errno, "%s: %s", path, strerror(errno));
	if (S_ISDIR(st->st_mode))
		return err_set(e, -EISDIR, "%s: is a directory", path);
	if (!S_ISREG(st->st_mode))
		return err_set(e, -EINVAL, "%s: is not a file", path);
	return fd_take(&fd);
}

int fs_read(const char *path, size_t max, char **ret, size_t *ret_len,
	    struct err *e)
{
	struct stat st;
	SCOPED_FD int fd = open_regular(path, &st, e);
	SCOPED_STR text = STR_INIT;
	char part[16384];
	ssize_t n;

	if (fd < 0)
		return fd;
	while ((n = read(fd, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, -errno, "%s: %s", path,
				       strerror(errno));
		if (text.len + (size_t)n > max)
			return err_set(e, -EFBIG, "%s: is larger than %zu KiB",
				       path, max / 1024);
		str_add_n(&text, part, (size_t)n);
	}
	*ret_len = text.len;
	*ret = str_detach(&text);
	return 0;
}

char *fs_join(const char *dir, const char *name)
{
	struct str path = STR_INIT;

	str_add(&path, dir);
	if (path.len && path.buf[path.len - 1] != '/')
		str_add_char(&path, '/');
	str_add(&path, name);
	return str_detach(&path);
}

int fs_make_dirs(const char *path, struct err *e)
{
	SCOPED_FREE char *copy = mem_text(path);

	for (char *p = copy + 1;; p++) {
		char was = *p;

		if (was != '/' && was != '\0')
			continue;
		*p = '\0';
		if (mkdir(copy, 0700) < 0 && errno != EEXIST)
			return err_set(e, -errno, "%s: %s", copy,
				       strerror(errno));
		*p = was;
		if (!was)
			return 0;
	}
}

bool fs_is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool fs_is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool fs_is_executable(const char *path)
{
	return fs_is_file(path) && access(path, X_OK) == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

int fs_list(const char *path, char ***ret_names, size_t *ret_count,
	    struct err *e)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	char **names = NULL;
	size_t count = 0, cap = 0;

	if (!dir)
		return err_set(e, -errno, "%s: %s", path, strerror(errno));
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		names = mem_grow(names, count, &cap, sizeof(*names));
		names[count++] = mem_text(entry->d_name);
	}
	(void)closedir(dir);
	if (count)
		qsort(names, count, sizeof(*names), by_name);
	*ret_names = names;
	*ret_count = count;
	return 0;
}

void fs_list_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

int fd_write_all(int fd, const void *bytes, size_t len)
{
	const char *p = bytes;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int fd_set_nonblock(int fd, bool on)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0)
		return -errno;
	flags = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
	return fcntl(fd, F_SETFL, flags) < 0 ? -errno : 0;
}
