/* SPDX-License-Identifier: MIT */
/*
 * A program that waits 50 ms at most for what a thread of its own brings when
 * somebody writes a byte to descriptor 3.  Exit code 0: it came in time.
 *
 * That thread asks the kernel itself where it can, so that it never stands at
 * a gate.
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 50000000L /* ns */

static struct {
	sem_t sem;
	pthread_mutex_t mutex, own;
	pthread_rwlock_t rwlock;
	pthread_cond_t cond;
	int came;
} * shared;
static int ends[2], set, queue = -1, family = -1;
static pthread_t waiter;
static sem_t held;

static const struct timespec span = { 0, PATIENCE };

static const struct timespec *until(void)
{
	static struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	t.tv_nsec += PATIENCE;
	t.tv_sec += t.tv_nsec / 1000000000;
	t.tv_nsec %= 1000000000;
	return &t;
}

static int wait_cond(void)
{
	const struct timespec *end = until();
	int err = 0;

	(void)pthread_mutex_lock(&shared->own);
	while (!shared->came && !err)
		err = pthread_cond_timedwait(&shared->cond, &shared->own, end);
	(void)pthread_mutex_unlock(&shared->own);
	return err;
}

static int wait_poll(void)
{
	struct pollfd p = { ends[0], POLLIN, 0 };

	return poll(&p, 1, PATIENCE / 1000000) != 1;
}

static int wait_ppoll(void)
{
	struct pollfd p = { ends[0], POLLIN, 0 };

	return ppoll(&p, 1, &span, NULL) != 1;
}

static int wait_select(void)
{
	struct timeval t = { 0, PATIENCE / 1000 };
	fd_set r;

	FD_ZERO(&r);
	FD_SET(ends[0], &r);
	return select(ends[0] + 1, &r, NULL, NULL, &t) != 1;
}

static int wait_epoll(void)
{
	struct epoll_event e;

	return epoll_wait(set, &e, 1, PATIENCE / 1000000) != 1;
}

static int wait_queue(void)
{
	char text[64];

	return mq_timedreceive(queue, text, sizeof(text), NULL, until()) != 1;
}

static int wait_signal(void)
{
	sigset_t usr1;

	(void)sigemptyset(&usr1);
	(void)sigaddset(&usr1, SIGUSR1);
	return sigtimedwait(&usr1, NULL, &span) != SIGUSR1;
}

static int wait_family(void)
{
	struct sembuf take = { 0, -1, 0 };

	return semtimedop(family, &take, 1, &span);
}

/* Nothing is there, and it does not wait for it: told so in two ways. */
static int look(void)
{
	int made[2];
	char c;

	if (pipe2(made, O_NONBLOCK) || fcntl(ends[0], F_SETFL, O_NONBLOCK))
		return 1;
	return read(made[0], &c, 1) != -1 || errno != EAGAIN ||
	       read(ends[0], &c, 1) != -1 || errno != EAGAIN;
}

static int wait_for(const char *what)
{
	if (!strcmp(what, "look"))
		return look();
	if (!strcmp(what, "sem"))
		return sem_timedwait(&shared->sem, until());
	if (!strcmp(what, "mutex"))
		return pthread_mutex_timedlock(&shared->mutex, until());
	if (!strcmp(what, "rwlock"))
		return pthread_rwlock_timedwrlock(&shared->rwlock, until());
	if (!strcmp(what, "cond"))
		return wait_cond();
	if (!strcmp(what, "poll"))
		return wait_poll();
	if (!strcmp(what, "ppoll"))
		return wait_ppoll();
	if (!strcmp(what, "select"))
		return wait_select();
	if (!strcmp(what, "epoll"))
		return wait_epoll();
	if (!strcmp(what, "queue"))
		return wait_queue();
	if (!strcmp(what, "signal"))
		return wait_signal();
	if (!strcmp(what, "family"))
		return wait_family();
	if (!strcmp(what, "sleep"))
		return nanosleep(&span, NULL);
	return 1;
}

/* Bring everything at once. */
static void *bring(void *unused)
{
	struct sembuf give = { 0, 1, 0 };
	char c;

	(void)pthread_mutex_trylock(&shared->mutex);
	(void)pthread_rwlock_tryrdlock(&shared->rwlock);
	(void)sem_post(&held);
	if (syscall(SYS_read, 3, &c, 1) != 1)
		_exit(9);
	(void)pthread_mutex_lock(&shared->own);
	shared->came = 1;
	(void)pthread_mutex_unlock(&shared->own);
	(void)pthread_cond_signal(&shared->cond);
	(void)sem_post(&shared->sem);
	(void)pthread_mutex_unlock(&shared->mutex);
	(void)pthread_rwlock_unlock(&shared->rwlock);
	(void)syscall(SYS_write, ends[1], "x", 1);
	(void)syscall(SYS_mq_timedsend, queue, "x", 1, 0, NULL);
	(void)syscall(SYS_semop, family, &give, 1);
	(void)pthread_kill(waiter, SIGUSR1);
	return unused;
}

static void make_shared(void)
{
	pthread_mutexattr_t m;
	pthread_rwlockattr_t l;
	pthread_condattr_t c;

	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED)
		exit(8);
	(void)sem_init(&shared->sem, 1, 0);
	(void)pthread_mutexattr_init(&m);
	(void)pthread_mutexattr_setpshared(&m, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutex_init(&shared->mutex, &m);
	(void)pthread_mutex_init(&shared->own, NULL);
	(void)pthread_rwlockattr_init(&l);
	(void)pthread_rwlockattr_setpshared(&l, PTHREAD_PROCESS_SHARED);
	(void)pthread_rwlock_init(&shared->rwlock, &l);
	(void)pthread_condattr_init(&c);
	(void)pthread_condattr_setpshared(&c, PTHREAD_PROCESS_SHARED);
	(void)pthread_cond_init(&shared->cond, &c);
}

static void make_others(void)
{
	struct mq_attr small = { .mq_maxmsg = 1, .mq_msgsize = 64 };
	struct epoll_event e = { .events = EPOLLIN };
	char name[32];

	(void)snprintf(name, sizeof(name), "/patient-%d", (int)getpid());
	queue = mq_open(name, O_CREAT | O_RDWR, 0600, &small);
	(void)mq_unlink(name);
	family = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
	set = epoll_create1(EPOLL_CLOEXEC);
	if (pipe(ends) || epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &e))
		exit(8);
}

int main(int argc, char **argv)
{
	pthread_t thread;
	sigset_t usr1;
	int failed;

	(void)sigemptyset(&usr1);
	(void)sigaddset(&usr1, SIGUSR1);
	(void)pthread_sigmask(SIG_BLOCK, &usr1, NULL);
	make_shared();
	make_others();
	(void)sem_init(&held, 0, 0);
	waiter = pthread_self();
	if (argc < 2 || pthread_create(&thread, NULL, bring, NULL))
		return 7;
	while (sem_wait(&held))
		;
	failed = wait_for(argv[1]);
	(void)semctl(family, 0, IPC_RMID);
	return failed != 0;
}
