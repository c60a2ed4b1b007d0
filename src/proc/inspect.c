/* SPDX-License-Identifier: MIT */
#include "proc/inspect.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/scope.h"
#include "proc/blocked.h"
#include "proc/counter.h"
#include "proc/file.h"
#include "proc/stat.h"

#define MAPS_MAX     ((size_t)1 << 20)
#define STATUS_MAX   8192
#define ROLLUP_SHARE 100 /* of the time at most 1 in so many goes there */

struct proc_inspect {
	pid_t pid;
	uint64_t start_ticks; /* 0: not known yet */
	const struct proc_known *known;
	size_t known_count;
	struct str parts[PROC_INSPECT_PARTS];
	struct proc_regions regions;
	char exe[PATH_MAX];
	struct proc_counter *counter;
	bool counter_asked;
	bool has_pc, runs;
	uint64_t pc;
	char *text;          /* room for maps */
	int64_t next_rollup; /* clock_now */
	uint64_t private_kib, shared_kib;
	bool has_rollup;
};

struct proc_inspect *
proc_inspect_open(pid_t pid, const struct proc_known *known, size_t known_count)
{
	struct proc_inspect *i = mem_new(1, sizeof(*i));

	i->pid = pid;
	i->known = known;
	i->known_count = known_count;
	for (int part = 0; part < PROC_INSPECT_PARTS; part++)
		i->parts[part] = STR_INIT;
	i->regions.names = STR_INIT;
	return i;
}

void proc_inspect_close(struct proc_inspect *i)
{
	if (!i)
		return;
	proc_counter_close(i->counter);
	proc_regions_release(&i->regions);
	for (int part = 0; part < PROC_INSPECT_PARTS; part++)
		str_release(&i->parts[part]);
	free(i->text);
	free(i);
}

const struct str *proc_inspect_text(const struct proc_inspect *i,
				    enum proc_inspect_part part)
{
	return &i->parts[part];
}

/* All of a file that the kernel hands out in parts. */
static ssize_t read_file(pid_t pid, const char *name, char *to, size_t size)
{
	SCOPED_FD int fd = proc_open(pid, name);
	size_t len = 0;

	if (fd < 0)
		return fd;
	while (len < size) {
		ssize_t n = read(fd, to + len, size - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			break;
		len += (size_t)n;
	}
	return (ssize_t)len;
}

static void deny(struct str *out, const char *what, int why)
{
	if (why == -EACCES || why == -EPERM)
		str_addf(out, "denied-%s -\n", what);
}

static void add_text(struct str *out, const char *key, const char *text)
{
	str_addf(out, "%s ", key);
	for (; *text; text++)
		str_add_char(out, (unsigned char)*text < ' ' ? '?' : *text);
	str_add_char(out, '\n');
}

/* ---- stat, status, schedstat ---- */

static const char *policy_word(int policy)
{
	/* An inherited SCHED_RESET_ON_FORK is not in /proc. */
	switch (policy) {
	case SCHED_OTHER:
		return "other";
	case SCHED_FIFO:
		return "fifo";
	case SCHED_RR:
		return "rr";
	case SCHED_BATCH:
		return "batch";
	case SCHED_IDLE:
		return "idle";
	case 6:
		return "deadline";
	default:
		return NULL;
	}
}

static uint64_t ticks_ms(int64_t ticks)
{
	long hz = sysconf(_SC_CLK_TCK);

	return (uint64_t)ticks * 1000 / (uint64_t)(hz > 0 ? hz : 100);
}

static void say_stat(struct proc_inspect *i, const struct proc_stat *s)
{
	struct str *now = &i->parts[PROC_INSPECT_NOW];
	struct str *have = &i->parts[PROC_INSPECT_HAVE];
	const char *policy = policy_word(s->policy);

	str_addf(now, "state %c\n", s->state);
	str_addf(now, "cpu %d\n", s->processor);
	str_addf(now, "user %" PRIu64 "\nsystem %" PRIu64 "\n",
		 ticks_ms(s->utime_ticks), ticks_ms(s->stime_ticks));
	str_addf(now, "faults %" PRIu64 " %" PRIu64 "\n", s->minor_faults,
		 s->major_faults);
	add_text(have, "comm", s->comm);
	if (*i->exe)
		add_text(have, "program", i->exe);
	str_addf(have, "parent %d\nthreads %d\npriority %d\nnice %d\n", s->ppid,
		 s->threads, s->priority, s->nice);
	if (policy)
		str_addf(have, "policy %s\n", policy);
}

static void say_status(struct proc_inspect *i)
{
	struct str *now = &i->parts[PROC_INSPECT_NOW];
	struct str *have = &i->parts[PROC_INSPECT_HAVE];
	char text[STATUS_MAX];
	struct proc_status s;
	ssize_t n = read_file(i->pid, "status", text, sizeof(text));

	if (n < 0 || proc_status_parse(text, (size_t)n, &s) < 0)
		return;
	str_addf(now, "switches %" PRIu64 " %" PRIu64 "\n", s.voluntary,
		 s.involuntary);
	str_addf(now, "memory %" PRIu64 "\n", s.vm_rss_kib);
	str_addf(have,
		 "blocked %" PRIx64 "\npending %" PRIx64 "\nignored %" PRIx64
		 "\ncaught %" PRIx64 "\n",
		 s.sig_blocked, s.sig_pending | s.shared_pending, s.sig_ignored,
		 s.sig_caught);
}

static void say_schedstat(struct proc_inspect *i)
{
	struct proc_schedstat s;
	char text[128];
	ssize_t n = read_file(i->pid, "schedstat", text, sizeof(text));

	if (n >= 0 && !proc_schedstat_parse(text, (size_t)n, &s))
		str_addf(&i->parts[PROC_INSPECT_NOW],
			 "run %" PRId64 "\nready %" PRId64 "\n", s.run_ns,
			 s.wait_ns);
}

/* ---- memory ---- */

static uint64_t kib_of(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	return at ? strtoull(at + strlen(key), NULL, 10) : 0;
}

/*
 * The kernel walks all of the process's pages for this: of one with much
 * memory it is not asked each time.
 */
static void read_rollup(struct proc_inspect *i)
{
	int64_t begin = clock_now();
	char text[2048];
	ssize_t n;

	if (begin < i->next_rollup)
		return;
	n = read_file(i->pid, "smaps_rollup", text, sizeof(text) - 1);
	i->next_rollup = clock_now() + (clock_now() - begin) * ROLLUP_SHARE;
	i->has_rollup = n > 0;
	if (n <= 0)
		return;
	text[n] = '\0';
	i->private_kib = kib_of(text, "\nPrivate_Clean:") +
			 kib_of(text, "\nPrivate_Dirty:");
	i->shared_kib = kib_of(text, "\nShared_Clean:") +
			kib_of(text, "\nShared_Dirty:");
}

static void say_memory(struct proc_inspect *i)
{
	struct str *have = &i->parts[PROC_INSPECT_HAVE];
	uint64_t bytes = 0;
	ssize_t n;

	read_rollup(i);
	if (i->has_rollup)
		str_addf(&i->parts[PROC_INSPECT_NOW],
			 "private %" PRIu64 "\nshared %" PRIu64 "\n",
			 i->private_kib, i->shared_kib);
	if (!i->text)
		i->text = mem_new(MAPS_MAX, 1);
	n = read_file(i->pid, "maps", i->text, MAPS_MAX);
	if (n < 0) {
		deny(have, "maps", (int)n);
		i->regions.count = 0;
		return;
	}
	proc_regions_parse(&i->regions, i->text, (size_t)n);
	for (size_t r = 0; r < i->regions.count; r++)
		bytes += i->regions.at[r].end - i->regions.at[r].start;
	str_addf(have, "maps %zu\nsize %" PRIu64 "\n", i->regions.count,
		 bytes / 1024);
	proc_regions_say(&i->regions, i->exe, have);
}

/* ---- where it is ---- */

static void say_call(struct proc_inspect *i)
{
	struct str *now = &i->parts[PROC_INSPECT_NOW];
	SCOPED_STR words = STR_INIT;
	struct proc_about_it about;
	struct proc_blocked b;

	i->has_pc = false;
	if (!i->counter && !i->counter_asked) {
		i->counter_asked = true;
		i->counter = proc_counter_open(i->pid);
	}
	if (!i->counter)
		deny(&i->parts[PROC_INSPECT_HAVE], "counter", -EACCES);
	if (proc_blocked_read(i->pid, &b) == 0) {
		i->has_pc = b.pc != 0;
		i->runs = false;
		i->pc = b.pc;
		proc_blocked_say(i->pid, &b, &words, &about);
		if (words.len)
			add_text(now, "call", words.buf);
	} else if (i->counter && proc_counter_get(i->counter, &i->pc)) {
		i->has_pc = i->runs = true;
	}
}

bool proc_inspect_pc(const struct proc_inspect *i, struct proc_inspect_pc *ret)
{
	const struct proc_region *r;

	if (!i->has_pc)
		return false;
	*ret = (struct proc_inspect_pc){
		.address = i->pc,
		.runs = i->runs,
		.path = "",
	};
	r = proc_regions_find(&i->regions, i->pc);
	if (!r)
		return true;
	ret->path = proc_region_name(&i->regions, r);
	proc_regions_module(&i->regions, r, &ret->base, &ret->size);
	ret->size -= ret->base;
	return true;
}

/* ---- all of it ---- */

static void read_exe(struct proc_inspect *i)
{
	char path[32];
	ssize_t len;

	(void)snprintf(path, sizeof(path), "/proc/%d/exe", (int)i->pid);
	len = readlink(path, i->exe, sizeof(i->exe) - 1);
	i->exe[len > 0 ? len : 0] = '\0';
}

int proc_inspect_look(struct proc_inspect *i)
{
	struct str *have = &i->parts[PROC_INSPECT_HAVE];
	struct str *now = &i->parts[PROC_INSPECT_NOW];
	struct proc_stat s;
	int rc = proc_read_stat(i->pid, &s);

	i->has_pc = false;
	if (rc < 0)
		return -ESRCH;
	if (i->start_ticks && i->start_ticks != s.start_ticks)
		return -ESRCH; /* another process has the PID now */
	i->start_ticks = s.start_ticks;
	for (int part = 0; part < PROC_INSPECT_PARTS; part++)
		str_clear(&i->parts[part]);
	read_exe(i);
	say_stat(i, &s);
	say_status(i);
	say_schedstat(i);
	/* Of one that has ended there is an entry in a table, and no more. */
	if (s.state == 'Z' || s.state == 'X')
		return 0;
	say_call(i);
	rc = proc_descriptors_say(i->pid, i->known, i->known_count, have, now);
	if (rc < 0)
		deny(have, "files", rc);
	say_memory(i);
	return 0;
}
