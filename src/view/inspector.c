/* SPDX-License-Identifier: MIT */
/*
 * The facts of a process in words.
 *
 * They come from two places: what the model knows of every process, and what
 * was read of this one's control block.  Where the second has nothing to say,
 * because nobody looked or because it may not be read, the row says so.
 */
#include "view/inspector.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/facts.h"
#include "view/pane.h"

#define MS     INT64_C(1000000)
#define SECOND INT64_C(1000000000)
#define ARENA  "procession-arena"
#define WHOM   3 /* named at the other end of a pipe */

void view_facts_release(struct view_facts *f)
{
	for (size_t i = 0; i < f->count; i++)
		str_release(&f->at[i].text);
	free(f->at);
	*f = (struct view_facts){ 0 };
}

/* ---- reading ---- */

struct telling {
	const struct view_player *p;
	const struct model_process *process;
	const char *now, *have; /* "": not looked at */
	struct view_facts *to;
};

static const char *text_of(const struct view_player *p,
			   const struct model_look *look, int part)
{
	return look ? trace_log_text(p->log, look->texts[part], NULL) : "";
}

static struct telling begin(const struct view_player *p,
			    const struct model_process *process,
			    struct view_facts *to)
{
	const struct model_look *look = model_look(p->model, process);

	return (struct telling){
		.p = p,
		.process = process,
		.now = text_of(p, look, MODEL_LOOK_NOW),
		.have = text_of(p, look, MODEL_LOOK_HAVE),
		.to = to,
	};
}

/* The text of a new row.  It is good until the next one. */
static struct view_fact *row(const struct telling *t, const char *label)
{
	struct view_facts *f = t->to;
	struct view_fact *r;

	f->at = mem_grow(f->at, f->count, &f->cap, sizeof(*f->at));
	r = &f->at[f->count++];
	*r = (struct view_fact){ .text = STR_INIT };
	(void)strncpy(r->label, label, sizeof(r->label) - 1);
	return r;
}

static bool find(const struct telling *t, const char *text, const char *key,
		 struct view_fact *r, struct model_fact *ret)
{
	if (!model_facts_find(text, key, ret))
		return false;
	r->fresh |= view_pane_fresh(t->p, ret->at_ns);
	return true;
}

/* The number of @key; false: not known. */
static bool number(const struct telling *t, const char *text, const char *key,
		   struct view_fact *r, uint64_t *ret)
{
	struct model_fact f;

	return find(t, text, key, r, &f) && model_fact_number(&f, 10, ret);
}

static void unknown(const struct telling *t, struct view_fact *r,
		    const char *denied)
{
	struct model_fact f;

	if (t->process->state >= MODEL_ZOMBIE)
		str_add(&r->text, "none any more");
	else if (denied && model_facts_find(t->have, denied, &f))
		str_add(&r->text, "unknown: they may not be read");
	else
		str_add(&r->text, *t->have ? "unknown" : "not looked at");
}

static void add_kib(uint64_t kib, struct str *out)
{
	if (kib < 1024)
		str_addf(out, "%" PRIu64 " KiB", kib);
	else if (kib < 1024 * 1024)
		str_addf(out, "%.1f MiB", (double)kib / 1024);
	else
		str_addf(out, "%.1f GiB", (double)kib / (1024 * 1024));
}

static void add_ns(uint64_t ns, struct str *out)
{
	if (ns < (uint64_t)SECOND)
		str_addf(out, "%.1f ms", (double)ns / (double)MS);
	else
		view_seconds((int64_t)ns, out);
}

/* ---- what it is ---- */

static void say_who(const struct telling *t)
{
	struct view_fact *r = row(t, "process");
	const struct model_process *process = t->process;
	struct model_fact f;

	str_addf(&r->text, "%u", process->pid);
	if (model_process_has_name(t->p->model, process)) {
		str_add_char(&r->text, ' ');
		view_pane_name(t->p, t->p->model, process->pid, &r->text);
	}
	if (find(t, t->have, "program", r, &f)) {
		str_add(&r->text, ", ");
		str_add_n(&r->text, f.value, f.value_len);
	}
}

static void say_parent(const struct telling *t)
{
	struct view_fact *r = row(t, "parent");
	const struct model_process *process = t->process;

	if (!process->ppid)
		str_add(&r->text, "unknown");
	else if (model_process(t->p->model, process->ppid))
		view_pane_who(t->p, process->ppid, &r->text);
	else
		str_addf(&r->text, "%u, outside of the run", process->ppid);
	str_add(&r->text, " · started ");
	view_seconds(process->started_ns, &r->text);
	if (process->kernel_threads > 1)
		str_addf(&r->text, " · %u threads", process->kernel_threads);
}

static void say_state(const struct telling *t)
{
	struct view_fact *r = row(t, "state");
	const struct model_process *process = t->process;
	struct view_state s = view_pane_state(t->p->model, process);

	str_addf(&r->text, "%s %s", s.mark, s.word);
	if (process->letter)
		str_addf(&r->text, " %c", process->letter);
	str_add(&r->text, " since ");
	view_seconds(process->since_ns, &r->text);
	if (process->state >= MODEL_ZOMBIE) {
		str_add(&r->text, ", ");
		view_state_ending(process, &r->text);
	}
	r->fresh = view_pane_fresh(t->p, process->since_ns);
}

static void say_doing(const struct telling *t)
{
	const struct model_process *process = t->process;
	struct view_fact *r = row(t, "doing");
	struct model_place at = { .line = 0 };
	struct model_fact f;

	if (process->state >= MODEL_ZOMBIE) {
		str_add(&r->text, "nothing any more");
		return;
	}
	if (view_pane_parked(t->p->model, process))
		str_add(&r->text, "next: ");
	model_doing(t->p->model, t->p->log, process, &r->text);
	if (t->p->place && process->site)
		at = t->p->place(t->p->place_arg, process);
	if (at.file && at.line) {
		const char *slash = strrchr(at.file, '/');

		str_addf(&r->text, ", %s:%d", slash ? slash + 1 : at.file,
			 at.line);
	}
	if (process->waits) {
		str_add(&r->text, ", since ");
		view_seconds(process->wait_since_ns, &r->text);
	}
	if (!find(t, t->now, "call", r, &f))
		return;
	r = row(t, "");
	str_add(&r->text, "in the kernel: ");
	/* What is in parentheses may be a guess, and it is known already. */
	if (process->verb != MP_VERB_NONE)
		f.value_len = strcspn(f.value, "( \n");
	str_add_n(&r->text, f.value, f.value_len);
}

/* "0x7f12b3a4c5d6 read in libc.so.6", "main.c:14" where that is known. */
static void say_counter(const struct telling *t)
{
	struct view_fact *r = row(t, "counter");
	char hex[20], how[4], line[80], function[80], module[80];
	struct model_fact f;

	if (!find(t, t->now, "pc", r, &f)) {
		if (t->process->state >= MODEL_ZOMBIE || !*t->now)
			unknown(t, r, NULL);
		else if (model_facts_find(t->have, "denied-counter", &f))
			str_add(&r->text, "unknown while it runs: the system "
					  "does not let it be seen");
		else
			str_add(&r->text, "unknown: it runs, and was not "
					  "caught in its own code");
		return;
	}
	str_addf(&r->text, "0x%s ", model_fact_word(&f, hex, sizeof(hex)));
	(void)model_fact_word(&f, how, sizeof(how));
	(void)model_fact_word(&f, line, sizeof(line));
	(void)model_fact_word(&f, function, sizeof(function));
	(void)model_fact_word(&f, module, sizeof(module));
	if (*line && *line != '-')
		str_addf(&r->text, "%s ", line);
	if (*function && *function != '-')
		str_addf(&r->text, "%s ", function);
	if (*module && *module != '-')
		str_addf(&r->text, "in %s", module);
	r = row(t, "");
	str_add(&r->text,
		*how == 'r' ? "seen there as it ran" : "stands still there");
	if (f.at_ns >= 0) {
		str_add(&r->text, *how == 'r' ? ", at " : ", since ");
		view_seconds(f.at_ns, &r->text);
	}
}

/* ---- what it costs ---- */

static void say_schedule(const struct telling *t)
{
	struct view_fact *r = row(t, "priority");
	uint64_t priority, cpu;
	struct model_fact f;
	struct str *out = &r->text;

	if (find(t, t->have, "nice", r, &f)) {
		str_add(out, "nice ");
		str_add_n(out, f.value, f.value_len);
	}
	if (number(t, t->have, "priority", r, &priority))
		str_addf(out, ", priority %" PRIu64, priority);
	else if (find(t, t->have, "priority", r, &f)) {
		str_add(out, ", real-time priority ");
		str_add_n(out, f.value, f.value_len);
	}
	if (find(t, t->have, "policy", r, &f)) {
		str_add(out, ", policy ");
		str_add_n(out, f.value, f.value_len);
	}
	if (!out->len) {
		unknown(t, r, NULL);
		return;
	}
	if (number(t, t->now, "cpu", r, &cpu))
		str_addf(out, " · last on CPU %" PRIu64, cpu);
}

static void say_times(const struct telling *t)
{
	struct view_fact *r = row(t, "CPU time");
	struct view_fact quiet = { .fresh = false };
	uint64_t run, ready;

	if (number(t, t->now, "run", &quiet, &run) &&
	    number(t, t->now, "ready", &quiet, &ready)) {
		add_ns(run, &r->text);
		str_add(&r->text, " on a CPU, ");
		add_ns(ready, &r->text);
		str_add(&r->text, " in the run queue");
	} else if (t->process->cpu_ns >= 0) {
		add_ns((uint64_t)t->process->cpu_ns, &r->text);
		str_add(&r->text, " on a CPU");
	} else {
		unknown(t, r, NULL);
	}
}

static void say_ticks(const struct telling *t)
{
	struct view_fact *r = row(t, "by ticks");
	struct view_fact quiet = { .fresh = false };
	uint64_t user, system;

	if (number(t, t->now, "user", &quiet, &user) &&
	    number(t, t->now, "system", &quiet, &system))
		str_addf(&r->text, "user %" PRIu64 " ms, system %" PRIu64 " ms",
			 user, system);
	else
		unknown(t, r, NULL);
}

/*
 * Of its life so far.  The rest is waiting: it was neither on a CPU nor ready
 * for one.
 */
static void say_shares(const struct telling *t)
{
	const struct model_process *process = t->process;
	struct view_fact *r = row(t, "shares");
	struct view_fact quiet = { .fresh = false };
	uint64_t run = 0, ready = 0;
	int64_t end = process->ended_ns >= 0 ? process->ended_ns : t->p->now_ns;
	double life = (double)(end - process->started_ns), rest;

	if (life < (double)MS || !number(t, t->now, "run", &quiet, &run) ||
	    !number(t, t->now, "ready", &quiet, &ready)) {
		str_add(&r->text, "unknown");
		return;
	}
	/* It ran before its first event. */
	if ((double)(run + ready) > life)
		life = (double)(run + ready);
	rest = life - (double)run - (double)ready;
	str_addf(&r->text, "running %.1f %%  ready %.1f %%  waiting %.1f %%",
		 100 * (double)run / life, 100 * (double)ready / life,
		 100 * rest / life);
}

static void say_switches(const struct telling *t)
{
	struct view_fact *r = row(t, "switches");
	struct model_fact f;
	uint64_t own, forced;

	if (find(t, t->now, "switches", r, &f) &&
	    model_fact_number(&f, 10, &own) &&
	    model_fact_number(&f, 10, &forced))
		str_addf(&r->text,
			 "%" PRIu64 " of its own will, %" PRIu64 " forced", own,
			 forced);
	else
		unknown(t, r, NULL);
}

static void say_faults(const struct telling *t)
{
	struct view_fact *r = row(t, "faults");
	struct model_fact f;
	uint64_t own, forced;

	if (find(t, t->now, "faults", r, &f) &&
	    model_fact_number(&f, 10, &own) &&
	    model_fact_number(&f, 10, &forced))
		str_addf(&r->text,
			 "%" PRIu64 " of pages in memory, %" PRIu64
			 " read from disk",
			 own, forced);
	else
		unknown(t, r, NULL);
}

static void say_memory(const struct telling *t)
{
	struct view_fact *r = row(t, "memory");
	uint64_t all, private, shared;

	if (!number(t, t->now, "memory", r, &all)) {
		unknown(t, r, NULL);
		return;
	}
	add_kib(all, &r->text);
	if (!number(t, t->now, "private", r, &private) ||
	    !number(t, t->now, "shared", r, &shared))
		return;
	str_add(&r->text, ": ");
	add_kib(private, &r->text);
	str_add(&r->text, " its own, ");
	add_kib(shared, &r->text);
	str_add(&r->text, " shared");
}

/* ---- signals ---- */

static void say_set(const struct telling *t, const char *label)
{
	struct view_fact *r = row(t, label);
	struct model_fact f;
	uint64_t set;

	if (find(t, t->have, label, r, &f) && model_fact_number(&f, 16, &set))
		model_facts_signals(set, &r->text);
	else
		unknown(t, r, NULL);
}

static bool is_pending(const struct telling *t)
{
	struct model_fact f;
	uint64_t set;

	return model_facts_find(t->have, "pending", &f) &&
	       model_fact_number(&f, 16, &set) && set;
}

static void say_signals(const struct telling *t)
{
	say_set(t, "blocked");
	say_set(t, "pending");
	say_set(t, "caught");
	say_set(t, "ignored");
}

void view_facts_of(const struct view_player *p,
		   const struct model_process *process, struct view_facts *ret)
{
	struct telling t = begin(p, process, ret);

	say_who(&t);
	say_state(&t);
	say_doing(&t);
	/* One that has come and must wait is what there is to see. */
	if (is_pending(&t))
		say_signals(&t);
	say_counter(&t);
	say_parent(&t);
	say_times(&t);
	say_shares(&t);
	say_switches(&t);
	say_memory(&t);
	if (!is_pending(&t))
		say_signals(&t);
	say_schedule(&t);
	say_faults(&t);
	say_ticks(&t);
}

/* ---- files ---- */

static void add_partners(const struct telling *t, const struct model_object *o,
			 bool writes, struct str *out)
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

static void add_stream(const struct telling *t, bool socket, bool writes,
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

static void add_position(const struct telling *t, const char *fd, size_t len,
			 struct str *out)
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

static void add_file(const struct telling *t, const struct model_fact *at,
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

static void say_files(const struct telling *t)
{
	struct view_fact *r = row(t, "files");
	const char *at = t->have, *fd;
	struct model_fact f;
	uint64_t count;
	size_t len;

	if (!number(t, t->have, "files", r, &count)) {
		unknown(t, r, "denied-files");
		return;
	}
	str_addf(&r->text, "%" PRIu64 " open", count);
	while (model_facts_next(&at, &f)) {
		if (!model_fact_is(&f, "fd", &fd, &len))
			continue;
		r = row(t, "");
		r->item = true;
		r->fresh = view_pane_fresh(t->p, f.at_ns);
		add_file(t, &f, fd, len, &r->text);
		count--;
	}
	if (count)
		str_addf(&row(t, "")->text, "and %" PRIu64 " more", count);
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
	add_kib(kib, &size);
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

static void say_maps(const struct telling *t)
{
	struct view_fact *r = row(t, "maps");
	const char *at = t->have, *start;
	struct model_fact f;
	uint64_t count, size = 0;
	size_t len;

	if (!number(t, t->have, "maps", r, &count)) {
		unknown(t, r, "denied-maps");
		return;
	}
	(void)number(t, t->have, "size", r, &size);
	str_addf(&r->text, "%" PRIu64 " pieces, ", count);
	add_kib(size, &r->text);
	str_add(&r->text, " of addresses");
	while (model_facts_next(&at, &f)) {
		if (!model_fact_is(&f, "map", &start, &len))
			continue;
		r = row(t, "");
		r->item = true;
		r->fresh = view_pane_fresh(t->p, f.at_ns);
		add_map(&f, start, len, &r->text);
	}
	r = row(t, "");
	if (number(t, t->have, "more-maps", r, &count))
		str_addf(&r->text, "and %" PRIu64 " more", count);
	else
		t->to->count--;
}

void view_facts_had(const struct view_player *p,
		    const struct model_process *process, struct view_facts *ret)
{
	struct telling t = begin(p, process, ret);

	say_files(&t);
	say_maps(&t);
}
