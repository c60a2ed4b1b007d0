/* SPDX-License-Identifier: MIT */
/*
 * The end of a process is told by three who do not know of each other: its
 * pidfd (at once, but the status only while it is a zombie), its parent, if
 * that is an mp process (REAP), and the guard, for what the guard reaps.  Each
 * writes what it knows; the model puts it together.
 */
#include "app/kernel.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/watch.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "proc/sampler.h"
#include "proc/stat.h"
#include "proc/tree.h"
#include "trace/log.h"

enum {
	SAMPLE_EVERY_MS = 50,
	SCAN_EVERY = 10, /* samples: look for untraced processes */
};

#define SAMPLE_BUDGET_NS (2 * CLOCK_MS)

struct app_kernel {
	struct trace_arena *arena;
	struct proc_sampler *sampler;
	struct app_watch *watch;
	void (*ended)(void *arg);
	void *arg;
	int64_t next_sample; /* clock_now */
	unsigned samples;
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

/* Processes that write no events (a shell, a static program) are shown too. */
static void scan(struct app_kernel *k, pid_t root)
{
	SCOPED_FREE pid_t *pids = NULL;
	int n = proc_descendants(root, &pids);

	for (int i = 0; i < n; i++)
		app_kernel_meet(k, pids[i]);
}

void app_kernel_tick(struct app_kernel *k, pid_t root)
{
	int64_t now = clock_now();

	if (now < k->next_sample)
		return;
	k->next_sample = now + SAMPLE_EVERY_MS * CLOCK_MS;
	if (k->samples++ % SCAN_EVERY == 0)
		scan(k, root);
	(void)proc_sampler_sweep(k->sampler, SAMPLE_BUDGET_NS, on_sample, k);
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
	trace_arena_ended(k->arena, pid);
	k->ended(k->arg);
}

void app_kernel_meet(struct app_kernel *k, pid_t pid)
{
	(void)proc_sampler_add(k->sampler, pid);
	if (!app_watch_add(k->watch, pid))
		on_end(k, pid);
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

/* ---- life ---- */

struct app_kernel *app_kernel_new(uv_loop_t *loop, struct trace_arena *arena,
				  void (*ended)(void *arg), void *arg)
{
	struct app_kernel *k = mem_new(1, sizeof(*k));

	k->arena = arena;
	k->sampler = proc_sampler_new();
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
	free(k);
}
