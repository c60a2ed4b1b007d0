/* SPDX-License-Identifier: MIT */
/*
 * A program that makes things which outlive it, and leaves them: leaver WHAT
 * [NAME].  Each of them is made so that nothing but this program can know it.
 */
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
	long type;
	char text[4];
} message = { 1, "abc" };

static int make_memory(const char *name)
{
	int fd = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);

	return fd < 0 || ftruncate(fd, 4096) < 0;
}

static int make_semaphore(const char *name)
{
	return sem_open(name, O_CREAT | O_EXCL, 0600, 1) == SEM_FAILED;
}

static int make_fifo(const char *path)
{
	return mkfifo(path, 0600) < 0;
}

static int make_mq(const char *name)
{
	struct mq_attr a = { .mq_maxmsg = 2, .mq_msgsize = 8 };
	mqd_t q = mq_open(name, O_CREAT | O_EXCL | O_RDWR, 0600, &a);

	return q < 0 || mq_send(q, "abc", 3, 1) < 0;
}

/* Prints the numbers, so that whoever looks can remove them. */
static int make_sysv(int flags)
{
	key_t key = flags ? ftok("/proc/self/exe", (int)getpid()) : IPC_PRIVATE;
	int set = semget(key, 3, 0600 | flags);
	int queue = msgget(key, 0600 | flags);
	int memory = shmget(key, 8192, 0600 | flags);

	(void)printf("set %d queue %d memory %d\n", set, queue, memory);
	return set < 0 || memory < 0 ||
	       msgsnd(queue, &message, sizeof(message.text), 0) < 0;
}

/* Makes all kinds and removes them. */
static int make_and_remove(const char *name)
{
	int set = semget(IPC_PRIVATE, 3, 0600);
	int queue = msgget(IPC_PRIVATE, 0600);
	int memory = shmget(IPC_PRIVATE, 8192, 0600);

	return make_memory(name) || make_semaphore(name) ||
	       shm_unlink(name) < 0 || sem_unlink(name) < 0 ||
	       semctl(set, 0, IPC_RMID) < 0 ||
	       msgctl(queue, IPC_RMID, NULL) < 0 ||
	       shmctl(memory, IPC_RMID, NULL) < 0;
}

/* Uses what is there already. */
static int use(const char *name)
{
	int fd = shm_open(name, O_CREAT | O_RDWR, 0600);

	return fd < 0 || ftruncate(fd, 4096) < 0 ||
	       sem_open(name, O_CREAT, 0600, 1) == SEM_FAILED;
}

/* A child ends with a lock, and with bytes in a pipe that nobody reads. */
static int die_with_lock(void)
{
	pthread_mutex_t *lock =
		mmap(NULL, sizeof(*lock), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t shared;
	int ends[2];
	pid_t pid;

	(void)pthread_mutexattr_init(&shared);
	(void)pthread_mutexattr_setpshared(&shared, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutex_init(lock, &shared);
	if (pipe(ends) < 0)
		return 1;
	pid = fork();
	if (pid == 0) {
		(void)pthread_mutex_lock(lock);
		_exit(write(ends[1], "abcdef", 6) != 6);
	}
	return pid < 0 || waitpid(pid, NULL, 0) != pid;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	const char *name = argc > 2 ? argv[2] : "";

	if (!strcmp(what, "memory"))
		return make_memory(name);
	if (!strcmp(what, "semaphore"))
		return make_semaphore(name);
	if (!strcmp(what, "fifo"))
		return make_fifo(name);
	if (!strcmp(what, "mq"))
		return make_mq(name);
	if (!strcmp(what, "sysv"))
		return make_sysv(0);
	if (!strcmp(what, "sysv-key"))
		return make_sysv(IPC_CREAT);
	if (!strcmp(what, "clean"))
		return make_and_remove(name);
	if (!strcmp(what, "use"))
		return use(name);
	return strcmp(what, "lock") ? 2 : die_with_lock();
}
