/* SPDX-License-Identifier: MIT */
/*
 * What the files of mp share about starting processes that are this program
 * anew.
 *
 *	start.c		which method; functions by name; the guard, mp_main
 *	start_give.c	what a process is given
 *	start_letter.c	what its parent tells it, packed and read
 *	start_spawn.c	executing this program: for a child, for a server
 *	start_server.c	the server, and a child that it has forked
 *	start_client.c	the process that has a server
 *
 * What is executed is told what it is by its first argument.  A child finds a
 * parcel (parcel.h) with its letter at descriptor MP__START_FD, waiting, so
 * that it knows who it is before main(); a server finds there the socket on
 * which parcels come, one for each child.
 */
#ifndef MP_START_IMPL_H
#define MP_START_IMPL_H

#include "mp/family.h"
#include "mp/parcel.h"
#include "mp/start.h"

/* What a program finds when it was executed for mp. */
enum { MP__START_FD = 3 };
#define MP__CHILD_MARK  "--mp-spawned" /* and its name, for who reads ps(1) */
#define MP__SERVER_MARK "--mp-forkserver" /* and whom to call first */

/* How a kind of object is given. */
struct mp__give_ops {
	const char *(*name)(const void *object);
	/* Errors are kept in the parcel: EINVAL if it cannot be given. */
	void (*pack)(struct mp__parcel *p, const void *object);
	/* A handle of its own; NULL and errno. */
	void *(*unpack)(struct mp__crate *c);
};

/* Something that a process is given. */
struct mp__gift {
	char *name;
	enum mp_given kind;
	void *object; /* the handle; NULL: still packed */
	unsigned char *data;
	size_t len;
	int fd[4];
	unsigned fds;
	int err; /* of unpacking it */
	struct mp__gift *next;
};

/* What a letter says, in the process that has received it. */
struct mp__letter {
	mp_process *self;   /* who it is now */
	mp_process *parent; /* who wants it */
	pid_t parent_pid;
	const char *fn_name, *fn_file; /* what it is to do */
};

#pragma GCC visibility push(hidden)

extern const struct mp__give_ops mp__give_queue, mp__give_lock,
	mp__give_semaphore, mp__give_event, mp__give_condition,
	mp__give_barrier, mp__give_value, mp__give_array, mp__give_conn,
	mp__give_shm, mp__give_manager, mp__give_proxy;

/* ---- start.c ---- */

/* By function, or by names; NULL: it is not MP_SPAWNABLE. */
const struct mp_spawnable *mp__spawnable_of(mp_process_fn *fn);
const struct mp_spawnable *mp__spawnable_find(const char *name,
					      const char *file);
/* As it is packed. */
void mp__pack_function(struct mp__parcel *p, mp_process_fn *fn);
mp_process_fn *mp__unpack_function(struct mp__crate *c);

/* Before anything of @p is started: 0, or the errno value of mp_process_start
 * that says why it cannot be. */
int mp__start_check(const mp_process *p);

/* In a constructor: find out whether this program was executed for mp. */
void mp__start_arrive(int argc, char **argv);

/* What a child is told of the methods, and what it takes from that. */
uint32_t mp__methods_get(void);
void mp__methods_set(uint32_t methods);

/* ---- start_give.c ---- */

void mp__gifts_pack(struct mp__parcel *p, const mp_process *process);
void mp__gifts_unpack(struct mp__crate *c, mp_process *self);
void mp__gifts_free(mp_process *p);

/* ---- start_letter.c ---- */

/* @p has its lifeline. */
void mp__letter_pack(struct mp__parcel *parcel, const mp_process *p);
/*
 * Read it: 0 or an errno value, with which a process ends.  @c must stay: the
 * argument and what was given are in there.
 */
int mp__letter_read(struct mp__letter *l, struct mp__crate *c);
/* When the program's constructors have run: its function.  0 or ENOENT. */
int mp__letter_find(struct mp__letter *l);

/* ---- start_spawn.c ---- */

/*
 * Execute this program with @argv (its first is filled in) and @socket as
 * MP__START_FD: 0 or an errno value.
 */
int mp__execute(const char **argv, int socket, pid_t *ret_pid);
int mp__spawn_child(mp_process *p);

/* ---- start_server.c ---- */

_Noreturn void mp__server_main(int argc, char **argv);

/* What is said about a child of a server, on its tether. */
struct mp__report {
	uint32_t what;
	int32_t value;
};
enum {
	MP__REPORT_UP =
		1, /* it is there; value: its PID; with its pidfd, if any */
	MP__REPORT_FAILED, /* it could not be forked; value: errno */
	MP__REPORT_ENDED,  /* value: its exit code */
};

/* ---- start_client.c ---- */

int mp__serve_child(mp_process *p);
/* Whether @p has ended, and with which code. */
bool mp__tether_ended(mp_process *p, int *ret_code);
void mp__tether_close(mp_process *p);
/* Reap the server if it was killed; end it; in the child of a fork: forget. */
void mp__server_tidy(void);
void mp__server_end(void);
void mp__server_forget(void);
void mp__server_before_fork(void);
void mp__server_after_fork(void);
/* What it calls first. */
int mp__server_preload(const struct mp_spawnable *s);

#pragma GCC visibility pop

#endif
