/* SPDX-License-Identifier: MIT */
/*
 * The preload library looks at files with this too: so it makes its system
 * calls past the functions that the library stands before.
 */
#include "base/program.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEPTH_MAX 4 /* an interpreter may be a script too */

#if defined(__x86_64__)
#define OWN_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define OWN_MACHINE EM_AARCH64
#else
#define OWN_MACHINE EM_NONE
#endif

static bool is_ours(const ElfW(Ehdr) * h)
{
	return h->e_ident[EI_CLASS] ==
		       (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32) &&
	       (OWN_MACHINE == EM_NONE || h->e_machine == OWN_MACHINE);
}

/* The path of the loader into @ret; false if there is none. */
static bool find_loader(int fd, const ElfW(Ehdr) * h,
			char ret[PROGRAM_LOADER_MAX])
{
	ElfW(Phdr) part;

	for (unsigned i = 0; i < h->e_phnum; i++) {
		size_t size;

		if (syscall(SYS_pread64, fd, &part, sizeof(part),
			    h->e_phoff + i * (size_t)h->e_phentsize) !=
		    (long)sizeof(part))
			return false;
		if (part.p_type != PT_INTERP)
			continue;
		size = part.p_filesz < PROGRAM_LOADER_MAX
			       ? part.p_filesz
			       : PROGRAM_LOADER_MAX - 1;
		if (syscall(SYS_pread64, fd, ret, size, part.p_offset) !=
		    (long)size)
			return false;
		ret[size] = '\0';
		return true;
	}
	return false;
}

static enum program look_elf(int fd, const ElfW(Ehdr) * h, const char *loader,
			     char *ret_loader)
{
	char own[PROGRAM_LOADER_MAX];
	char *found = ret_loader ? ret_loader : own;

	if (!is_ours(h))
		return PROGRAM_OTHER_MACHINE;
	if (!find_loader(fd, h, found))
		return PROGRAM_STATIC;
	if (loader && *loader && strcmp(found, loader) != 0)
		return PROGRAM_FOREIGN;
	return PROGRAM_DYNAMIC;
}

/* "#! /bin/sh -e": the path; NULL if there is none. */
static const char *interpreter(char *text)
{
	char *path = text + 2 + strspn(text + 2, " \t");

	path[strcspn(path, " \t\n")] = '\0';
	return *path ? path : NULL;
}

static enum program look(const char *path, const char *loader, char *ret_loader,
			 int depth)
{
	union {
		ElfW(Ehdr) elf;
		char text[256];
	} head;
	enum program is = PROGRAM_NONE;
	const char *next = NULL;
	long n;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path,
			      O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return is;
	n = syscall(SYS_read, fd, head.text, sizeof(head.text) - 1);
	if (n >= (long)sizeof(head.elf) &&
	    !memcmp(head.elf.e_ident, ELFMAG, SELFMAG)) {
		is = look_elf(fd, &head.elf, loader, ret_loader);
	} else if (n > 2 && head.text[0] == '#' && head.text[1] == '!') {
		head.text[n] = '\0';
		next = interpreter(head.text);
	}
	(void)syscall(SYS_close, fd); /* it was only read */
	if (next && depth < DEPTH_MAX)
		return look(next, loader, ret_loader, depth + 1);
	return is;
}

enum program program_look(const char *path, const char *loader,
			  char *ret_loader)
{
	if (ret_loader)
		*ret_loader = '\0';
	return look(path, loader, ret_loader, 0);
}

const char *program_find(const char *name, char *room, size_t size)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return name;
	for (path = path ? path : "/bin:/usr/bin"; *path;) {
		size_t len = strcspn(path, ":");

		if (len && len + 1 + strlen(name) < size) {
			memcpy(room, path, len);
			room[len] = '/';
			memcpy(room + len + 1, name, strlen(name) + 1);
			if (!syscall(SYS_faccessat, AT_FDCWD, room, X_OK))
				return room;
		}
		path += len;
		path += *path != '\0';
	}
	return "";
}

const char *program_name(unsigned kind)
{
	static const char *const names[PROGRAM_KINDS] = {
		[PROGRAM_DYNAMIC] = "a program",
		[PROGRAM_STATIC] = "a static binary",
		[PROGRAM_FOREIGN] = "a program of another C library",
		[PROGRAM_OTHER_MACHINE] = "a program for another machine",
		[PROGRAM_NONE] = "a program",
		[PROGRAM_SILENT] = "a program that did not load our library",
	};

	return names[kind < PROGRAM_KINDS ? kind : PROGRAM_NONE];
}
