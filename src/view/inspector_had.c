/* SPDX-License-Identifier: MIT */
/*
 * What a process has, in words: its open files, with who is at the other end
 * of a pipe, and its memory, piece by piece.
 */
#include "view/inspector_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "view/pane.h"

#define ARENA "procession-arena"
#define WHOM  3 /* named at the other end of a pipe */

/* ---- files ---- */

static void add_partners(const struct view_telling *t,
			 const struct model_object *o, bool writes,
			 struct str *out)
{
	uint32_t pids[WHOM];
	size_t n =
		model_partners(t->p->model, t->process, o, writes, pids, WHOM);

	if (!n) {
		str_add(out, ", nobody else at the other end");
		return;
	}
	str_add(out, writes ? " to " : " from ");
	for (size_t i = 0; i < n && i < WHOM; i++) {
		str_add(out, i ? ", " : "");
		view_pane_who(t->p, pids[i], out);
	}
	if (n > WHOM)
		str_addf(out, " and %zu more", n - WHOM);
}

static void add_stream(const struct view_telling *t, bool socket, bool writes,
		       struct model_fact f, struct str *out)
{
	const struct model_object *o = NULL;
	uint64_t inode;

	str_add(out, socket ? "socket" : "pipe");
	if (!model_fact_number(&f, 10, &inode))
		return;
	o = socket ? model_socket_of_inode(t->p->model, inode)
		   : model_pipe_of_inode(t->p->model, inode);
	if (o && (!socket || o->stream.peer))
		add_partners(t, o, writes, out);
	else
		str_addf(out, " %" PRIu64, inode);
}

static void add_position(const struct view_telling *t, const char *fd,
			 size_t len, struct str *out)
{
	struct model_fact f;
	uint64_t pos, size;
	char key[24];

	(void)snprintf(key, sizeof(key), "at%.*s", (int)len, fd);
	if (model_facts_find(t->now, key, &f) &&
	    model_fact_number(&f, 10, &pos) && model_fact_number(&f, 10, &size))
		str_addf(out, ", at %" PRIu64 " of %" PRIu64 " bytes", pos,
			 size);
}

static void add_file(const struct view_telling *t, const struct model_fact *at,
		     const char *fd, size_t len, struct str *out)
{
	struct model_fact f = *at;
	char access[4], kind[16];
	const char *way;

	(void)model_fact_word(&f, access, sizeof(access));
	(void)model_fact_word(&f, kind, sizeof(kind));
	way = !strcmp(access, "r")    ? "read"
	      : !strcmp(access, "w")  ? "write"
	      : !strcmp(access, "rw") ? "both"
				      : "";
	str_addf(out, "%3.*s %-5s ", (int)len, fd, way);
	if (!strcmp(kind, "pipe") || !strcmp(kind, "socket")) {
		add_stream(t, *kind == 's', *access == 'w', f, out);
		return;
	}
	if (!strcmp(kind, "error"))
		str_add(out, "console, errors");
	else if (!strcmp(kind, "memory"))
		str_add(out, "shared memory");
	else if (!strcmp(kind, "kernel"))
		str_add(out, "a thing of the kernel:");
	else if (strcmp(kind, "device") != 0)
		str_add(out, !strcmp(kind, "fifo")    ? "FIFO"
			     : !strcmp(kind, "queue") ? "message queue"
						      : kind);
	while (f.value_len && *f.value == ' ') {
		f.value++;
		f.value_len--;
	}
	if (f.value_len && out->buf[out->len - 1] != ' ')
		str_add_char(out, ' ');
	str_add_n(out, f.value, f.value_len);
	add_position(t, fd, len, out);
}

static void say_files(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "files");
	const char *at = t->have, *fd;
	struct model_fact f;
	uint64_t count;
	size_t len;

	if (!view_facts_number(t, t->have, "files", r, &count)) {
		view_facts_unknown(t, r, "denied-files");
		return;
	}
	str_addf(&r->text, "%" PRIu64 " open", count);
	while (model_facts_next(&at, &f)) {
		if (!model_fact_is(&f, "fd", &fd, &len))
			continue;
		r = view_facts_row(t, "");
		r->item = true;
		r->fresh = view_pane_fresh(t->p, f.at_ns);
		add_file(t, &f, fd, len, &r->text);
		count--;
	}
	if (count)
		str_addf(&view_facts_row(t, "")->text, "and %" PRIu64 " more",
			 count);
}

/* ---- memory maps ---- */

static void add_map_name(const char *kind, const struct model_fact *f,
			 struct str *out)
{
	static const struct {
		const char *kind, *words;
	} words[] = {
		{ "text", "text of " },
		{ "data", "data of " },
		{ "constants", "constants of " },
		{ "heap", "heap" },
		{ "stack", "stack" },
		{ "shared", "shared memory " },
		{ "library", "" },
		{ "file", "file " },
		{ "memory", "memory without a name " },
		{ "guard", "guard: may not be touched" },
		{ "kernel", "of the kernel: " },
	};
	size_t len = f->value_len;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(kind, words[i].kind))
			str_add(out, words[i].words);
	if (!strcmp(kind, "heap") || !strcmp(kind, "stack"))
		return;
	if (!strcmp(kind, "shared") && !len)
		str_add(out, "without a name");
	str_add_n(out, f->value, len);
	if (!strcmp(kind, "shared") && len == strlen(ARENA) &&
	    !memcmp(f->value, ARENA, len))
		str_add(out, ", where its events go,");
}

static void add_map(const struct model_fact *at, const char *start, size_t len,
		    struct str *out)
{
	struct model_fact f = *at;
	SCOPED_STR size = STR_INIT;
	char perms[8], kind[16];
	uint64_t kib = 0;

	(void)model_fact_number(&f, 10, &kib);
	view_facts_add_kib(kib, &size);
	(void)model_fact_word(&f, perms, sizeof(perms));
	perms[3] = '\0';
	(void)model_fact_word(&f, kind, sizeof(kind));
	if (f.value_len) {
		f.value++;
		f.value_len--;
	}
	str_addf(out, "%9s %s ", size.buf, perms);
	add_map_name(kind, &f, out);
	str_addf(out, " at %.*s", (int)len, start);
}

static void say_maps(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "maps");
	const char *at = t->have, *start;
	struct model_fact f;
	uint64_t count, size = 0;
	size_t len;

	if (!view_facts_number(t, t->have, "maps", r, &count)) {
		view_facts_unknown(t, r, "denied-maps");
		return;
	}
	(void)view_facts_number(t, t->have, "size", r, &size);
	str_addf(&r->text, "%" PRIu64 " pieces, ", count);
	view_facts_add_kib(size, &r->text);
	str_add(&r->text, " of addresses");
	while (model_facts_next(&at, &f)) {
		if (!model_fact_is(&f, "map", &start, &len))
			continue;
		r = view_facts_row(t, "");
		r->item = true;
		r->fresh = view_pane_fresh(t->p, f.at_ns);
		add_map(&f, start, len, &r->text);
	}
	r = view_facts_row(t, "");
	if (view_facts_number(t, t->have, "more-maps", r, &count))
		str_addf(&r->text, "and %" PRIu64 " more", count);
	else
		t->to->count--;
}

void view_facts_had(const struct view_player *p,
		    const struct model_process *process, struct view_facts *ret)
{
	struct view_telling t = view_facts_begin(p, process, ret);

	say_files(&t);
	say_maps(&t);
}
