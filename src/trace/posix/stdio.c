/* SPDX-License-Identifier: MIT */
/*
 * Streams.
 *
 * printf, fgets and their like read and write inside the C library, where
 * nobody stands before read(2) and write(2).  But they do it through a table
 * of functions for each kind of stream, and those tables lie together in
 * memory that is made read-only once the program is loaded.  There the
 * pointers to the library's own read, write and close of a file are replaced,
 * wherever they are found: in the tables for files, for wide characters and
 * for popen.  (The library checks that a stream's table is one of its own, not
 * what is in it.)  Where they are not found, streams are not seen, and nothing
 * else is lost.
 */
#include "trace/posix/posix.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <unwind.h>

typedef ssize_t read_fn(FILE *f, void *buf, ssize_t len);
typedef ssize_t write_fn(FILE *f, const void *buf, ssize_t len);
typedef int close_fn(FILE *f);

static read_fn *real_read;
static write_fn *real_write;
static close_fn *real_close;

/* ---- who called: the first frame that is neither the C library's nor ours */

struct range {
	uintptr_t start, size;
};

static struct range own_code, libc_code;

static bool is_in(const struct range *r, uintptr_t ip)
{
	return ip - r->start < r->size;
}

static _Unwind_Reason_Code visit_frame(struct _Unwind_Context *frame, void *arg)
{
	uintptr_t ip = _Unwind_GetIP(frame);
	uintptr_t *site = arg;

	if (is_in(&own_code, ip) || is_in(&libc_code, ip))
		return _URC_NO_REASON;
	*site = ip;
	return _URC_END_OF_STACK;
}

/*
 * Where in the program the call of printf or fgets is: some hundred ns, spent
 * once a buffer.  The tables it goes by are found without a lock.
 */
static const void *caller(void)
{
	uintptr_t site = 0;

	(void)_Unwind_Backtrace(visit_frame, &site);
	return (const void *)site;
}

static struct posix_fd of(const FILE *f)
{
	struct posix_fd none = { 0 };

	if (posix_fd_is_plain(f->_fileno) || !posix_told(NULL))
		return none;
	return posix_fd_get(f->_fileno);
}

static ssize_t stream_read(FILE *f, void *buf, ssize_t len)
{
	struct posix_fd fd = of(f);
	const void *site;
	ssize_t done;

	if (POSIX_LIKELY(!fd.ends))
		return real_read(f, buf, len);
	site = caller();
	posix_io_begin(MP_VERB_READ, f->_fileno, fd, (size_t)len, NULL, site);
	done = real_read(f, buf, len);
	posix_io_end(MP_VERB_READ, f->_fileno, fd, done, buf, site);
	return done;
}

/* It gives fewer than it should, not -1, if it fails. */
static ssize_t stream_write(FILE *f, const void *buf, ssize_t len)
{
	struct posix_fd fd = of(f);
	const void *site;
	ssize_t done;

	if (fd.console) {
		struct iovec v = { (void *)(uintptr_t)buf, (size_t)len };

		posix_print_begin(fd, &v, 1);
		done = real_write(f, buf, len);
		posix_print_end(fd, (size_t)len, done);
		return done;
	}
	if (POSIX_LIKELY(!fd.ends))
		return real_write(f, buf, len);
	site = caller();
	posix_io_begin(MP_VERB_WRITE, f->_fileno, fd, (size_t)len, buf, site);
	done = real_write(f, buf, len);
	posix_io_end(MP_VERB_WRITE, f->_fileno, fd,
		     done < len && done == 0 ? -1 : done, NULL, site);
	return done;
}

static int stream_close(FILE *f)
{
	bool is_told = of(f).ends != 0;

	if (!posix_in_vfork())
		posix_fd_closing(f->_fileno, is_told ? caller() : NULL);
	return real_close(f);
}

/* ---- finding the tables ---- */

struct area {
	uintptr_t table;      /* an address in it */
	uintptr_t start, end; /* what was made read-only */
};

static int find_area(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct area *area = arg;

	(void)size;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uintptr_t start = info->dlpi_addr + p->p_vaddr;

		if (p->p_type != PT_GNU_RELRO || area->table < start ||
		    area->table >= start + p->p_memsz)
			continue;
		area->start = start;
		area->end = start + p->p_memsz;
		return 1;
	}
	return 0;
}

/* The code of the object that has the address @r->start. */
static int find_code(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct range *r = arg;

	(void)size;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *p = &info->dlpi_phdr[i];
		uintptr_t start = info->dlpi_addr + p->p_vaddr;

		if (p->p_type == PT_LOAD && p->p_flags & PF_X &&
		    r->start - start < p->p_memsz) {
			*r = (struct range){ start, p->p_memsz };
			return 1;
		}
	}
	return 0;
}

static void replace(uintptr_t start, uintptr_t end)
{
	for (uintptr_t at = start; at + sizeof(void *) <= end;
	     at += sizeof(void *)) {
		void **slot = (void **)at;

		if (*slot == (void *)real_read)
			*slot = (void *)stream_read;
		else if (*slot == (void *)real_write)
			*slot = (void *)stream_write;
		else if (*slot == (void *)real_close)
			*slot = (void *)stream_close;
	}
}

static void find(void *slot, const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	memcpy(slot, &function, sizeof(function));
}

void posix_stdio_attach(void)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	struct area area = { 0, 0, 0 };
	uintptr_t start, end;

	find(&real_read, "_IO_file_read");
	find(&real_write, "_IO_file_write");
	find(&real_close, "_IO_file_close");
	area.table = (uintptr_t)dlsym(RTLD_NEXT, "_IO_file_jumps");
	if (!real_read || !real_write || !real_close || !area.table ||
	    !dl_iterate_phdr(find_area, &area))
		return;
	libc_code.start = (uintptr_t)real_read;
	own_code.start = (uintptr_t)posix_stdio_attach;
	if (!dl_iterate_phdr(find_code, &libc_code) ||
	    !dl_iterate_phdr(find_code, &own_code))
		return;
	start = area.start & ~(page - 1);
	end = area.end & ~(page - 1);
	if (syscall(SYS_mprotect, start, end - start, PROT_READ | PROT_WRITE))
		return;
	replace(area.start, end);
	/* As it was; if that fails, it is writable and works all the same. */
	(void)syscall(SYS_mprotect, start, end - start, PROT_READ);
}

/* ---- closing, and opening again ---- */

POSIX_CALL int fclose(FILE *f)
{
	/* Where the tables were not found, this is who forgets it. */
	if (f && !real_close && !posix_in_vfork())
		posix_fd_forget(f->_fileno);
	return POSIX_REAL(fclose)(f);
}
