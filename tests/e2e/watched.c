/* SPDX-License-Identifier: MIT */
/*
 * Programs as a student writes them, for the player to watch: plain POSIX, one
 * for each word on the command line.  Built without anything of the project's.
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *self;

static void must(int holds, const char *what)
{
	if (holds)
		return;
	perror(what);
	exit(99);
}

static int reap(void)
{
	int status;

	return wait(&status) < 0   ? -1
	       : WIFEXITED(status) ? WEXITSTATUS(status)
				   : 128 + WTERMSIG(status);
}

static void *share(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	must(p != MAP_FAILED, "mmap");
	return p;
}

/* A child's output into tr's input, read back with stdio. */
static int filter(void)
{
	int in[2], out[2];
	char line[64];
	FILE *f;

	must(!pipe(in) && !pipe(out), "pipe");
	if (!fork()) {
		(void)dup2(in[0], 0);
		(void)dup2(out[1], 1);
		(void)close(in[0]);
		(void)close(in[1]);
		(void)close(out[0]);
		(void)close(out[1]);
		execlp("tr", "tr", "a-z", "A-Z", (char *)NULL);
		_exit(98);
	}
	(void)close(in[0]);
	(void)close(out[1]);
	f = fdopen(in[1], "w");
	fprintf(f, "quiet words\n");
	fclose(f);
	f = fdopen(out[0], "r");
	must(fgets(line, sizeof(line), f) != NULL, "fgets");
	fputs(line, stdout);
	return reap();
}

union semun {
	int val;
};

static int sysv(void)
{
	int sem = semget(IPC_PRIVATE, 1, 0600), shm, msg;
	struct sembuf take = { 0, -1, 0 }, give = { 0, 1, 0 };
	struct {
		long type;
		char text[32];
	} m = { 7, "by letter" };
	int *count;

	shm = shmget(IPC_PRIVATE, 4096, 0600);
	msg = msgget(IPC_PRIVATE, 0600);
	must(sem >= 0 && shm >= 0 && msg >= 0, "get");
	must(!semctl(sem, 0, SETVAL, (union semun){ 1 }), "semctl");
	count = shmat(shm, NULL, 0);
	for (int i = 0; i < 2; i++) {
		if (fork())
			continue;
		for (int k = 0; k < 10; k++) {
			must(!semop(sem, &take, 1), "semop");
			++*count;
			must(!semop(sem, &give, 1), "semop");
		}
		if (i == 0)
			must(!msgsnd(msg, &m, 10, 0), "msgsnd");
		exit(0);
	}
	must(msgrcv(msg, &m, 32, 7, 0) == 10, "msgrcv");
	(void)reap();
	(void)reap();
	printf("%d %s\n", *count, m.text);
	(void)shmdt(count);
	(void)semctl(sem, 0, IPC_RMID);
	(void)shmctl(shm, IPC_RMID, NULL);
	(void)msgctl(msg, IPC_RMID, NULL);
	return 0;
}

struct shared {
	pthread_mutex_t mutex;
	pthread_cond_t cond;
	pthread_barrier_t barrier;
	pthread_rwlock_t rwlock;
	sem_t sem;
	int ready;
};

static void init_shared(struct shared *s)
{
	pthread_mutexattr_t m;
	pthread_condattr_t c;
	pthread_barrierattr_t b;
	pthread_rwlockattr_t r;

	(void)pthread_mutexattr_init(&m);
	(void)pthread_mutexattr_setpshared(&m, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutex_init(&s->mutex, &m);
	(void)pthread_condattr_init(&c);
	(void)pthread_condattr_setpshared(&c, PTHREAD_PROCESS_SHARED);
	(void)pthread_cond_init(&s->cond, &c);
	(void)pthread_barrierattr_init(&b);
	(void)pthread_barrierattr_setpshared(&b, PTHREAD_PROCESS_SHARED);
	(void)pthread_barrier_init(&s->barrier, &b, 2);
	(void)pthread_rwlockattr_init(&r);
	(void)pthread_rwlockattr_setpshared(&r, PTHREAD_PROCESS_SHARED);
	(void)pthread_rwlock_init(&s->rwlock, &r);
	(void)sem_init(&s->sem, 1, 0);
}

static int locks(void)
{
	struct shared *s = share(sizeof(*s));

	init_shared(s);
	if (!fork()) {
		(void)pthread_mutex_lock(&s->mutex);
		while (!s->ready)
			(void)pthread_cond_wait(&s->cond, &s->mutex);
		(void)pthread_mutex_unlock(&s->mutex);
		(void)pthread_rwlock_rdlock(&s->rwlock);
		(void)pthread_rwlock_unlock(&s->rwlock);
		(void)pthread_barrier_wait(&s->barrier);
		(void)sem_wait(&s->sem);
		exit(5);
	}
	(void)pthread_mutex_lock(&s->mutex);
	s->ready = 1;
	(void)pthread_cond_broadcast(&s->cond);
	(void)pthread_mutex_unlock(&s->mutex);
	(void)pthread_barrier_wait(&s->barrier);
	(void)sem_post(&s->sem);
	return reap();
}

static int queue(void)
{
	struct mq_attr a = { .mq_maxmsg = 2, .mq_msgsize = 32 };
	char name[64], text[32] = "";
	mqd_t q;

	(void)snprintf(name, sizeof(name), "/procession-test-%d", getpid());
	q = mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &a);
	must(q >= 0, "mq_open");
	if (!fork()) {
		must(mq_receive(q, text, sizeof(text), NULL) > 0, "mq_receive");
		exit(!!strcmp(text, "a message"));
	}
	must(!mq_send(q, "a message", 10, 3), "mq_send");
	(void)mq_close(q);
	(void)mq_unlink(name);
	return reap();
}

static int daemonise(void)
{
	int fds[2];

	must(!daemon(0, 0), "daemon");
	must(!pipe(fds) && write(fds[1], "down here", 9) == 9, "pipe");
	return 6;
}

static int many(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		pid_t pid = fork();

		must(pid >= 0, "fork");
		if (!pid)
			_exit(i & 1);
		sum += reap();
	}
	printf("%d\n", sum);
	return 0;
}

static int quick(void)
{
	char *argv[] = { "true", NULL }, *nothing[] = { NULL };
	pid_t pid = vfork();

	if (pid == 0) {
		/* With no environment at all, it is watched even so. */
		execve("/bin/true", argv, nothing);
		_exit(98);
	}
	must(pid > 0 && !reap(), "vfork");
	must(!posix_spawn(&pid, "/bin/true", NULL, NULL, argv, nothing),
	     "posix_spawn");
	return reap();
}

static int shell(void)
{
	char line[32];
	FILE *f = popen("echo from a shell", "r");

	must(f && fgets(line, sizeof(line), f), "popen");
	fputs(line, stdout);
	(void)fflush(stdout);
	must(!pclose(f), "pclose");
	return WEXITSTATUS(system("exit 3"));
}

static volatile sig_atomic_t came;

static void on_signal(int number)
{
	came = number;
}

static int signals(void)
{
	struct sigaction a = { .sa_handler = on_signal }, old;
	sigset_t usr1, none;
	pid_t pid;

	(void)sigaction(SIGUSR1, &a, NULL);
	(void)sigaction(SIGUSR1, NULL, &old);
	must(old.sa_handler == on_signal && !(old.sa_flags & SA_SIGINFO),
	     "the handler is the program's own");
	must(signal(SIGUSR2, on_signal) == SIG_DFL &&
		     signal(SIGUSR2, SIG_IGN) == on_signal,
	     "so is that of signal()");
	(void)sigemptyset(&usr1);
	(void)sigaddset(&usr1, SIGUSR1);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_BLOCK, &usr1, NULL);
	pid = fork();
	if (!pid) {
		while (!came)
			(void)sigsuspend(&none);
		exit(came == SIGUSR1 ? 7 : 1);
	}
	must(!kill(pid, SIGUSR1), "kill");
	return reap();
}

static int fifo(void)
{
	char path[64], line[32];
	FILE *f;

	(void)snprintf(path, sizeof(path), "fifo.%d", getpid());
	must(!mkfifo(path, 0600), "mkfifo");
	if (!fork()) {
		f = fopen(path, "w");
		fputs("through a name\n", f);
		fclose(f);
		exit(0);
	}
	f = fopen(path, "r");
	must(f && fgets(line, sizeof(line), f), "fifo");
	fputs(line, stdout);
	fclose(f);
	(void)unlink(path);
	return reap();
}

static int sockets(void)
{
	char buf[16];
	int fds[2];

	must(!socketpair(AF_UNIX, SOCK_STREAM, 0, fds), "socketpair");
	if (!fork()) {
		must(send(fds[1], "both ways", 9, 0) == 9, "send");
		exit(recv(fds[1], buf, sizeof(buf), 0) == 2 ? 4 : 1);
	}
	must(recv(fds[0], buf, sizeof(buf), 0) == 9, "recv");
	must(write(fds[0], "ok", 2) == 2, "write");
	return reap();
}

/* Nothing that another process could notice. */
static int alone(void)
{
	pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
	sem_t s;
	int fd = open("/dev/zero", O_RDONLY);
	char buf[64];

	(void)sem_init(&s, 0, 0);
	for (int i = 0; i < 1000; i++) {
		(void)pthread_mutex_lock(&m);
		(void)pthread_mutex_unlock(&m);
		(void)sem_post(&s);
		(void)sem_wait(&s);
		must(read(fd, buf, sizeof(buf)) == sizeof(buf), "read");
	}
	return 0;
}

static void *post(void *sem)
{
	(void)sem_post(sem);
	(void)sem_wait(sem);
	return NULL;
}

/* Many threads at once, and the list of what is mapped changing all the time.
 */
static int threads(void)
{
	enum { THREADS = 500 };
	sem_t *s = share(sizeof(*s));
	pthread_t t[THREADS];

	(void)sem_init(s, 1, 0);
	for (int i = 0; i < THREADS; i++)
		must(!pthread_create(&t[i], NULL, post, s), "pthread_create");
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(t[i], NULL);
	return 0;
}

/* Children that no function of the C library's has made. */
static int bare_fork(void)
{
	int fds[2];
	char byte;

	must(!pipe(fds), "pipe");
	if (!syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)) {
		must(write(fds[1], "by clone", 8) == 8, "write");
		_exit(3);
	}
	must(read(fds[0], &byte, 1) == 1, "read");
	if (!_Fork()) {
		must(write(fds[1], "by _Fork", 8) == 8, "write");
		_exit(4);
	}
	return reap() + reap();
}

/* Closes all there is, and is watched even so. */
static int close_all(void)
{
	int fds[2];

	for (int fd = 3; fd < 1024; fd++)
		(void)close(fd);
	must(!pipe(fds), "pipe");
	must(fds[0] == 3 && fds[1] == 4, "no descriptor is in the way");
	must(write(fds[1], "still here", 10) == 10, "write");
	return 0;
}

static int errors(void)
{
	int fds[2];
	char byte;

	(void)signal(SIGPIPE, SIG_IGN);
	must(!pipe(fds), "pipe");
	(void)close(fds[0]);
	errno = 0;
	must(write(fds[1], "x", 1) == -1 && errno == EPIPE, "EPIPE");
	(void)close(fds[1]);
	must(read(fds[0], &byte, 1) == -1 && errno == EBADF, "EBADF");
	must(execl("/nowhere/at/all", "x", (char *)NULL) == -1 &&
		     errno == ENOENT,
	     "ENOENT");
	must(waitpid(-1, NULL, 0) == -1 && errno == ECHILD, "ECHILD");
	return 0;
}

static int run_static(void)
{
	char path[512];

	(void)snprintf(path, sizeof(path), "%s-static", self);
	if (!fork()) {
		execl(path, path, "alone", (char *)NULL);
		_exit(98);
	}
	return reap();
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*run)(void);
	} programs[] = {
		{ "filter", filter },       { "sysv", sysv },
		{ "locks", locks },         { "queue", queue },
		{ "daemon", daemonise },    { "quick", quick },
		{ "shell", shell },         { "signals", signals },
		{ "fifo", fifo },           { "sockets", sockets },
		{ "bare-fork", bare_fork }, { "threads", threads },
		{ "alone", alone },         { "close-all", close_all },
		{ "errors", errors },       { "static", run_static },
	};

	self = argv[0];
	if (argc == 3 && !strcmp(argv[1], "many"))
		return many(atoi(argv[2]));
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
		if (argc == 2 && !strcmp(argv[1], programs[i].name))
			return programs[i].run();
	}
	return 97;
}
