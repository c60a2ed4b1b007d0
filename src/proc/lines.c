/* SPDX-License-Identifier: MIT */
/*
 * Three tables: modules say which file an address of an image is in, files
 * are shared by all images that run them, and each file keeps its answers.
 */
#include "proc/lines.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/map.h"
#include "base/mem.h"
#include "proc/debug.h"

struct file {
	char *path;
	/* So that a program built anew is another file. */
	struct stat stat;
	bool opened;
	struct proc_debug *debug; /* NULL: not opened, or of no use */
	struct map known;         /* address to index in answers */
	struct proc_line *answers;
	size_t count, cap;
};

struct module {
	uint32_t image;
	uint64_t base, size;
	struct file *file;
};

struct proc_lines {
	struct module *modules;
	size_t module_count, module_cap;
	struct file **files;
	size_t file_count, file_cap;
};

struct proc_lines *proc_lines_new(void)
{
	return mem_new(1, sizeof(struct proc_lines));
}

static void file_free(struct file *f)
{
	proc_debug_close(f->debug);
	map_release(&f->known);
	free(f->answers);
	free(f->path);
	free(f);
}

void proc_lines_free(struct proc_lines *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->file_count; i++)
		file_free(l->files[i]);
	free(l->files);
	free(l->modules);
	free(l);
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
	       a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static struct file *file_get(struct proc_lines *l, const char *path)
{
	struct stat st = { 0 };
	struct file *f;

	(void)stat(path, &st); /* a file that is not there is all zero */
	for (size_t i = 0; i < l->file_count; i++) {
		f = l->files[i];
		if (!strcmp(f->path, path) && same_file(&f->stat, &st))
			return f;
	}
	f = mem_new(1, sizeof(*f));
	f->path = mem_text(path);
	f->stat = st;
	l->files = mem_grow(l->files, l->file_count, &l->file_cap,
			    sizeof(struct file *));
	l->files[l->file_count++] = f;
	return f;
}

void proc_lines_module(struct proc_lines *l, uint32_t image, uint64_t base,
		       uint64_t size, const char *path)
{
	struct module m = { image, base, size, file_get(l, path) };

	for (size_t i = 0; i < l->module_count; i++) {
		struct module *old = &l->modules[i];

		if (old->image == image && old->base == base) {
			*old = m;
			return;
		}
	}
	l->modules = mem_grow(l->modules, l->module_count, &l->module_cap,
			      sizeof(*l->modules));
	l->modules[l->module_count++] = m;
}

/* The newest that has it: what was mapped there before is gone. */
static const struct module *module_of(const struct proc_lines *l,
				      uint32_t image, uint64_t address)
{
	for (size_t i = l->module_count; i > 0; i--) {
		const struct module *m = &l->modules[i - 1];

		if (m->image == image && address >= m->base &&
		    address - m->base < m->size)
			return m;
	}
	return NULL;
}

static struct proc_line ask(struct file *f, uint64_t address)
{
	struct proc_line unknown = { .why = PROC_WHY_NO_FILE };

	if (!f->opened) {
		f->opened = true;
		f->debug = proc_debug_open(f->path);
	}
	return f->debug ? proc_debug_find(f->debug, address) : unknown;
}

const char *proc_why_text(enum proc_why why)
{
	switch (why) {
	case PROC_WHY_FOUND:
		break;
	case PROC_WHY_NOWHERE:
		return "the call is in a library";
	case PROC_WHY_NO_FILE:
		return "its file cannot be read";
	case PROC_WHY_NO_DEBUG:
		return "no debug information: built without -g";
	case PROC_WHY_NO_LINE:
		return "this part has no debug information";
	}
	return "";
}

struct proc_line proc_lines_find(struct proc_lines *l, uint32_t image,
				 uint64_t address)
{
	const struct module *m;
	uint64_t index, at;
	struct file *f;

	/*
	 * The call is before the address it returns to, maybe in another
	 * line, or in another function if it never returns.
	 */
	m = address ? module_of(l, image, address - 1) : NULL;
	if (!m)
		return (struct proc_line){ .why = PROC_WHY_NOWHERE };
	f = m->file;
	at = address - 1 - m->base;
	if (map_get(&f->known, at, &index))
		return f->answers[index];
	f->answers =
		mem_grow(f->answers, f->count, &f->cap, sizeof(*f->answers));
	f->answers[f->count] = ask(f, at);
	map_set(&f->known, at, f->count);
	return f->answers[f->count++];
}
