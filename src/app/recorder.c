/* SPDX-License-Identifier: MIT */
/*
 * The loop makes bytes and hands them over; the thread appends them to the
 * file.  Between the two are `waiting` and what is noted of it, under the lock.
 *
 * Events are handed over in whole blocks of the log, as they get full and every
 * FLUSH_MS at the latest: that is what a kill of the player can cost.
 */
#include "app/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/scope.h"

enum {
	FLUSH_MS = 250,
	SOURCE_MAX = 256 * 1024, /* bytes */
	SOURCES_MAX = 16,
	WAITING_MAX = 64 * 1024 * 1024, /* bytes for the disk */
};

struct app_recorder {
	char *path;
	int fd;
	const struct trace_arena *arena;
	struct trace_log *log;
	struct proc_lines *lines;
	void (*changed)(void *arg);
	void *arg;

	struct trace_recorder *trace;
	struct map sites;           /* those recorded */
	char *sources[SOURCES_MAX]; /* paths of those recorded */
	size_t source_count;
	int64_t next_flush;         /* clock_now */
	struct trace_totals totals; /* as recorded last */
	bool off;                   /* it has failed, or it is complete */
	struct str problem;

	uv_async_t *told; /* by the thread */
	uv_thread_t thread;
	uv_mutex_t lock;
	uv_cond_t wake; /* either of the two */
	/* Under the lock: */
	struct str waiting;
	bool writing, closing;
	int error;       /* negative errno; nothing is written after it */
	uint64_t stored; /* bytes in the file */
};

/* ---- the thread ---- */

/* Append all of it; on failure the file ends with the last whole frame. */
static int append(struct app_recorder *r, const struct str *bytes)
{
	size_t done = 0;

	while (done < bytes->len) {
		ssize_t n = write(r->fd, bytes->buf + done, bytes->len - done);
		int code = -errno;

		if (n < 0 && code == -EINTR)
			continue;
		if (n < 0) {
			size_t whole = trace_recorder_whole(bytes->buf, done);

			(void)ftruncate(r->fd, (off_t)(r->stored + whole));
			return code;
		}
		done += (size_t)n;
	}
	return 0;
}

static void write_waiting(struct app_recorder *r)
{
	SCOPED_STR bytes = r->waiting;
	int code = 0;

	r->waiting = STR_INIT;
	r->writing = true;
	uv_mutex_unlock(&r->lock);
	code = append(r, &bytes);
	uv_mutex_lock(&r->lock);
	r->writing = false;
	if (code < 0)
		r->error = code;
	else
		r->stored += bytes.len;
	uv_cond_broadcast(&r->wake);
	(void)uv_async_send(r->told);
}

static void write_all(void *arg)
{
	struct app_recorder *r = arg;

	uv_mutex_lock(&r->lock);
	for (;;) {
		if (r->waiting.len && !r->error)
			write_waiting(r);
		else if (r->closing)
			break;
		else
			uv_cond_wait(&r->wake, &r->lock);
	}
	uv_mutex_unlock(&r->lock);
}

/* ---- the loop's side ---- */

static void fail(struct app_recorder *r, const char *why)
{
	size_t end = trace_recorder_next(r->trace);
	double seconds = 0;

	if (end > trace_log_first(r->log))
		seconds = (double)trace_log_at(r->log, end - 1)->time_ns / 1e9;
	r->off = true;
	str_addf(&r->problem,
		 "%s: %s: the recording ends at about %.1f s, the run goes on",
		 r->path, why, seconds);
	if (r->changed)
		r->changed(r->arg);
}

/* What the thread has to say. */
static void settle(struct app_recorder *r)
{
	uint64_t stored;
	int error;

	uv_mutex_lock(&r->lock);
	stored = r->stored;
	error = r->error;
	uv_mutex_unlock(&r->lock);
	trace_recorder_stored(r->trace, r->fd, stored);
	if (error && !r->problem.len)
		fail(r, strerror(-error));
}

static void on_told(uv_async_t *told)
{
	settle(told->data);
}

static void hand_over(struct app_recorder *r)
{
	bool too_slow;

	uv_mutex_lock(&r->lock);
	trace_recorder_take(r->trace, &r->waiting);
	too_slow = r->waiting.len > WAITING_MAX && !r->error;
	uv_cond_broadcast(&r->wake);
	uv_mutex_unlock(&r->lock);
	if (too_slow)
		fail(r, "the disk is too slow for this run");
}

static void record_sums(struct app_recorder *r)
{
	struct trace_totals t, *last = &r->totals;

	trace_arena_totals(r->arena, &t);
	if (t.events == last->events && t.lost == last->lost &&
	    t.torn == last->torn && t.stalls == last->stalls &&
	    t.late == last->late && t.threads == last->threads)
		return;
	r->totals = t;
	trace_recorder_sums(r->trace, &t);
}

void app_recorder_tick(struct app_recorder *r)
{
	int64_t now = clock_now();
	struct trace_block b;

	if (!r || r->off)
		return;
	settle(r);
	if (now >= r->next_flush) {
		r->next_flush = now + FLUSH_MS * CLOCK_MS;
		trace_log_seal(r->log);
		record_sums(r);
	} else if (!trace_log_block(r->log, trace_recorder_next(r->trace),
				    &b)) {
		return;
	}
	trace_recorder_events(r->trace);
	hand_over(r);
}

void app_recorder_end(struct app_recorder *r, const struct trace_ending *ending)
{
	if (!r || r->off)
		return;
	trace_log_seal(r->log);
	trace_recorder_events(r->trace);
	record_sums(r);
	trace_recorder_end(r->trace, ending);
	hand_over(r);
	r->off = true;
}

void app_recorder_wait(struct app_recorder *r)
{
	if (!r)
		return;
	uv_mutex_lock(&r->lock);
	while ((r->waiting.len || r->writing) && !r->error)
		uv_cond_wait(&r->wake, &r->lock);
	uv_mutex_unlock(&r->lock);
	settle(r);
}

/* ---- sources ---- */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The file at @path, unless there is one of its name already. */
static void note_source(struct app_recorder *r, const char *path)
{
	SCOPED_FREE char *text = NULL;
	size_t len;

	if (r->source_count == SOURCES_MAX)
		return;
	for (size_t i = 0; i < r->source_count; i++) {
		if (!strcmp(base_name(r->sources[i]), base_name(path)))
			return;
	}
	/* Also if it cannot be read: it is not tried again. */
	r->sources[r->source_count++] = mem_text(path);
	if (fs_read(path, SOURCE_MAX, &text, &len, NULL) == 0)
		trace_recorder_file(r->trace, base_name(path), text, len);
}

static void note_twin(struct app_recorder *r, const struct app_record *record,
		      const char *ending)
{
	SCOPED_STR name = STR_INIT;
	SCOPED_FREE char *path = NULL;

	str_addf(&name, "%s%s", record->name, ending);
	path = fs_join(record->dir, name.buf);
	if (fs_is_file(path))
		note_source(r, path);
}

/* ---- what a site is ---- */

void app_recorder_event(struct app_recorder *r, const struct model *m,
			const struct trace_event *e)
{
	const struct model_process *p;
	struct proc_line found;
	uint64_t key;

	if (!r || r->off || !e->site)
		return;
	p = model_process(m, e->pid);
	if (!p || p->image == MODEL_NO_IMAGE)
		return;
	key = (uint64_t)p->image << 48 ^ e->site;
	if (map_get(&r->sites, key, NULL))
		return;
	map_set(&r->sites, key, 1);
	found = proc_lines_find(r->lines, p->image, e->site);
	if (found.file)
		note_source(r, found.file);
	trace_recorder_line(r->trace, &(struct trace_line){
					      .image = p->image,
					      .address = e->site,
					      .file = found.file,
					      .function = found.function,
					      .line = found.line,
				      });
}

/* ---- life ---- */

int app_recorder_create(const char *path, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

	if (fd < 0 && errno == EEXIST)
		return err_set(e, -EEXIST,
			       "%s exists already, and a recording is never "
			       "written over: give another name",
			       path);
	if (fd < 0)
		return err_set(e, -errno, "%s: %s", path, strerror(errno));
	return fd;
}

static void note_machine(struct app_recorder *r)
{
	SCOPED_STR text = STR_INIT;
	struct utsname u;

	if (uname(&u) == 0)
		str_addf(&text, "%s %s %s, ", u.sysname, u.release, u.machine);
	str_addf(&text, "%ld CPUs", sysconf(_SC_NPROCESSORS_ONLN));
	trace_recorder_fact(r->trace, "machine", text.buf);
}

/* Time 0 of the events, on the clock on the wall. */
static void note_start(struct app_recorder *r, int64_t age_ns)
{
	SCOPED_STR text = STR_INIT;
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	str_addf(&text, "%lld",
		 (long long)(t.tv_sec * CLOCK_S + t.tv_nsec - age_ns));
	trace_recorder_fact(r->trace, "started", text.buf);
}

static void note_facts(struct app_recorder *r,
		       const struct app_recorder_options *o)
{
	const struct app_record *record = o->record;
	const struct lesson_demo *demo = record->demo;

	trace_recorder_fact(r->trace, "player", APP_VERSION);
	trace_recorder_fact(r->trace, "name", record->name);
	trace_recorder_fact(r->trace, "program", o->program);
	for (size_t i = 0; o->args && o->args[i]; i++)
		trace_recorder_fact(r->trace, "argument", o->args[i]);
	note_machine(r);
	note_start(r, trace_arena_now(o->arena));
	for (size_t i = 0; demo && i < demo->show_count; i++)
		trace_recorder_fact(r->trace, "pane",
				    lesson_pane_name(demo->show[i]));
	if (!record->dir)
		return;
	note_twin(r, record, ".c");
	note_twin(r, record, ".py");
}

static void free_handle(uv_handle_t *handle)
{
	free(handle);
}

int app_recorder_open(const struct app_recorder_options *o,
		      struct app_recorder **ret, struct err *e)
{
	struct app_recorder *r;
	int code;

	*ret = NULL;
	if (!o->record)
		return 0;
	r = mem_new(1, sizeof(*r));
	r->arena = o->arena;
	r->path = mem_text(o->record->path);
	r->fd = o->record->fd;
	r->log = o->log;
	r->lines = o->lines;
	r->changed = o->changed;
	r->arg = o->arg;
	r->problem = r->waiting = STR_INIT;
	r->trace = trace_recorder_new(o->log);
	note_facts(r, o);
	r->told = mem_new(1, sizeof(*r->told));
	(void)uv_async_init(o->loop, r->told, on_told);
	r->told->data = r;
	(void)uv_mutex_init(&r->lock);
	(void)uv_cond_init(&r->wake);
	code = uv_thread_create(&r->thread, write_all, r);
	if (code < 0) {
		r->thread = 0;
		app_recorder_close(r);
		return err_set(e, code, "cannot record: %s", uv_strerror(code));
	}
	*ret = r;
	return 0;
}

void app_recorder_close(struct app_recorder *r)
{
	if (!r)
		return;
	r->changed = NULL;
	if (r->thread) {
		if (!r->off) { /* the run has not ended: what there is */
			trace_log_seal(r->log);
			trace_recorder_events(r->trace);
			hand_over(r);
		}
		uv_mutex_lock(&r->lock);
		r->closing = true;
		uv_cond_broadcast(&r->wake);
		uv_mutex_unlock(&r->lock);
		(void)uv_thread_join(&r->thread);
	}
	uv_close((uv_handle_t *)r->told, free_handle);
	uv_cond_destroy(&r->wake);
	uv_mutex_destroy(&r->lock);
	(void)close(r->fd);
	trace_recorder_free(r->trace);
	map_release(&r->sites);
	for (size_t i = 0; i < r->source_count; i++)
		free(r->sources[i]);
	str_release(&r->waiting);
	str_release(&r->problem);
	free(r->path);
	free(r);
}

const char *app_recorder_problem(const struct app_recorder *r)
{
	return r ? r->problem.buf : "";
}

const char *app_recorder_path(const struct app_recorder *r)
{
	return r->path;
}
