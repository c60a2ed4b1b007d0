/* SPDX-License-Identifier: MIT */
/*
 * Files and paths.
 */
#ifndef BASE_FS_H
#define BASE_FS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/*
 * Read a whole regular file of at most @max bytes.  The result is terminated
 * and the caller's to free.  Fails with -EFBIG, -EISDIR, or as open(2) and
 * read(2); the message names the path.
 */
int fs_read(const char *path, size_t max, char **ret, size_t *ret_len,
	    struct err *e);

/* "a/b"; the caller frees it. */
char *fs_join(const char *dir, const char *name);

/* Make @path and what is missing above it, mode 0700. */
int fs_make_dirs(const char *path, struct err *e);

bool fs_is_dir(const char *path);
bool fs_is_file(const char *path);
bool fs_is_executable(const char *path);

/* The names in @path in name order, without those that begin with a dot. */
int fs_list(const char *path, char ***ret_names, size_t *ret_count,
	    struct err *e);
void fs_list_free(char **names, size_t count);

/* Write all of it; 0 or -errno. */
int fd_write_all(int fd, const void *bytes, size_t len);
int fd_set_nonblock(int fd, bool on);

#endif
