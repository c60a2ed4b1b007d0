/* SPDX-License-Identifier: MIT */
#include "proc/region.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define THINGS_MAX 48 /* told one by one */

void proc_regions_release(struct proc_regions *r)
{
	free(r->at);
	str_release(&r->names);
	*r = (struct proc_regions){ .names = STR_INIT };
}

/* ---- reading ---- */

static bool take_hex(const char **at, const char *end, char after,
		     uint64_t *ret)
{
	const char *p = *at;
	uint64_t value = 0;

	for (; p < end && *p != after; p++) {
		char c = *p;
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0')
				 : c >= 'a' && c <= 'f'
					 ? (unsigned)(c - 'a') + 10
					 : 99;

		if (digit > 15 || value >> 60)
			return false;
		value = value << 4 | digit;
	}
	if (p == end || p == *at)
		return false;
	*at = p + 1;
	*ret = value;
	return true;
}

/* Past the next blanks and the word before them. */
static const char *past_word(const char *at, const char *end)
{
	while (at < end && *at != ' ')
		at++;
	while (at < end && *at == ' ')
		at++;
	return at;
}

/* "START-END PERMS OFFSET MAJOR:MINOR INODE   NAME" */
static bool parse_line(const char *at, const char *end, struct proc_region *r,
		       const char **ret_name)
{
	const char *number;

	if (!take_hex(&at, end, '-', &r->start) ||
	    !take_hex(&at, end, ' ', &r->end) || r->end <= r->start ||
	    end - at < 5 || at[4] != ' ')
		return false;
	memcpy(r->perms, at, 4);
	r->perms[4] = '\0';
	at += 5;
	if (!take_hex(&at, end, ' ', &r->offset))
		return false;
	number = past_word(at, end);
	at = past_word(number, end);
	r->inode = 0;
	for (; number < end && *number >= '0' && *number <= '9'; number++)
		r->inode = r->inode * 10 + (uint64_t)(*number - '0');
	*ret_name = at;
	return true;
}

void proc_regions_parse(struct proc_regions *r, const char *text, size_t len)
{
	const char *end = text + len;

	r->count = 0;
	if (!r->names.buf)
		r->names = STR_INIT;
	str_clear(&r->names);
	str_add_char(&r->names, '\0');
	while (text < end) {
		const char *line_end = memchr(text, '\n', (size_t)(end - text));
		struct proc_region region;
		const char *name;

		if (!line_end)
			line_end = end;
		if (parse_line(text, line_end, &region, &name)) {
			region.name = name < line_end ? r->names.len : 0;
			str_add_n(&r->names, name, (size_t)(line_end - name));
			if (region.name)
				str_add_char(&r->names, '\0');
			r->at = mem_grow(r->at, r->count, &r->cap,
					 sizeof(*r->at));
			r->at[r->count++] = region;
		}
		text = line_end + 1;
	}
}

const char *proc_region_name(const struct proc_regions *r,
			     const struct proc_region *region)
{
	return r->names.buf + region->name;
}

const struct proc_region *proc_regions_find(const struct proc_regions *r,
					    uint64_t address)
{
	for (size_t i = 0; i < r->count; i++) {
		if (address >= r->at[i].start && address < r->at[i].end)
			return &r->at[i];
	}
	return NULL;
}

static bool same_file(const struct proc_regions *r, const struct proc_region *a,
		      const struct proc_region *b)
{
	return a->inode == b->inode &&
	       !strcmp(proc_region_name(r, a), proc_region_name(r, b));
}

void proc_regions_module(const struct proc_regions *r,
			 const struct proc_region *region, uint64_t *ret_start,
			 uint64_t *ret_end)
{
	*ret_start = region->start;
	*ret_end = region->end;
	for (size_t i = 0; i < r->count; i++) {
		if (!same_file(r, &r->at[i], region))
			continue;
		if (r->at[i].start < *ret_start)
			*ret_start = r->at[i].start;
		if (r->at[i].end > *ret_end)
			*ret_end = r->at[i].end;
	}
}

/* ---- saying ---- */

enum kind {
	TEXT,
	DATA,
	CONSTANTS,
	HEAP,
	STACK,
	SHARED,
	LIBRARY,
	MAPPED, /* a file */
	OWN,    /* without a name, private */
	GUARD,  /* nothing may be done with it */
	KERNEL, /* [vdso] and its like */
	KIND_COUNT
};

static const char *const kind_words[KIND_COUNT] = {
	[TEXT] = "text",       [DATA] = "data",     [CONSTANTS] = "constants",
	[HEAP] = "heap",       [STACK] = "stack",   [SHARED] = "shared",
	[LIBRARY] = "library", [MAPPED] = "file",   [OWN] = "memory",
	[GUARD] = "guard",     [KERNEL] = "kernel",
};

struct thing {
	enum kind kind;
	uint64_t start, end, bytes; /* end: of its last piece */
	char perms[5];
	char name[200];
};

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static bool is_library(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *so = slash ? strstr(slash, ".so") : NULL;

	return so && (!so[3] || so[3] == '.' || so[3] == ' ');
}

static enum kind kind_of_program(const struct proc_region *region)
{
	return region->perms[2] == 'x'   ? TEXT
	       : region->perms[1] == 'w' ? DATA
					 : CONSTANTS;
}

static enum kind kind_of(const struct proc_region *region, const char *name,
			 const char *exe)
{
	if (*name == '[') {
		if (begins(name, "[heap"))
			return HEAP;
		if (begins(name, "[stack"))
			return STACK;
		return begins(name, "[anon") ? OWN : KERNEL;
	}
	if (!*name)
		return region->perms[3] == 's'        ? SHARED
		       : begins(region->perms, "---") ? GUARD
						      : OWN;
	if (*exe && !strcmp(name, exe))
		return kind_of_program(region);
	if (begins(name, "/memfd:") || begins(name, "/dev/shm/") ||
	    begins(name, "/SYSV") || begins(name, "/dev/zero"))
		return region->perms[3] == 's' ? SHARED : OWN;
	return is_library(name) ? LIBRARY : MAPPED;
}

/* What a reader knows it by. */
static void name_of(enum kind kind, const char *name, uint64_t inode,
		    struct thing *t)
{
	const char *slash = strrchr(name, '/');
	struct str text = STR_INIT;
	size_t len;

	if (kind == SHARED && begins(name, "/SYSV"))
		str_addf(&text, "System V, number %" PRIu64, inode);
	else if (kind == HEAP || kind == STACK ||
		 (kind == SHARED && begins(name, "/dev/zero")))
		; /* there is one; how the kernel names what has no name */
	else if (kind == SHARED && begins(name, "/dev/shm"))
		str_add(&text, name + strlen("/dev/shm"));
	else if (kind == SHARED && begins(name, "/memfd:"))
		str_add(&text, name + strlen("/memfd:"));
	else if (kind == LIBRARY || kind <= CONSTANTS)
		str_add(&text, slash ? slash + 1 : name);
	else if (kind == MAPPED || kind == KERNEL || *name == '[')
		str_add(&text, name);
	len = strnlen(text.buf, sizeof(t->name) - 1);
	if (kind == SHARED && len > 10 &&
	    !strcmp(text.buf + len - 10, " (deleted)"))
		len -= 10;
	memcpy(t->name, text.buf, len);
	t->name[len] = '\0';
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)t->name[i] < ' ')
			t->name[i] = '?';
	str_release(&text);
}

/* Whether @region is one thing with the one before it. */
static bool goes_on(const struct thing *last, const struct thing *now,
		    const struct proc_region *region)
{
	if (now->kind == LIBRARY || now->kind == MAPPED)
		return last->kind == now->kind &&
		       !strcmp(last->name, now->name);
	if (last->end != region->start)
		return false;
	if (now->kind == KERNEL || now->kind == CONSTANTS)
		return last->kind == now->kind;
	/* What begins as zero lies behind the rest of the data. */
	return now->kind == OWN && !*now->name && region->perms[1] == 'w' &&
	       (last->kind == DATA ||
		(last->kind == LIBRARY && last->perms[1] == 'w'));
}

static void add_thing(const struct thing *t, struct str *out)
{
	str_addf(out, "map%" PRIx64 " %" PRIu64 " %s %s%s%s\n", t->start,
		 t->bytes / 1024, t->perms, kind_words[t->kind],
		 *t->name ? " " : "", t->name);
}

/* What may be done with some piece may be done with the thing. */
static void merge_perms(struct thing *t, const char *perms)
{
	for (int i = 0; i < 3; i++)
		if (perms[i] != '-')
			t->perms[i] = perms[i];
}

void proc_regions_say(const struct proc_regions *r, const char *exe,
		      struct str *out)
{
	struct thing last = { .kind = KIND_COUNT }, now;
	size_t told = 0, passed = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct proc_region *region = &r->at[i];
		const char *name = proc_region_name(r, region);

		now = (struct thing){ .kind = kind_of(region, name, exe),
				      .start = region->start };
		name_of(now.kind, name, region->inode, &now);
		if (last.kind == KIND_COUNT || !goes_on(&last, &now, region)) {
			if (last.kind != KIND_COUNT && told < THINGS_MAX &&
			    ++told)
				add_thing(&last, out);
			else
				passed += last.kind != KIND_COUNT;
			last = now;
			memcpy(last.perms, region->perms, sizeof(last.perms));
		} else {
			merge_perms(&last, region->perms);
		}
		last.bytes += region->end - region->start;
		last.end = region->end;
	}
	if (last.kind != KIND_COUNT && told < THINGS_MAX)
		add_thing(&last, out);
	else
		passed += last.kind != KIND_COUNT;
	if (passed)
		str_addf(out, "more-maps %zu\n", passed);
}
