/* SPDX-License-Identifier: MIT */
/*
 * Shared mappings: of memory with a name, of files, of nothing.  Those that
 * nobody can write to through them are not told.
 */
#include "trace/posix/posix.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "trace/writer.h"

/* The device as /proc/self/maps would have it. */
static uint64_t file_of(int fd, char name[], size_t size)
{
	char path[32], digits[10];
	char *at = stpcpy(path, "/proc/self/fd/");
	struct stat st;
	int n = 0, rest = fd;
	long len;

	if (syscall(SYS_fstat, fd, &st) || S_ISCHR(st.st_mode))
		return 0;
	do
		digits[n++] = (char)('0' + rest % 10);
	while (rest /= 10);
	while (n)
		*at++ = digits[--n];
	*at = '\0';
	len = syscall(SYS_readlinkat, AT_FDCWD, path, name, size - 1);
	name[len > 0 ? len : 0] = '\0';
	return posix_file_object(TRACE_OBJECT_MEMORY, st.st_dev, st.st_ino);
}

/* "/dev/shm/x" is named "/x", as in shm_open. */
static const char *short_name(const char *name)
{
	static const char shm[] = "/dev/shm/";

	return strncmp(name, shm, strlen(shm)) ? name : name + strlen(shm) - 1;
}

POSIX_CALL int shm_open(const char *name, int flags, mode_t mode)
{
	const void *site = POSIX_SITE();
	int fd = POSIX_REAL(shm_open)(name, flags, mode);
	int saved = errno;
	struct stat st;

	if (fd < 0)
		return fd;
	if (!posix_in_vfork())
		posix_fd_forget(fd);
	/* New only if it has no size yet. */
	if (posix_told(site) && !syscall(SYS_fstat, fd, &st))
		POSIX_EMIT(.verb = st.st_size || !(flags & O_CREAT)
					   ? MP_VERB_SHM_ATTACH
					   : MP_VERB_SHM_NEW,
			   .phase = MP_HAPPENS, .kind = MP_KIND_TEXT,
			   .text = name, .text_len = posix_len(name),
			   .object = posix_file_object(TRACE_OBJECT_MEMORY,
						       st.st_dev, st.st_ino),
			   .a = (uint64_t)st.st_size, .aux = 1, .site = site);
	errno = saved;
	return fd;
}

POSIX_CALL int shm_unlink(const char *name)
{
	const void *site = POSIX_SITE();
	int result = POSIX_REAL(shm_unlink)(name);

	if (!result && posix_told(site))
		POSIX_EMIT(.verb = MP_VERB_SHM_UNLINK, .phase = MP_HAPPENS,
			   .kind = MP_KIND_TEXT, .text = name,
			   .text_len = posix_len(name), .site = site);
	return result;
}

/* ---- mappings, remembered so that unmapping can say of what ---- */

static struct mapped {
	_Atomic uintptr_t at; /* relaxed: a slot is written before it is used */
	_Atomic uint64_t object;
} mapped[64];

static struct mapped *find_mapped(uintptr_t at)
{
	for (size_t i = 0; i < sizeof(mapped) / sizeof(*mapped); i++) {
		if (atomic_load_explicit(&mapped[i].at, memory_order_relaxed) ==
		    at)
			return &mapped[i];
	}
	return NULL;
}

static void tell_mapped(void *at, size_t len, int fd, const void *site)
{
	char name[256] = "";
	const char *shown;
	uint64_t object = fd < 0 ? posix_place(TRACE_OBJECT_MEMORY, at)
				 : file_of(fd, name, sizeof(name));
	struct mapped *m = object ? find_mapped(0) : NULL;

	if (!object)
		return;
	if (m) {
		atomic_store_explicit(&m->object, object, memory_order_relaxed);
		atomic_store_explicit(&m->at, (uintptr_t)at,
				      memory_order_relaxed);
	}
	shown = short_name(name);
	POSIX_EMIT(.verb = fd < 0 ? MP_VERB_SHM_NEW : MP_VERB_SHM_ATTACH,
		   .phase = MP_HAPPENS,
		   .kind = *shown ? MP_KIND_TEXT : MP_KIND_NONE, .text = shown,
		   .text_len = posix_len(shown), .object = object, .a = len,
		   .site = site);
}

static void *do_mmap(void *where, size_t len, int access, int flags, int fd,
		     off_t offset, const void *site)
{
	void *at = POSIX_REAL(mmap)(where, len, access, flags, fd, offset);
	bool shared = (flags & MAP_TYPE) == MAP_SHARED ||
		      (flags & MAP_TYPE) == MAP_SHARED_VALIDATE;
	int saved = errno;

	if (POSIX_LIKELY(!shared) || at == MAP_FAILED || !(access & PROT_WRITE))
		return at;
	if (posix_told(site)) {
		posix_place_forget();
		tell_mapped(at, len, flags & MAP_ANONYMOUS ? -1 : fd, site);
	}
	errno = saved;
	return at;
}

POSIX_CALL void *mmap(void *where, size_t len, int access, int flags, int fd,
		      off_t offset)
{
	return do_mmap(where, len, access, flags, fd, offset, POSIX_SITE());
}

POSIX_CALL void *mmap64(void *where, size_t len, int access, int flags, int fd,
			off64_t offset)
{
	return do_mmap(where, len, access, flags, fd, offset, POSIX_SITE());
}

POSIX_CALL int munmap(void *at, size_t len)
{
	const void *site = POSIX_SITE();
	struct mapped *m = at && posix_on ? find_mapped((uintptr_t)at) : NULL;
	uint64_t object = 0;

	if (m && !posix_in_vfork()) {
		object = atomic_load_explicit(&m->object, memory_order_relaxed);
		atomic_store_explicit(&m->at, 0, memory_order_relaxed);
	}
	if (object && posix_told(site))
		posix_tell(MP_VERB_SHM_CLOSE, MP_HAPPENS, object, site);
	posix_place_forget();
	return POSIX_REAL(munmap)(at, len);
}
