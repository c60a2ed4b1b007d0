/* SPDX-License-Identifier: MIT */
/*
 * The preload library: attaches the program that it is loaded into to the
 * arena that the environment names, and gives mp its sink.
 *
 * In a program without mp it says only that the program was started.  Where
 * there is no arena, or not one of this version, it does nothing.
 */
#include <dlfcn.h>
#include <link.h>
#include <stdlib.h>
#include <unistd.h>

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
	});
}

__attribute__((constructor)) static void attach(void)
{
	const char *path = getenv(ARENA_ENV);
	const struct mp_probe_sink **probe;

	if (!path || trace_writer_open(path))
		return;
	say_attached();
	/* The program exports it (-rdynamic), or the library of mp does. */
	probe = (const struct mp_probe_sink **)dlsym(RTLD_DEFAULT, "mp_probe");
	if (probe)
		*probe = &trace_sink;
}
