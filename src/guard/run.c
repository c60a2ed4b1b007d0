/* SPDX-License-Identifier: MIT */
/*
 * The guard of a demo.
 *
 * It is the child subreaper above everything the demo makes, so "nothing is
 * left" is a fact of the kernel's: wait says that there are no children.  One
 * loop waits for the player's commands, its death, dead children and the next
 * deadline; everything else follows from the state below.
 */
#include "guard/guard.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "guard/count.h"
#include "guard/demo.h"
#include "guard/memory.h"
#include "guard/outbox.h"
#include "guard/wire.h"
#include "proc/sweep.h"
#include "proc/tree.h"

#define NEVER INT64_MAX
/* How long one attempt to kill everything may keep us from the rest. */
#define KILL_NS (2 * CLOCK_S)
/* What no kill ends in this time waits in the kernel for a broken device. */
#define FAREWELL_NS   (30 * CLOCK_S)
#define WALL_GRACE_MS 1000

struct guard {
	int fd, sig_fd, exec_fd, player_fd; /* -1: none */
	pid_t main;
	bool failed;      /* to start it: nobody wants to hear it reaped */
	bool all_gone;    /* no process is left */
	bool player_gone; /* nobody listens any more */
	bool cpu_told;
	bool ending;        /* SIGTERM has been sent */
	int64_t kill_at;    /* when to send SIGKILL */
	int64_t wall_at;    /* when the time is up */
	int64_t count_at;   /* when to look at the number of processes */
	int64_t give_up_at; /* when to leave even so */
	struct guard_count count;
	struct guard_memory memory;
	struct guard_inbox inbox;
	struct guard_outbox outbox;
};

/* For mem's handler: the one thing to do without memory. */
static pid_t main_of_demo;

static void kill_main(void)
{
	if (main_of_demo > 0)
		(void)kill(-main_of_demo, SIGKILL);
}

static void tell(struct guard *g, struct guard_event e)
{
	guard_outbox_add(&g->outbox, e);
}

static int64_t to_ns(struct timeval t)
{
	return t.tv_sec * CLOCK_S + t.tv_usec * 1000LL;
}

static void reaped(void *arg, pid_t pid, int status, const struct rusage *usage)
{
	struct guard *g = arg;
	bool is_main = pid == g->main;

	if (is_main && g->failed)
		return;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU &&
	    !g->cpu_told) {
		g->cpu_told = true;
		tell(g, (struct guard_event){ .type = GUARD_LIMIT,
					      .pid = pid,
					      .limit = GUARD_LIMIT_CPU });
	}
	tell(g, (struct guard_event){
			.type = GUARD_REAPED,
			.pid = pid,
			.is_main = is_main,
			.status = status,
			.user_ns = to_ns(usage->ru_utime),
			.system_ns = to_ns(usage->ru_stime),
			.max_rss_bytes = usage->ru_maxrss * 1024LL,
		});
}

static struct proc_sweep all_of(struct guard *g)
{
	return (struct proc_sweep){ .reap = reaped, .arg = g };
}

static void reap(struct guard *g)
{
	struct proc_sweep s = all_of(g);

	if (g->all_gone || proc_sweep_reap(&s) != -ECHILD)
		return;
	g->all_gone = true;
	tell(g, (struct guard_event){ .type = GUARD_ALL_GONE,
				      .lost = g->outbox.lost });
}

/* Stopped ones are continued, or they would not see SIGTERM. */
static void end(struct guard *g, int64_t grace_ms)
{
	struct proc_sweep s = all_of(g);
	int64_t at = clock_now() + grace_ms * CLOCK_MS;

	if (at < g->kill_at)
		g->kill_at = at;
	if (g->ending)
		return;
	g->ending = true;
	(void)proc_sweep_signal(&s, SIGTERM);
	(void)proc_sweep_signal(&s, SIGCONT);
}

/* Whatever a pass leaves, the next begins with shortly afterwards. */
static void kill_all(struct guard *g)
{
	struct proc_sweep s = all_of(g);
	int64_t now = clock_now();

	g->ending = true;
	(void)proc_sweep_kill(&s, now + KILL_NS);
	g->kill_at = clock_now() + 100 * CLOCK_MS;
}

struct search {
	pid_t wanted;
	bool found;
};

static void compare(void *arg, pid_t pid)
{
	struct search *s = arg;

	s->found = s->found || pid == s->wanted;
}

/* Only ever one process: 0 and less would mean groups, or everybody. */
static void signal_one(pid_t pid, int signo)
{
	struct search s = { pid, false };
	struct proc_walk w = { .root = getpid(), .visit = compare, .arg = &s };

	if (pid > 0 && proc_tree_walk(&w) > 0 && s.found)
		(void)kill(pid, signo);
}

static void obey(struct guard *g, const struct guard_command *c)
{
	switch ((enum guard_command_type)c->type) {
	case GUARD_END:
		end(g, c->grace_ms);
		break;
	case GUARD_KILL:
		kill_all(g);
		break;
	case GUARD_SIGNAL:
		signal_one(c->pid, c->signo);
		break;
	}
}

static void player_died(struct guard *g)
{
	g->player_gone = true;
	g->give_up_at = clock_now() + FAREWELL_NS;
	kill_all(g);
}

static void listen_to_player(struct guard *g)
{
	struct guard_command c;
	int rc;

	while ((rc = guard_take(&g->inbox, g->fd, &c, sizeof(c))) > 0)
		obey(g, &c);
	if (rc < 0)
		player_died(g);
}

/* The child's pipe has spoken, or closed without a word: it runs. */
static void started(struct guard *g)
{
	struct guard_demo_error e;
	ssize_t n = read(g->exec_fd, &e, sizeof(e));

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	(void)close(g->exec_fd);
	g->exec_fd = -1;
	if (n != sizeof(e)) {
		tell(g, (struct guard_event){ .type = GUARD_STARTED,
					      .pid = g->main });
		return;
	}
	g->failed = true;
	tell(g, (struct guard_event){ .type = GUARD_FAILED,
				      .pid = g->main,
				      .step = (uint32_t)e.step,
				      .error = e.error });
}

static void keep_time(struct guard *g)
{
	int64_t now = clock_now();
	pid_t over;

	if (now >= g->count_at) {
		g->count_at = now + GUARD_COUNT_NS;
		if (guard_count_over(&g->count)) {
			g->count_at = NEVER;
			tell(g, (struct guard_event){
					.type = GUARD_LIMIT,
					.limit = GUARD_LIMIT_PROCESSES });
			kill_all(g);
		}
	}
	over = guard_memory_over(&g->memory);
	if (over) {
		g->memory.limit = 0;
		tell(g, (struct guard_event){ .type = GUARD_LIMIT,
					      .pid = over,
					      .limit = GUARD_LIMIT_MEMORY });
		kill_all(g);
	}
	if (now >= g->wall_at) {
		g->wall_at = NEVER;
		tell(g, (struct guard_event){ .type = GUARD_LIMIT,
					      .limit = GUARD_LIMIT_WALL });
		end(g, WALL_GRACE_MS);
	}
	if (now >= g->kill_at)
		kill_all(g);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Wait for whatever comes next.  A descriptor of -1 is passed over by poll. */
static void wait_for_more(struct guard *g)
{
	struct pollfd fds[] = {
		{ .fd = g->player_gone ? -1 : g->fd, .events = POLLIN },
		{ .fd = g->sig_fd, .events = POLLIN },
		{ .fd = g->exec_fd, .events = POLLIN },
		{ .fd = g->player_gone ? -1 : g->player_fd, .events = POLLIN },
	};
	struct signalfd_siginfo info;
	int64_t look_at = g->memory.limit ? g->memory.next_at : NEVER;
	int64_t at = least(least(least(g->kill_at, g->wall_at),
				 least(g->count_at, g->give_up_at)),
			   g->all_gone ? NEVER : look_at);
	int64_t left = at == NEVER ? CLOCK_S * 60 : at - clock_now();
	struct timespec t = { 0, 0 };

	if (!guard_outbox_is_empty(&g->outbox))
		fds[0].events |= POLLOUT;
	if (left > 0)
		t = (struct timespec){ left / CLOCK_S, left % CLOCK_S };
	if (ppoll(fds, sizeof(fds) / sizeof(*fds), &t, NULL) <= 0)
		return;
	/* Children are waited for in any case; only make it unreadable. */
	if (fds[1].revents)
		(void)!read(g->sig_fd, &info, sizeof(info));
	if (fds[2].revents)
		started(g);
	if (fds[0].revents & (POLLIN | POLLHUP | POLLERR))
		listen_to_player(g);
	if (fds[3].revents && !g->player_gone)
		player_died(g);
}

static bool is_done(const struct guard *g)
{
	if (g->player_gone)
		return g->all_gone || clock_now() >= g->give_up_at;
	return g->all_gone && guard_outbox_is_empty(&g->outbox);
}

static void loop(struct guard *g)
{
	for (;;) {
		/* Started before reaped, where both have happened. */
		if (g->exec_fd >= 0)
			started(g);
		reap(g);
		if (!g->all_gone)
			keep_time(g);
		reap(g);
		if (!g->player_gone &&
		    guard_outbox_flush(&g->outbox, g->fd) < 0)
			player_died(g);
		if (is_done(g))
			return;
		if (g->all_gone)
			g->kill_at = g->wall_at = g->count_at = NEVER;
		wait_for_more(g);
	}
}

/* What only the demo is to hold open is closed here once it has it. */
static void let_go(struct guard *g)
{
	int keep[] = { g->fd, g->sig_fd, g->exec_fd, g->player_fd };

	guard_drop_stdio();
	guard_close_others(keep, sizeof(keep) / sizeof(*keep));
	(void)!chdir("/");
	/* To be ahead of a storm of forks; refused unless privileged. */
	(void)setpriority(PRIO_PROCESS, 0, -10);
}

static int open_signals(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGCHLD);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void start(struct guard *g, const struct guard_options *o)
{
	struct guard_demo_error e = { GUARD_STEP_SETUP, 0 };
	struct guard_demo demo;

	if (g->sig_fd < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) {
		e.error = errno;
	} else if (guard_demo_start(o, &demo, &e) == 0) {
		g->main = main_of_demo = demo.pid;
		g->exec_fd = demo.exec_fd;
		return;
	}
	g->failed = true;
	tell(g, (struct guard_event){ .type = GUARD_FAILED,
				      .step = (uint32_t)e.step,
				      .error = e.error });
}

int guard_run(const struct guard_options *o)
{
	int64_t now = clock_now();
	struct guard g = {
		.fd = o->fd,
		.sig_fd = open_signals(),
		.exec_fd = -1,
		.player_fd = guard_watch_player(),
		.kill_at = NEVER,
		.wall_at = o->limits.wall_s ? now + o->limits.wall_s * CLOCK_S
					    : NEVER,
		.count_at = o->limits.procs ? now : NEVER,
		.give_up_at = NEVER,
		.count = { .limit = o->limits.procs },
		.memory = { .limit = o->limits.memory },
	};

	mem_set_handler(kill_main);
	start(&g, o);
	let_go(&g);
	loop(&g);
	guard_outbox_release(&g.outbox);
	return g.all_gone ? 0 : 1;
}
