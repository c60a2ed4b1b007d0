/* SPDX-License-Identifier: MIT */
#include "mp/shm_name.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "mp/shm.h"

/* Where a memfd's name begins in a link of /proc, and what follows it. */
#define LINK_BEGINS "/memfd:"
#define LINK_ENDS   " (deleted)"

#define SEALS (F_SEAL_SHRINK | F_SEAL_GROW)

/* How long to wait for a dead maker's child to let go of the name. */
#define PATIENCE_MS 1000

struct entry {
	char name[MP_SHM_NAME_MAX + 1];
	uint64_t id;
	int sock, memory;
	struct entry *next;
};

static struct entry *entries;
/* Guards the list; no other lock is taken under it. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

int mp__shm_name_check(const char *name)
{
	if (!name || !*name || strchr(name, '/'))
		return EINVAL;
	return strlen(name) > MP_SHM_NAME_MAX ? ENAMETOOLONG : 0;
}

/* ---- the list ---- */

static void destroy(struct entry *e)
{
	(void)close(e->sock);
	(void)close(e->memory);
	free(e);
}

static void before_fork(void)
{
	(void)pthread_mutex_lock(&lock);
}

static void after_fork_in_parent(void)
{
	(void)pthread_mutex_unlock(&lock);
}

static void after_fork_in_child(void)
{
	struct entry *next;

	for (struct entry *e = entries; e; e = next) {
		next = e->next;
		destroy(e);
	}
	entries = NULL;
	(void)pthread_mutex_unlock(&lock);
}

__attribute__((constructor(150))) static void loaded(void)
{
	/* Without memory at start-up the program cannot go far. */
	(void)pthread_atfork(before_fork, after_fork_in_parent,
			     after_fork_in_child);
}

/* Under the lock: where it is in the list, or the end. */
static struct entry **find(const char *name)
{
	struct entry **at = &entries;

	while (*at && strcmp((*at)->name, name) != 0)
		at = &(*at)->next;
	return at;
}

/* Under the lock: forget who has asked, there is room for so many only. */
static void hang_up_all(void)
{
	for (struct entry *e = entries; e; e = e->next) {
		int fd;

		while ((fd = accept4(e->sock, NULL, NULL, SOCK_CLOEXEC)) >= 0)
			(void)close(fd);
	}
}

/* ---- sockets as names ---- */

static socklen_t address(struct sockaddr_un *a, const char *name)
{
	int n;

	*a = (struct sockaddr_un){ .sun_family = AF_UNIX };
	/* In the abstract namespace: the first byte is 0. */
	n = snprintf(a->sun_path + 1, sizeof(a->sun_path) - 1,
		     "procession-mp/%u/%s", (unsigned)geteuid(), name);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
			   (size_t)n);
}

/* 0 and the socket that is the name, or an errno value. */
static int claim(const char *name, int *ret_sock)
{
	struct sockaddr_un a;
	socklen_t len = address(&a, name);
	int err = 0;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return errno;
	if (bind(fd, (struct sockaddr *)&a, len))
		err = errno == EADDRINUSE ? EEXIST : errno;
	else if (listen(fd, INT_MAX))
		err = errno;
	if (err)
		(void)close(fd);
	else
		*ret_sock = fd;
	return err;
}

/* Who has made the name: 0, ENOENT, or another errno value. */
static int maker(const char *name, struct ucred *ret)
{
	struct sockaddr_un a;
	socklen_t len = address(&a, name), size = sizeof(*ret);
	int err = 0;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return errno;
	if (connect(fd, (struct sockaddr *)&a, len))
		err = errno == ECONNREFUSED ? ENOENT : errno;
	else if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, ret, &size))
		err = errno;
	(void)close(fd);
	if (!err && ret->uid != geteuid())
		err = EACCES;
	return err;
}

/* ---- from the maker to the memory ---- */

int mp__shm_memory(const char *name, uint64_t id)
{
	char label[MP_SHM_NAME_MAX + 40];

	(void)snprintf(label, sizeof(label), "procession-mp/%016" PRIx64 "/%s",
		       id, name);
	return memfd_create(label, MFD_CLOEXEC | MFD_ALLOW_SEALING);
}

/* Whether @entry of @dir is the memory @name; its identity. */
static bool is_memory(int dir, const char *entry, const char *name,
		      uint64_t *ret_id)
{
	char link[MP_SHM_NAME_MAX + 80], want[sizeof(link)];
	ssize_t n = readlinkat(dir, entry, link, sizeof(link) - 1);

	if (n < 0)
		return false;
	link[n] = '\0';
	if (sscanf(link, LINK_BEGINS "procession-mp/%16" SCNx64 "/", ret_id) !=
	    1)
		return false;
	(void)snprintf(want, sizeof(want),
		       LINK_BEGINS "procession-mp/%016" PRIx64 "/%s" LINK_ENDS,
		       *ret_id, name);
	return strcmp(link, want) == 0;
}

/* Fix its size, which marks it as what has the name.  0 or an errno value. */
static int seal(int fd)
{
	return fcntl(fd, F_ADD_SEALS, SEALS) ? errno : 0;
}

static bool is_sealed(int fd)
{
	return fcntl(fd, F_GET_SEALS) == SEALS;
}

/* Open @entry of @dir, and look once more at what was opened. */
static int open_memory(int dir, const char *entry, const char *name,
		       int *ret_fd, uint64_t *ret_id)
{
	char self[32];
	/* It may be something else by now: harmless to open, or impossible. */
	int fd = openat(dir, entry, O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return errno == ENXIO || errno == ENODEV ? ENOENT : errno;
	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	if (!is_memory(AT_FDCWD, self, name, ret_id) || !is_sealed(fd)) {
		(void)close(fd);
		return ENOENT;
	}
	*ret_fd = fd;
	return 0;
}

static int search(pid_t pid, const char *name, int *ret_fd, uint64_t *ret_id)
{
	char path[32];
	struct dirent *d;
	int err = ENOENT;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	dir = opendir(path);
	if (!dir)
		return errno;
	while (err && (d = readdir(dir)))
		if (is_memory(dirfd(dir), d->d_name, name, ret_id))
			err = open_memory(dirfd(dir), d->d_name, name, ret_fd,
					  ret_id);
	(void)closedir(dir);
	return err;
}

/* ---- what shm.c asks for ---- */

/* With @e and the memory @fd in the list, the name is ours.  Else errno. */
static int make_once(struct entry *e, int fd)
{
	int err;

	(void)pthread_mutex_lock(&lock);
	err = claim(e->name, &e->sock);
	if (!err) {
		err = seal(fd);
		if (err)
			(void)close(e->sock);
	}
	if (!err) {
		hang_up_all();
		e->memory = fd;
		e->next = entries;
		entries = e;
	}
	(void)pthread_mutex_unlock(&lock);
	return err;
}

/*
 * A maker that has just ended may have forked just before: its child lets go
 * of the name as the first thing it does, but it must get the CPU to do so.
 */
static bool maker_died(const char *name)
{
	struct ucred who = { 0 };

	return !maker(name, &who) && kill(who.pid, 0) < 0 && errno == ESRCH;
}

int mp__shm_name_make(const char *name, uint64_t id, int fd)
{
	const struct timespec nap = { .tv_nsec = 1000000 };
	struct entry *e = calloc(1, sizeof(*e));
	int err = ENOMEM;

	if (e) {
		(void)snprintf(e->name, sizeof(e->name), "%s", name);
		e->id = id;
		err = make_once(e, fd);
		for (int i = 0; err == EEXIST && i < PATIENCE_MS; i++) {
			if (!maker_died(name))
				break;
			(void)nanosleep(&nap, NULL);
			err = make_once(e, fd);
		}
	}
	if (err) {
		(void)close(fd);
		free(e);
	}
	return err;
}

int mp__shm_name_find(const char *name, int *ret_fd, uint64_t *ret_id)
{
	struct ucred who = { 0 };
	int err;

	(void)pthread_mutex_lock(&lock);
	hang_up_all();
	(void)pthread_mutex_unlock(&lock);
	err = maker(name, &who);
	if (!err)
		err = search(who.pid, name, ret_fd, ret_id);
	/* Into a process that is just ending nobody may look. */
	if (err == EACCES && maker(name, &who) == ENOENT)
		err = ENOENT;
	return err;
}

int mp__shm_name_drop(const char *name, uint64_t *ret_id)
{
	struct ucred who;
	struct entry *e, **at;
	int err;

	(void)pthread_mutex_lock(&lock);
	hang_up_all();
	at = find(name);
	e = *at;
	if (e)
		*at = e->next;
	(void)pthread_mutex_unlock(&lock);
	if (e) {
		*ret_id = e->id;
		destroy(e);
		return 0;
	}
	err = maker(name, &who);
	return err ? err : EPERM;
}
