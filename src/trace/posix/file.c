/* SPDX-License-Identifier: MIT */
/*
 * FIFOs: opening one waits for somebody at the other end, and so is told as an
 * operation.  Whether a path is a FIFO is asked before; what is below the
 * folders of the system is not.
 */
#include "trace/posix/posix.h"

#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

static bool is_system(const char *path)
{
	static const char *const folders[] = { "/usr/",  "/lib",  "/proc/",
					       "/sys/",  "/etc/", "/dev/null",
					       "/dev/u", "/bin",  "/dev/tty" };

	if (*path != '/')
		return false;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (!strncmp(path, folders[i], strlen(folders[i])))
			return true;
	}
	return false;
}

/* The FIFO at @path, or 0. */
static uint64_t fifo_at(int dir, const char *path)
{
	int saved = errno;
	struct stat st;
	bool is_fifo = false;

	if (path && !is_system(path))
		is_fifo = !syscall(SYS_newfstatat, dir, path, &st, 0) &&
			  S_ISFIFO(st.st_mode);
	errno = saved;
	return is_fifo ? posix_file_object(TRACE_OBJECT_FIFO, st.st_dev,
					   st.st_ino)
		       : 0;
}

static void begin_open(uint64_t fifo, const char *path, unsigned ends,
		       const void *site)
{
	if (fifo)
		POSIX_EMIT(.verb = MP_VERB_OPEN, .phase = MP_BEGINS,
			   .kind = MP_KIND_TEXT, .object = fifo, .text = path,
			   .text_len = posix_len(path), .aux = ends,
			   .site = site);
}

static void end_open(uint64_t fifo, const char *path, unsigned ends, int fd,
		     const void *site)
{
	if (!posix_in_vfork())
		posix_fd_forget(fd);
	if (!fifo)
		return;
	POSIX_EMIT(.verb = MP_VERB_OPEN, .phase = MP_ENDS, .object = fifo,
		   .kind = MP_KIND_TEXT, .text = path,
		   .text_len = posix_len(path), .a = (uint64_t)(int64_t)fd,
		   .aux = ends, .err = posix_err(fd), .site = site);
	if (fd >= 0)
		(void)posix_fd_look(fd);
}

static unsigned ends_of_flags(int flags)
{
	switch (flags & O_ACCMODE) {
	case O_RDONLY:
		return TRACE_END_READ;
	case O_WRONLY:
		return TRACE_END_WRITE;
	default:
		return TRACE_END_READ | TRACE_END_WRITE;
	}
}

static uint64_t fifo_to_tell(int dir, const char *path, int flags,
			     const void *site)
{
	if (flags & (O_DIRECTORY | O_PATH) || !posix_told(site))
		return 0;
	return fifo_at(dir, path);
}

static int do_open(int dir, const char *path, int flags, mode_t mode,
		   const void *site)
{
	uint64_t fifo = fifo_to_tell(dir, path, flags, site);
	unsigned ends = ends_of_flags(flags);
	int fd;

	begin_open(fifo, path, ends, site);
	fd = dir == AT_FDCWD ? POSIX_REAL(open)(path, flags, mode)
			     : POSIX_REAL(openat)(dir, path, flags, mode);
	end_open(fifo, path, ends, fd, site);
	return fd;
}

#define MODE(flags)                                                            \
	({                                                                     \
		mode_t mode_ = 0;                                              \
		if ((flags)&O_CREAT || ((flags)&O_TMPFILE) == O_TMPFILE) {     \
			va_list args;                                          \
			va_start(args, flags);                                 \
			mode_ = va_arg(args, mode_t);                          \
			va_end(args);                                          \
		}                                                              \
		mode_;                                                         \
	})

POSIX_CALL int open(const char *path, int flags, ...)
{
	return do_open(AT_FDCWD, path, flags, MODE(flags), POSIX_SITE());
}

POSIX_CALL int open64(const char *path, int flags, ...)
{
	return do_open(AT_FDCWD, path, flags | O_LARGEFILE, MODE(flags),
		       POSIX_SITE());
}

POSIX_CALL int openat(int dir, const char *path, int flags, ...)
{
	return do_open(dir, path, flags, MODE(flags), POSIX_SITE());
}

POSIX_CALL int openat64(int dir, const char *path, int flags, ...)
{
	return do_open(dir, path, flags | O_LARGEFILE, MODE(flags),
		       POSIX_SITE());
}

/* What a checked build calls where no mode is given. */
POSIX_CALL int __open_2(const char *path, int flags);
POSIX_CALL int __open64_2(const char *path, int flags);

POSIX_CALL int __open_2(const char *path, int flags)
{
	return do_open(AT_FDCWD, path, flags, 0, POSIX_SITE());
}

POSIX_CALL int __open64_2(const char *path, int flags)
{
	return do_open(AT_FDCWD, path, flags | O_LARGEFILE, 0, POSIX_SITE());
}

/* ---- streams ---- */

static unsigned ends_of_mode(const char *mode)
{
	if (strchr(mode, '+'))
		return TRACE_END_READ | TRACE_END_WRITE;
	return *mode == 'r' ? TRACE_END_READ : TRACE_END_WRITE;
}

typedef FILE *open_fn(const char *path, const char *mode);

static FILE *do_fopen(open_fn *real, const char *path, const char *mode,
		      const void *site)
{
	uint64_t fifo = fifo_to_tell(AT_FDCWD, path, 0, site);
	unsigned ends = ends_of_mode(mode);
	FILE *f;

	begin_open(fifo, path, ends, site);
	f = real(path, mode);
	end_open(fifo, path, ends, f ? f->_fileno : -1, site);
	return f;
}

POSIX_CALL FILE *fopen(const char *path, const char *mode)
{
	return do_fopen(POSIX_REAL(fopen), path, mode, POSIX_SITE());
}

POSIX_CALL FILE *fopen64(const char *path, const char *mode)
{
	return do_fopen(POSIX_REAL(fopen64), path, mode, POSIX_SITE());
}

/* ---- making one ---- */

static int made(int result, int dir, const char *path, const void *site)
{
	uint64_t fifo = !result && posix_told(site) ? fifo_at(dir, path) : 0;

	if (fifo)
		POSIX_EMIT(.verb = MP_VERB_MKFIFO, .phase = MP_HAPPENS,
			   .kind = MP_KIND_TEXT, .text = path,
			   .text_len = posix_len(path), .object = fifo,
			   .site = site);
	return result;
}

POSIX_CALL int mkfifo(const char *path, mode_t mode)
{
	return made(POSIX_REAL(mkfifo)(path, mode), AT_FDCWD, path,
		    POSIX_SITE());
}

POSIX_CALL int mkfifoat(int dir, const char *path, mode_t mode)
{
	return made(POSIX_REAL(mkfifoat)(dir, path, mode), dir, path,
		    POSIX_SITE());
}
