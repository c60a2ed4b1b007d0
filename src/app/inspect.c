/* SPDX-License-Identifier: MIT */
/*
 * The texts of a look are compared with those before, line by line, so that
 * each line knows since when it is what it is; what is quite the same is no
 * event.  A few processes are kept in mind; of more, those that were looked at
 * longest ago are forgotten, and begin anew.
 */
#include "app/inspect.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/scope.h"
#include "model/facts.h"
#include "proc/inspect.h"
#include "proc/lines.h"

enum {
	WATCHED_EVERY_MS = 100,
	ALL_EVERY_MS = 50, /* one of them */
	KEPT_MAX = 32,
};

_Static_assert((int)PROC_INSPECT_NOW == (int)MODEL_LOOK_NOW &&
		       (int)PROC_INSPECT_HAVE == (int)MODEL_LOOK_HAVE &&
		       (int)PROC_INSPECT_PARTS == (int)MODEL_LOOK_PARTS,
	       "the parts of a look");

struct entry {
	pid_t pid;
	uint32_t serial;
	struct proc_inspect *look;
	struct str last[PROC_INSPECT_PARTS]; /* with the times of changes */
	bool looked;
	int64_t at;  /* clock_now of the last look */
	uint64_t pc; /* what place is of */
	struct str place;
};

struct app_inspect {
	struct trace_arena *arena;
	struct trace_log *log;
	bool all;
	pid_t watched; /* 0: none */
	size_t turn;   /* whose turn it is of all: index in the model */
	int64_t next_watched, next_turn; /* clock_now */
	struct proc_known known[2];
	struct proc_lines *lines;
	struct entry kept[KEPT_MAX];
	size_t count;
	uint32_t serials;
};

struct app_inspect *app_inspect_new(struct trace_arena *arena,
				    struct trace_log *log, bool all)
{
	struct app_inspect *i = mem_new(1, sizeof(*i));

	i->arena = arena;
	i->log = log;
	i->all = all;
	i->lines = proc_lines_new();
	i->known[0].word = "console";
	i->known[1].word = "error";
	return i;
}

static void release(struct entry *e)
{
	proc_inspect_close(e->look);
	for (int part = 0; part < PROC_INSPECT_PARTS; part++)
		str_release(&e->last[part]);
	str_release(&e->place);
}

void app_inspect_free(struct app_inspect *i)
{
	if (!i)
		return;
	for (size_t k = 0; k < i->count; k++)
		release(&i->kept[k]);
	proc_lines_free(i->lines);
	free(i);
}

void app_inspect_console(struct app_inspect *i, int out_fd, int err_fd)
{
	struct stat st;

	if (fstat(out_fd, &st) == 0)
		i->known[0].inode = st.st_ino;
	if (fstat(err_fd, &st) == 0)
		i->known[1].inode = st.st_ino;
}

static void post(struct app_inspect *i, pid_t pid, uint32_t part, uint32_t text)
{
	trace_arena_post(i->arena, &(struct trace_event){
					   .verb = MP_VERB_INSPECT,
					   .phase = MP_HAPPENS,
					   .kind = MP_KIND_TEXT,
					   .pid = (uint32_t)pid,
					   .tid = (uint32_t)pid,
					   .aux = part,
					   .text = text,
				   });
}

void app_inspect_watch(struct app_inspect *i, pid_t pid)
{
	if (i->watched == pid)
		return;
	if (i->watched && !i->all)
		post(i, i->watched, MODEL_LOOK_PARTS, 0);
	i->watched = pid;
	i->next_watched = 0;
}

void app_inspect_now(struct app_inspect *i)
{
	i->next_watched = i->next_turn = 0;
}

/* ---- whom ---- */

static struct entry *oldest(struct app_inspect *i)
{
	struct entry *found = &i->kept[0];

	for (size_t k = 1; k < i->count; k++) {
		if (i->kept[k].at < found->at)
			found = &i->kept[k];
	}
	return found;
}

static struct entry *entry_of(struct app_inspect *i, pid_t pid)
{
	struct entry *e;

	for (size_t k = 0; k < i->count; k++) {
		if (i->kept[k].pid == pid)
			return &i->kept[k];
	}
	if (i->count < KEPT_MAX) {
		e = &i->kept[i->count++];
	} else {
		e = oldest(i);
		release(e);
	}
	*e = (struct entry){ .pid = pid,
			     .serial = ++i->serials,
			     .place = STR_INIT };
	for (int part = 0; part < PROC_INSPECT_PARTS; part++)
		e->last[part] = STR_INIT;
	e->look = proc_inspect_open(pid, i->known, 2);
	return e;
}

static void forget(struct app_inspect *i, struct entry *e)
{
	release(e);
	*e = i->kept[--i->count];
}

/* ---- where it is ---- */

/* Its addresses are those in the file, wherever it is mapped from. */
static bool has_fixed_addresses(const char *path)
{
	SCOPED_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	Elf64_Ehdr head;

	return fd >= 0 && read(fd, &head, sizeof(head)) == sizeof(head) &&
	       !memcmp(head.e_ident, ELFMAG, SELFMAG) && head.e_type == ET_EXEC;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void add_word(const char *word, size_t len, struct str *out)
{
	if (!len)
		str_add_char(out, '-');
	for (size_t k = 0; k < len; k++)
		str_add_char(out,
			     (unsigned char)word[k] <= ' ' ? '?' : word[k]);
}

/* "FILE:LINE FUNCTION MODULE", of a counter that is new. */
static void find_place(struct app_inspect *i, struct entry *e,
		       const struct proc_inspect_pc *pc)
{
	struct proc_line at = { .line = 0 };
	const char *file;

	str_clear(&e->place);
	if (*pc->path == '/') {
		uint64_t end = pc->base + pc->size;
		uint64_t base = has_fixed_addresses(pc->path) ? 0 : pc->base;

		proc_lines_module(i->lines, e->serial, base, end - base,
				  pc->path);
		/* It finds the call before an address that is returned to. */
		at = proc_lines_find(i->lines, e->serial, pc->address + 1);
	}
	if (at.file) {
		file = base_name(at.file);
		add_word(file, strlen(file), &e->place);
		str_addf(&e->place, ":%d", at.line);
	} else {
		str_add_char(&e->place, '-');
	}
	str_add_char(&e->place, ' ');
	file = at.function ? at.function : "";
	add_word(file, strlen(file), &e->place);
	str_add_char(&e->place, ' ');
	file = base_name(pc->path);
	add_word(file, strcspn(file, " "), &e->place);
}

static void say_pc(struct app_inspect *i, struct entry *e, struct str *out)
{
	struct proc_inspect_pc pc;

	if (!proc_inspect_pc(e->look, &pc))
		return;
	if (pc.address != e->pc || !e->place.len)
		find_place(i, e, &pc);
	e->pc = pc.address;
	str_addf(out, "pc %" PRIx64 " %c %s\n", pc.address, pc.runs ? 'r' : 'w',
		 e->place.buf);
}

/* ---- looking ---- */

/* What is the same as before is no event. */
static void tell(struct app_inspect *i, struct entry *e, int part,
		 const struct str *text, int64_t run_ns)
{
	SCOPED_STR now = STR_INIT;

	model_facts_stamp(e->looked ? e->last[part].buf : NULL, text->buf,
			  run_ns, &now);
	if (e->looked && !strcmp(now.buf, e->last[part].buf))
		return;
	str_clear(&e->last[part]);
	str_add_n(&e->last[part], now.buf, now.len);
	post(i, e->pid, (uint32_t)part,
	     trace_log_intern(i->log, now.buf, now.len));
}

static int64_t run_time(const struct app_inspect *i, const struct model *m)
{
	return m->paused_since_ns >= 0
		       ? model_run_time(m)
		       : trace_arena_now(i->arena) - m->paused_ns;
}

static void look(struct app_inspect *i, const struct model *m, pid_t pid)
{
	struct entry *e = entry_of(i, pid);
	SCOPED_STR now = STR_INIT;
	int64_t run_ns = run_time(i, m);

	e->at = clock_now();
	if (proc_inspect_look(e->look) < 0) {
		forget(i, e);
		return;
	}
	str_add(&now, proc_inspect_text(e->look, PROC_INSPECT_NOW)->buf);
	say_pc(i, e, &now);
	tell(i, e, PROC_INSPECT_NOW, &now, run_ns);
	tell(i, e, PROC_INSPECT_HAVE,
	     proc_inspect_text(e->look, PROC_INSPECT_HAVE), run_ns);
	e->looked = true;
}

static bool is_there(const struct model *m, pid_t pid)
{
	const struct model_process *p = model_process(m, (uint32_t)pid);

	return p && p->state < MODEL_ENDED;
}

/* The next of all, past those that have ended. */
static pid_t next_in_turn(struct app_inspect *i, const struct model *m)
{
	for (size_t k = 0; k < m->process_count; k++) {
		const struct model_process *p =
			&m->processes[i->turn++ % m->process_count];

		if (p->state < MODEL_ENDED && (pid_t)p->pid != i->watched)
			return (pid_t)p->pid;
	}
	return 0;
}

void app_inspect_tick(struct app_inspect *i, const struct model *m)
{
	int64_t now = clock_now();
	pid_t pid;

	if (i->watched && now >= i->next_watched) {
		i->next_watched = now + WATCHED_EVERY_MS * CLOCK_MS;
		if (is_there(m, i->watched))
			look(i, m, i->watched);
	}
	if (!i->all || now < i->next_turn)
		return;
	i->next_turn = now + ALL_EVERY_MS * CLOCK_MS;
	pid = next_in_turn(i, m);
	if (pid)
		look(i, m, pid);
}
