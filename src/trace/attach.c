/* SPDX-License-Identifier: MIT */
/*
 * The preload library: attaches the program that it is loaded into to the
 * arena that the environment names, gives mp its sink, and from then on tells
 * of the calls that it stands before (trace/posix/).
 *
 * Where there is no arena, or not one of this version, it does nothing, and
 * every call goes through.
 */
#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "trace/posix/posix.h"
#include "trace/sink.h"
#include "trace/writer.h"

struct image {
	uint64_t base; /* where the file's address 0 is */
	uint64_t size; /* from there to the end of the last segment */
};

/* Called for the program first. */
static int main_image(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct image *image = arg;

	(void)size;
	image->base = info->dlpi_addr;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		uint64_t end = part->p_vaddr + part->p_memsz;

		if (part->p_type == PT_LOAD && end > image->size)
			image->size = end;
	}
	return 1;
}

static void say_attached(void)
{
	char path[ARENA_TEXT_MAX + 1];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path));
	struct image image = { 0, 0 };

	(void)dl_iterate_phdr(main_image, &image);
	trace_writer_emit(&(struct mp_probe_event){
		.verb = MP_VERB_ATTACH,
		.phase = MP_HAPPENS,
		.kind = MP_KIND_TEXT,
		.text = path,
		.text_len = len > 0 ? (uint32_t)len : 0,
		.a = image.base,
		.b = image.size,
		.aux = (uint32_t)syscall(SYS_getppid),
	});
}

/* ---- where the code of mp is ---- */

struct code {
	uintptr_t of; /* an address in the object */
	uintptr_t start, end;
	bool seen; /* an object, the first being the program */
};

/* The code of the library that has the address; of the program, none. */
static int find_code(struct dl_phdr_info *info, size_t size, void *arg)
{
	struct code *code = arg;
	bool has = false, is_program = !code->seen;

	(void)size;
	code->seen = true;
	for (size_t i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		uintptr_t start = info->dlpi_addr + part->p_vaddr;

		if (part->p_type != PT_LOAD)
			continue;
		has = has || code->of - start < part->p_memsz;
		if (part->p_flags & PF_X) {
			code->start = start;
			code->end = start + part->p_memsz;
		}
	}
	if (has && is_program)
		code->start = code->end = 0;
	return has;
}

/*
 * The program exports the probe (-rdynamic), or the library of mp does.  In a
 * program mp says where its code lies; a library is all its own.  Whether
 * there is one.
 */
static bool attach_mp(void)
{
	const struct mp_probe_sink **probe =
		(const struct mp_probe_sink **)dlsym(RTLD_DEFAULT, "mp_probe");
	const struct mp_code *in =
		(const struct mp_code *)dlsym(RTLD_DEFAULT, "mp_code");
	struct code code = { .of = (uintptr_t)probe };

	if (!probe)
		return false;
	*probe = &trace_sink;
	if (in && in->start) {
		posix_mp_start = (uintptr_t)in->start;
		posix_mp_size = (uintptr_t)in->end - posix_mp_start;
	} else if (dl_iterate_phdr(find_code, &code)) {
		posix_mp_start = code.start;
		posix_mp_size = code.end - code.start;
	}
	return true;
}

static void attach_posix(const char *path, bool has_mp)
{
	Dl_info own;

	if (!dladdr((void *)attach_posix, &own) || !own.dli_fname)
		return;
	posix_env_attach(path, own.dli_fname);
	posix_stdio_attach();
	posix_shared_attach();
	/* mp says itself how its processes end. */
	if (!has_mp)
		posix_process_attach();
	posix_on = true;
	posix_fd_tell_held();
}

__attribute__((constructor)) static void attach(void)
{
	const char *path = getenv(ARENA_ENV);

	posix_resolve();
	if (!path || trace_writer_open(path))
		return;
	(void)trace_writer_is_new();
	say_attached();
	attach_posix(path, attach_mp());
}
