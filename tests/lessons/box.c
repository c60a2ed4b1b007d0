/* SPDX-License-Identifier: MIT */
#include "lessons/box.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/scope.h"
#include "support/apart.h"
#include "support/procs.h"

enum {
	BOUND_S = 120,
	HANGS_S = 4, /* so long a run must live that is to wait for ever */
	HANGS_LONG_S = 15,
	QUIET_S = 2, /* and so long after it has last said something */
};

struct box {
	const struct job *job;
	const char *path;
	char mark[64];
	bool isolated;
	char *shm_before; /* what is there already, unless isolated */
	bool ok;
};

static void wrong(struct box *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void wrong(struct box *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)printf("  ");
	(void)vprintf(format, args);
	(void)printf("\n");
	va_end(args);
	b->ok = false;
}

static char *inside(const struct box *b, const char *name)
{
	return fs_join(b->path, name);
}

static void write_file(const char *path, const char *text)
{
	SCOPED_FD int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd >= 0)
		(void)fd_write_all(fd, text, strlen(text));
}

static void isolate(struct box *b)
{
	SCOPED_FREE char *queues = inside(b, "mqueue");

	b->isolated = apart() && mkdir(queues, 0700) == 0 &&
		      mount("mqueue", queues, "mqueue", 0, NULL) == 0;
	b->shm_before = procs_names("/dev/shm");
}

static bool is_expected(const struct box *b, const char *thing)
{
	for (size_t i = 0; i < b->job->card->leave_count; i++)
		if (fnmatch(b->job->card->leaves[i], thing, 0) == 0)
			return true;
	return false;
}

static void look_in(struct box *b, const char *kind, const char *folder)
{
	SCOPED_FREE char *names = procs_names(folder);
	char *save = NULL;

	for (char *name = strtok_r(names, "\n", &save); name;
	     name = strtok_r(NULL, "\n", &save)) {
		SCOPED_STR thing = STR_INIT;

		str_addf(&thing, "%s/%s", kind, name);
		if (!is_expected(b, thing.buf))
			wrong(b, "leaves %s", thing.buf);
	}
}

/* /proc/sysvipc/KIND: a line of titles, then a line for each. */
static void look_at_numbers(struct box *b, const char *kind)
{
	SCOPED_STR path = STR_INIT;
	SCOPED_FILE FILE *f = NULL;
	char line[512];
	int lines = 0;

	str_addf(&path, "/proc/sysvipc/%s", kind);
	f = fopen(path.buf, "re");
	while (f && fgets(line, sizeof(line), f))
		lines++;
	str_clear(&path);
	str_addf(&path, "sysv/%s", kind);
	if (lines > 1 && !is_expected(b, path.buf))
		wrong(b, "leaves %s: %d", path.buf, lines - 1);
}

static void look_for_processes(struct box *b)
{
	if (!procs_wait_none(b->mark, 5)) {
		wrong(b, "leaves processes");
		procs_show(b->mark);
		procs_kill_marked(b->mark);
	}
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

static void look_for_leftovers(struct box *b)
{
	SCOPED_FREE char *work = inside(b, "work");
	SCOPED_FREE char *queues = inside(b, "mqueue");
	SCOPED_FREE char *name = NULL;

	look_for_processes(b);
	look_in(b, "file", work);
	if (b->isolated) {
		look_in(b, "shm", "/dev/shm");
		look_in(b, "mqueue", queues);
		look_at_numbers(b, "msg");
		look_at_numbers(b, "sem");
		look_at_numbers(b, "shm");
		return;
	}
	if (b->job->card->leave_count)
		return;
	/* Others make names there, too, and remove them soon. */
	name = procs_wait_no_new_name("/dev/shm", b->shm_before, 20);
	if (name)
		wrong(b, "leaves /dev/shm/%s", name);
}

static _Noreturn void become(const struct box *b, char **argv,
			     const char *output)
{
	SCOPED_FREE char *work = inside(b, "work");
	char *equals;
	int nothing = open("/dev/null", O_RDONLY);
	int out = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);

	(void)setsid();
	(void)dup2(nothing, STDIN_FILENO);
	(void)dup2(out, STDOUT_FILENO);
	(void)dup2(out, STDERR_FILENO);
	(void)close(nothing);
	(void)close(out);
	(void)setenv("TMPDIR", work, 1);
	(void)setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
	equals = strchr(b->mark, '=');
	*equals = 0;
	(void)setenv(b->mark, equals + 1, 1);
	if (chdir(work) == 0)
		(void)execvp(argv[0], argv);
	_exit(127);
}

static bool ends_within(pid_t pid, double seconds)
{
	SCOPED_FD int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd end = { .fd = fd, .events = POLLIN };

	return poll(&end, 1, (int)(seconds * 1000)) > 0;
}

static bool is_long(const struct job *j)
{
	return j->valgrind || getenv("PROCESSION_TEST_FULL");
}

static int status_of(pid_t pid)
{
	int status = 0;

	(void)waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* In seconds, since something was written there. */
static double quiet_since(const char *output)
{
	struct timespec now;
	struct stat st;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	if (stat(output, &st) < 0)
		return QUIET_S;
	return (double)(now.tv_sec - st.st_mtim.tv_sec) +
	       (double)(now.tv_nsec - st.st_mtim.tv_nsec) / 1e9;
}

/*
 * On a busy machine it may not yet have come to where it hangs; but what goes
 * on and on need not be heard out.
 */
static bool ends_by_itself(const struct box *b, pid_t pid, const char *output)
{
	double quiet;

	if (ends_within(pid, is_long(b->job) ? HANGS_LONG_S : HANGS_S))
		return true;
	for (int i = 0; i < 5 && (quiet = quiet_since(output)) < QUIET_S; i++)
		if (ends_within(pid, QUIET_S - quiet + 0.01))
			return true;
	return false;
}

/* It must live on, and then end when its process group is told to. */
static void see_it_hang(struct box *b, pid_t pid, const char *what,
			const char *output)
{
	if (ends_by_itself(b, pid, output)) {
		wrong(b, "%s ends with %d and was to wait for ever", what,
		      status_of(pid));
		return;
	}
	(void)kill(-pid, SIGTERM);
	if (!ends_within(pid, procs_patience(10))) {
		wrong(b, "%s does not end by SIGTERM", what);
		procs_kill_marked(b->mark);
	}
	(void)status_of(pid);
}

static void see_it_end(struct box *b, pid_t pid, const char *what)
{
	int end = b->job->end, status;

	if (!ends_within(pid, procs_patience(BOUND_S))) {
		wrong(b, "%s has not ended", what);
		procs_show(b->mark);
		procs_kill_marked(b->mark);
		(void)status_of(pid);
		return;
	}
	status = status_of(pid);
	if (end == CARD_ANY ? status < 0 || status > 125 : status != end)
		wrong(b, "%s ends with %d", what, status);
}

static void show(const char *path)
{
	SCOPED_STR command = STR_INIT;

	(void)fflush(stdout);
	str_addf(&command, "tail -n 12 '%s' | cut -c 1-200 | sed 's/^/  | /'",
		 path);
	(void)!system(command.buf);
}

static void run_one(struct box *b, char **argv, const char *what)
{
	SCOPED_FREE char *output = inside(b, what);
	bool was_ok = b->ok;
	pid_t pid;

	b->ok = true;
	(void)fflush(stdout);
	pid = fork();
	if (pid == 0)
		become(b, argv, output);
	if (b->job->end == CARD_HANGS)
		see_it_hang(b, pid, what, output);
	else
		see_it_end(b, pid, what);
	look_for_leftovers(b);
	if (!b->ok)
		show(output);
	b->ok &= was_ok;
}

/*
 * What valgrind had to say, process by process: its complaints begin with
 * "==", its remarks about itself do not.
 */
static void read_complaints(struct box *b)
{
	const char *known = b->job->card->known;
	char **names = NULL;
	size_t count = 0;
	struct err e = ERR_NONE;

	(void)fs_list(b->path, &names, &count, &e);
	for (size_t i = 0; i < count; i++) {
		SCOPED_FREE char *log = inside(b, names[i]);
		SCOPED_STR command = STR_INIT;

		if (strncmp(names[i], "vg.", 3) != 0)
			continue;
		str_addf(&command, "grep -q '^==' '%s' && ! grep -qE '%s' '%s'",
			 log, known ? known : "^$", log);
		if (system(command.buf) != 0)
			continue;
		wrong(b, "valgrind complains:");
		show(log);
	}
	fs_list_free(names, count);
}

/* Sorted, since processes say things in any order. */
static void make_facts(const struct box *b, const char *what)
{
	SCOPED_FREE char *script = inside(b, "facts.sed");
	SCOPED_STR command = STR_INIT;

	/* Not compared: what stands behind "~", and PIDs. */
	write_file(script, "s/~[0-9][0-9.,]*/~/g\n"
			   "s/(PID|pid) [0-9]+/PID/g\n");
	str_addf(&command,
		 "cd '%s' && { cat facts.sed; printf '%%s' \"$FACTS\"; } "
		 ">all.sed && sed -E -f all.sed %s | LC_ALL=C sort >%s.facts",
		 b->path, what, what);
	(void)setenv("FACTS", b->job->card->facts.buf, 1);
	if (system(command.buf) != 0)
		(void)printf("  its facts are no script of sed's\n");
	(void)unsetenv("FACTS");
}

static void compare(struct box *b)
{
	SCOPED_STR command = STR_INIT;

	make_facts(b, "c");
	make_facts(b, "python");
	str_addf(&command, "cd '%s' && diff -u c.facts python.facts >diff",
		 b->path);
	if (system(command.buf) != 0) {
		SCOPED_FREE char *diff = inside(b, "diff");

		wrong(b, "C and Python differ:");
		show(diff);
	}
	str_clear(&command);
	str_addf(&command, "test -s '%s/c.facts'", b->path);
	if (system(command.buf) != 0)
		wrong(b, "says nothing");
}

static void run_program(struct box *b, bool python)
{
	const struct card *c = b->job->card;
	char py[] = "python3", vg[] = "valgrind", q[] = "-q";
	char children[] = "--trace-children=yes", no_pipe[] = "--vgdb=no";
	char code[] = "--error-exitcode=99";
	char *valgrind[] = { vg, q, children, no_pipe, code };
	char *argv[CARD_WORDS + 8];
	SCOPED_STR program = STR_INIT;
	SCOPED_STR log = STR_INIT;
	size_t n = 0;

	str_addf(&program, "%s/lessons/%s/%s%s",
		 card_folder(python ? "top_srcdir" : "top_builddir"), c->topic,
		 c->name, python ? ".py" : "");
	if (python)
		argv[n++] = getenv("PYTHON3") ? getenv("PYTHON3") : py;
	if (b->job->valgrind) {
		str_addf(&log, "--log-file=%s/vg.%%p", b->path);
		for (size_t i = 0; i < sizeof(valgrind) / sizeof(*valgrind);
		     i++)
			argv[n++] = valgrind[i];
		argv[n++] = log.buf;
	}
	argv[n++] = program.buf;
	for (char *const *w = b->job->words; *w; w++)
		argv[n++] = *w;
	argv[n] = NULL;
	run_one(b, argv, python ? "python" : "c");
}

bool box_run(const struct job *job, const char *path)
{
	struct box b = { .job = job, .path = path, .ok = true };
	SCOPED_FREE char *work = inside(&b, "work");

	(void)dup2(STDOUT_FILENO, STDERR_FILENO);
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
	(void)snprintf(b.mark, sizeof(b.mark), "DEMO_TEST=%d", (int)getpid());
	if (mkdir(path, 0700) < 0 || mkdir(work, 0700) < 0) {
		wrong(&b, "%s: %s", path, strerror(errno));
		return false;
	}
	isolate(&b);
	run_program(&b, false);
	if (job->twin)
		run_program(&b, true);
	if (job->twin && job->end != 2)
		compare(&b);
	if (job->valgrind)
		read_complaints(&b);
	free(b.shm_before);
	return b.ok;
}
