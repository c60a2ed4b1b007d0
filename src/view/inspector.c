/* SPDX-License-Identifier: MIT */
/*
 * What a process is, does and costs, in words.
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
#include "view/inspector_inside.h"
#include "view/pane.h"

#define MS     INT64_C(1000000)
#define SECOND INT64_C(1000000000)

void view_facts_release(struct view_facts *f)
{
	for (size_t i = 0; i < f->count; i++)
		str_release(&f->at[i].text);
	free(f->at);
	*f = (struct view_facts){ 0 };
}

/* ---- reading ---- */

static const char *text_of(const struct view_player *p,
			   const struct model_look *look, int part)
{
	return look ? trace_log_text(p->log, look->texts[part], NULL) : "";
}

struct view_telling view_facts_begin(const struct view_player *p,
				     const struct model_process *process,
				     struct view_facts *to)
{
	const struct model_look *look = model_look(p->model, process);

	return (struct view_telling){
		.p = p,
		.process = process,
		.now = text_of(p, look, MODEL_LOOK_NOW),
		.have = text_of(p, look, MODEL_LOOK_HAVE),
		.to = to,
	};
}

struct view_fact *view_facts_row(const struct view_telling *t,
				 const char *label)
{
	struct view_facts *f = t->to;
	struct view_fact *r;

	f->at = mem_grow(f->at, f->count, &f->cap, sizeof(*f->at));
	r = &f->at[f->count++];
	*r = (struct view_fact){ .text = STR_INIT };
	(void)strncpy(r->label, label, sizeof(r->label) - 1);
	return r;
}

static bool find(const struct view_telling *t, const char *text,
		 const char *key, struct view_fact *r, struct model_fact *ret)
{
	if (!model_facts_find(text, key, ret))
		return false;
	r->fresh |= view_pane_fresh(t->p, ret->at_ns);
	return true;
}

bool view_facts_number(const struct view_telling *t, const char *text,
		       const char *key, struct view_fact *r, uint64_t *ret)
{
	struct model_fact f;

	return find(t, text, key, r, &f) && model_fact_number(&f, 10, ret);
}

void view_facts_unknown(const struct view_telling *t, struct view_fact *r,
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

void view_facts_add_kib(uint64_t kib, struct str *out)
{
	if (kib < 1024)
		str_addf(out, "%" PRIu64 " KiB", kib);
	else if (kib < UINT64_C(1024) * 1024)
		str_addf(out, "%.1f MiB", (double)kib / 1024);
	else
		str_addf(out, "%.1f GiB", (double)kib / (1024.0 * 1024));
}

static void add_ns(uint64_t ns, struct str *out)
{
	if (ns < (uint64_t)SECOND)
		str_addf(out, "%.1f ms", (double)ns / (double)MS);
	else
		view_seconds((int64_t)ns, out);
}

/* ---- what it is ---- */

static void say_who(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "process");
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

static void say_parent(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "parent");
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

static void say_state(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "state");
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

static void say_doing(const struct view_telling *t)
{
	const struct model_process *process = t->process;
	struct view_fact *r = view_facts_row(t, "doing");
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
	r = view_facts_row(t, "");
	str_add(&r->text, "in the kernel: ");
	/* What is in parentheses may be a guess, and it is known already. */
	if (process->verb != MP_VERB_NONE)
		f.value_len = strcspn(f.value, "( \n");
	str_add_n(&r->text, f.value, f.value_len);
}

/* "0x7f12b3a4c5d6 read in libc.so.6", "main.c:14" where that is known. */
static void say_counter(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "counter");
	char hex[20], how[4], line[80], function[80], module[80];
	struct model_fact f;

	if (!find(t, t->now, "pc", r, &f)) {
		if (t->process->state >= MODEL_ZOMBIE || !*t->now)
			view_facts_unknown(t, r, NULL);
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
	r = view_facts_row(t, "");
	str_add(&r->text,
		*how == 'r' ? "seen there as it ran" : "stands still there");
	if (f.at_ns >= 0) {
		str_add(&r->text, *how == 'r' ? ", at " : ", since ");
		view_seconds(f.at_ns, &r->text);
	}
}

/* ---- what it costs ---- */

static void say_schedule(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "priority");
	uint64_t priority, cpu;
	struct model_fact f;
	struct str *out = &r->text;

	if (find(t, t->have, "nice", r, &f)) {
		str_add(out, "nice ");
		str_add_n(out, f.value, f.value_len);
	}
	if (view_facts_number(t, t->have, "priority", r, &priority))
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
		view_facts_unknown(t, r, NULL);
		return;
	}
	if (view_facts_number(t, t->now, "cpu", r, &cpu))
		str_addf(out, " · last on CPU %" PRIu64, cpu);
}

static void say_times(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "CPU time");
	struct view_fact quiet = { .fresh = false };
	uint64_t run, ready;

	if (view_facts_number(t, t->now, "run", &quiet, &run) &&
	    view_facts_number(t, t->now, "ready", &quiet, &ready)) {
		add_ns(run, &r->text);
		str_add(&r->text, " on a CPU, ");
		add_ns(ready, &r->text);
		str_add(&r->text, " in the run queue");
	} else if (t->process->cpu_ns >= 0) {
		add_ns((uint64_t)t->process->cpu_ns, &r->text);
		str_add(&r->text, " on a CPU");
	} else {
		view_facts_unknown(t, r, NULL);
	}
}

static void say_ticks(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "by ticks");
	struct view_fact quiet = { .fresh = false };
	uint64_t user, system;

	if (view_facts_number(t, t->now, "user", &quiet, &user) &&
	    view_facts_number(t, t->now, "system", &quiet, &system))
		str_addf(&r->text, "user %" PRIu64 " ms, system %" PRIu64 " ms",
			 user, system);
	else
		view_facts_unknown(t, r, NULL);
}

/*
 * Of its life so far.  The rest is waiting: it was neither on a CPU nor ready
 * for one.
 */
static void say_shares(const struct view_telling *t)
{
	const struct model_process *process = t->process;
	struct view_fact *r = view_facts_row(t, "shares");
	struct view_fact quiet = { .fresh = false };
	uint64_t run = 0, ready = 0;
	int64_t end = process->ended_ns >= 0 ? process->ended_ns : t->p->now_ns;
	double life = (double)(end - process->started_ns), rest;

	if (life < (double)MS ||
	    !view_facts_number(t, t->now, "run", &quiet, &run) ||
	    !view_facts_number(t, t->now, "ready", &quiet, &ready)) {
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

static void say_switches(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "switches");
	struct model_fact f;
	uint64_t own, forced;

	if (find(t, t->now, "switches", r, &f) &&
	    model_fact_number(&f, 10, &own) &&
	    model_fact_number(&f, 10, &forced))
		str_addf(&r->text,
			 "%" PRIu64 " of its own will, %" PRIu64 " forced", own,
			 forced);
	else
		view_facts_unknown(t, r, NULL);
}

static void say_faults(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "faults");
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
		view_facts_unknown(t, r, NULL);
}

static void say_memory(const struct view_telling *t)
{
	struct view_fact *r = view_facts_row(t, "memory");
	uint64_t all, private, shared;

	if (!view_facts_number(t, t->now, "memory", r, &all)) {
		view_facts_unknown(t, r, NULL);
		return;
	}
	view_facts_add_kib(all, &r->text);
	if (!view_facts_number(t, t->now, "private", r, &private) ||
	    !view_facts_number(t, t->now, "shared", r, &shared))
		return;
	str_add(&r->text, ": ");
	view_facts_add_kib(private, &r->text);
	str_add(&r->text, " its own, ");
	view_facts_add_kib(shared, &r->text);
	str_add(&r->text, " shared");
}

/* ---- signals ---- */

static void say_set(const struct view_telling *t, const char *label)
{
	struct view_fact *r = view_facts_row(t, label);
	struct model_fact f;
	uint64_t set;

	if (find(t, t->have, label, r, &f) && model_fact_number(&f, 16, &set))
		model_facts_signals(set, &r->text);
	else
		view_facts_unknown(t, r, NULL);
}

static bool is_pending(const struct view_telling *t)
{
	struct model_fact f;
	uint64_t set;

	return model_facts_find(t->have, "pending", &f) &&
	       model_fact_number(&f, 16, &set) && set;
}

static void say_signals(const struct view_telling *t)
{
	say_set(t, "blocked");
	say_set(t, "pending");
	say_set(t, "caught");
	say_set(t, "ignored");
}

void view_facts_of(const struct view_player *p,
		   const struct model_process *process, struct view_facts *ret)
{
	struct view_telling t = view_facts_begin(p, process, ret);

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
