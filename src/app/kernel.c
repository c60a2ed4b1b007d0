/* SPDX-License-Identifier: MIT */
/*
 * The end of a process is told by three who do not know of each other: its
 * pidfd (at once, but the status only while it is a zombie), its parent, if
 * that is an mp process (REAP), and the guard, for what the guard reaps.  Each
 * writes what it knows; the model puts it together.
 */
#include "app/kernel.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/watch.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/program.h"
#include "base/scope.h"
#include "base/str.h"
#include "proc/blocked.h"
#include "proc/sampler.h"
#include "proc/stat.h"
#include "proc/tree.h"
#include "trace/log.h"
#include "trace/object.h"

enum {
	SAMPLE_EVERY_MS = 50,
	SCAN_EVERY_MS = 500, /* look for processes that nobody told of */
	SCAN_SHARE = 50,     /* of the time at most 1 in so many goes there */
};

#define LIBRARY          "/libprocession-attach.so"
#define MAPS_MAX         ((size_t)4 << 20)
#define SAMPLE_BUDGET_NS (2 * CLOCK_MS)

struct app_kernel {
	struct trace_arena *arena;
	struct trace_log *log;
	struct map
		heard; /* PIDs that have told something, or were said not to */
	char loader[PROGRAM_LOADER_MAX]; /* ours */
	struct proc_sampler *sampler;
	struct app_watch *watch;
	void (*ended)(void *arg);
	void *arg;
	const struct model *model; /* during a tick, else NULL */
	int64_t next_sample;       /* clock_now */
	int64_t next_scan;         /* clock_now */
};

static void post(struct app_kernel *k, struct trace_event e)
{
	e.phase = MP_HAPPENS;
	e.tid = e.pid;
	trace_arena_post(k->arena, &e);
}

/* ---- states ---- */

static void on_sample(void *arg, const struct proc_sample *s)
{
	uint32_t threads =
		s->threads < UINT16_MAX ? (uint32_t)s->threads : UINT16_MAX;

	post(arg, (struct trace_event){
			  .verb = MP_VERB_SAMPLE,
			  .pid = (uint32_t)s->pid,
			  .object = (uint64_t)(unsigned char)s->letter,
			  .err = s->ready,
			  .a = (uint64_t)s->run_ns,
			  .b = (uint64_t)s->wait_ns,
			  .aux = ((uint32_t)s->cpu & 0xffff) | threads << 16,
		  });
}

/* ---- what they are blocked in ---- */

/*
 * What its own events say is exact.  The model may be a few events behind; it
 * then has an older sample, or none, and this asks again.
 */
static bool wants_blocked(void *arg, pid_t pid, bool ran)
{
	const struct app_kernel *k = arg;
	const struct model_process *p =
		k->model ? model_process(k->model, (uint32_t)pid) : NULL;

	return p && p->state < MODEL_ZOMBIE && p->verb == MP_VERB_NONE &&
	       (ran || !p->blocked);
}

static uint64_t object_of(struct proc_about_it it)
{
	switch (it.kind) {
	case PROC_ABOUT_NOTHING:
		break;
	case PROC_ABOUT_PIPE:
		return trace_object_id(TRACE_OBJECT_PIPE, it.inode);
	case PROC_ABOUT_SOCKET:
		return trace_object_id(TRACE_OBJECT_SOCKET, it.inode);
	}
	return 0;
}

static void on_blocked(void *arg, pid_t pid, const struct proc_blocked *b)
{
	struct app_kernel *k = arg;
	const struct model_process *p =
		k->model ? model_process(k->model, (uint32_t)pid) : NULL;
	SCOPED_STR words = STR_INIT;
	struct proc_about_it at;
	uint32_t text;

	proc_blocked_say(pid, b, &words, &at);
	if (!words.len)
		str_add(&words, "a call that the kernel does not tell");
	text = trace_log_intern(k->log, words.buf, words.len);
	if (p && p->blocked == text && p->blocked_at == object_of(at))
		return;
	post(k, (struct trace_event){
			.verb = MP_VERB_BLOCKED,
			.pid = (uint32_t)pid,
			.object = object_of(at),
			.a = (uint64_t)(int64_t)b->number,
			.text = text,
		});
}

static const struct proc_sampler_look look_blocked = { wants_blocked,
						       on_blocked };

/* ---- silent ones ---- */

/* Values of the map: what is known of a PID. */
enum { SILENT, HEARD };

static void say_untraced(struct app_kernel *k, pid_t pid, enum program is,
			 const char *path)
{
	char link[PATH_MAX];
	ssize_t len = readlink(path, link, sizeof(link));

	if (len > 0)
		path = link;
	else
		len = (ssize_t)strlen(path);
	trace_arena_post(k->arena, &(struct trace_event){
					   .verb = MP_VERB_UNTRACED,
					   .phase = MP_HAPPENS,
					   .kind = MP_KIND_TEXT,
					   .a = (uint64_t)pid,
					   .b = (uint64_t)is,
					   .text = trace_log_intern(
						   k->log, path, (size_t)len),
				   });
}

/* It may have ended by now: so not by what the kernel says it runs. */
void app_kernel_check(struct app_kernel *k, pid_t pid, const char *name)
{
	char room[PATH_MAX];
	const char *path = program_find(name, room, sizeof(room));
	enum program is = program_look(path, k->loader, NULL);

	map_set(&k->heard, (uint64_t)pid, HEARD);
	if (is != PROGRAM_DYNAMIC && is != PROGRAM_NONE)
		say_untraced(k, pid, is, path);
}

/* Whether the preload library is in it, where that can be seen. */
static bool has_library(pid_t pid)
{
	char path[32];
	SCOPED_FREE char *maps = NULL;
	size_t len;

	(void)snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	return fs_read(path, MAPS_MAX, &maps, &len, NULL) < 0 || !len ||
	       memmem(maps, len, LIBRARY, strlen(LIBRARY));
}

/* One that has told nothing for a while: it need not have had anything to. */
static void check_running(struct app_kernel *k, pid_t pid)
{
	char path[32];
	enum program is;

	map_set(&k->heard, (uint64_t)pid, HEARD);
	(void)snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid);
	is = program_look(path, k->loader, NULL);
	if (is == PROGRAM_DYNAMIC && !has_library(pid))
		is = PROGRAM_SILENT;
	if (is != PROGRAM_DYNAMIC && is != PROGRAM_NONE)
		say_untraced(k, pid, is, path);
}

/* Processes that write no events (a shell, a static program) are shown too. */
static void scan(struct app_kernel *k, pid_t root)
{
	SCOPED_FREE pid_t *pids = NULL;
	int n = proc_descendants(root, &pids);
	uint64_t heard;

	for (int i = 0; i < n; i++) {
		/* Found before, and still silent. */
		if (map_get(&k->heard, (uint64_t)pids[i], &heard)) {
			if (heard == SILENT)
				check_running(k, pids[i]);
			continue;
		}
		map_set(&k->heard, (uint64_t)pids[i], SILENT);
		app_kernel_meet(k, pids[i], false);
	}
}

/* With thousands of processes it takes longer, and is done less often. */
static void scan_now_and_then(struct app_kernel *k, pid_t root, int64_t now)
{
	int64_t pause = SCAN_EVERY_MS * CLOCK_MS, took;

	if (now < k->next_scan)
		return;
	scan(k, root);
	took = clock_now() - now;
	if (pause < took * SCAN_SHARE)
		pause = took * SCAN_SHARE;
	k->next_scan = now + pause;
}

void app_kernel_tick(struct app_kernel *k, pid_t root, const struct model *m)
{
	int64_t now = clock_now();

	if (now < k->next_sample)
		return;
	k->next_sample = now + SAMPLE_EVERY_MS * CLOCK_MS;
	scan_now_and_then(k, root, now);
	k->model = m;
	(void)proc_sampler_sweep(k->sampler, SAMPLE_BUDGET_NS, on_sample, k);
	k->model = NULL;
}

void app_kernel_prefer(struct app_kernel *k, const pid_t *pids, size_t n)
{
	proc_sampler_prefer(k->sampler, pids, n);
}

/* ---- ends ---- */

/* The wait status of a zombie, from the kernel; false if it is too late. */
static bool zombie_status(pid_t pid, int *ret)
{
	char path[64];
	struct proc_stat st;
	SCOPED_FREE char *text = NULL;
	size_t len;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if (fs_read(path, 4096, &text, &len, NULL) < 0 ||
	    proc_stat_parse(text, len, &st) < 0 || st.state != 'Z' ||
	    !st.has_exit_code)
		return false;
	*ret = st.exit_code;
	return true;
}

static void on_end(void *arg, pid_t pid)
{
	struct app_kernel *k = arg;
	int status = 0;
	bool known = zombie_status(pid, &status);

	post(k, (struct trace_event){
			.verb = MP_VERB_EXITED,
			.pid = (uint32_t)pid,
			.a = (uint64_t)status,
			.err = !known,
		});
	map_remove(&k->heard, (uint64_t)pid);
	trace_arena_ended(k->arena, pid);
	k->ended(k->arg);
}

void app_kernel_meet(struct app_kernel *k, pid_t pid, bool heard)
{
	if (heard)
		map_set(&k->heard, (uint64_t)pid, HEARD);
	(void)proc_sampler_add(k->sampler, pid);
	if (!app_watch_add(k->watch, pid))
		on_end(k, pid);
}

int app_kernel_pidfd(const struct app_kernel *k, pid_t pid)
{
	return app_watch_fd(k->watch, pid);
}

void app_kernel_reaped(struct app_kernel *k, pid_t pid, int status)
{
	post(k, (struct trace_event){
			.verb = MP_VERB_EXITED,
			.pid = (uint32_t)pid,
			.a = (uint64_t)status,
		});
	post(k, (struct trace_event){
			.verb = MP_VERB_SAMPLE,
			.pid = (uint32_t)pid,
			.object = 'X',
			.a = UINT64_MAX,
			.b = UINT64_MAX,
		});
}

void app_kernel_finish(struct app_kernel *k)
{
	(void)proc_sampler_sweep(k->sampler, 0, on_sample, k);
}

/* ---- life ---- */

struct app_kernel *app_kernel_new(uv_loop_t *loop, struct trace_arena *arena,
				  struct trace_log *log,
				  void (*ended)(void *arg), void *arg)
{
	struct app_kernel *k = mem_new(1, sizeof(*k));

	k->arena = arena;
	k->log = log;
	(void)program_look("/proc/self/exe", NULL, k->loader);
	k->sampler = proc_sampler_new();
	proc_sampler_look(k->sampler, &look_blocked);
	k->watch = app_watch_new(loop, on_end, k);
	k->ended = ended;
	k->arg = arg;
	return k;
}

void app_kernel_free(struct app_kernel *k)
{
	if (!k)
		return;
	app_watch_close(k->watch);
	proc_sampler_free(k->sampler);
	map_release(&k->heard);
	free(k);
}
