/* SPDX-License-Identifier: MIT */
/*
 * What the files that stand before the C library share.
 *
 * Each function here that has the name of one of the C library's is found
 * first, does the call, and tells of it where another process can notice.
 * Rules of all of them:
 *
 *  - The call is the real one, with its result and its errno; events are
 *    written around it and change neither.
 *  - Nothing allocates, takes a lock or calls a function that could be one of
 *    these: what they need of the kernel they ask by syscall(2).
 *  - What is not to be told costs a load and a branch: a byte of the table of
 *    descriptors, or the word in which the C library itself notes that an
 *    object is private.
 *  - They work before any constructor has run, in a signal handler, in a
 *    child of fork(2), and, telling nothing but the exec, in one of vfork(2).
 *  - Calls from within mp are not told: mp tells of them itself.
 */
#ifndef TRACE_POSIX_POSIX_H
#define TRACE_POSIX_POSIX_H

#include <errno.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mp/probe.h"
#include "trace/object.h"

/* Seen by the program that the library is loaded into. */
#define POSIX_CALL __attribute__((visibility("default")))

#define POSIX_LIKELY(x)   __builtin_expect(!!(x), 1)
#define POSIX_UNLIKELY(x) __builtin_expect(!!(x), 0)

/* ---- the C library: core.c ---- */

typedef void posix_handler(int signal);
struct epoll_event;

struct posix_real {
#define REAL(type, name, params) type(*name) params;
#include "trace/posix/real.def"
#undef REAL
};

/* Whole once posix_resolve() has been called. */
extern struct posix_real posix_real;
extern bool posix_resolved;
void posix_resolve(void);

/* The real one of a function, whenever this is called. */
#define POSIX_REAL(name)                                                       \
	(POSIX_LIKELY(posix_resolved) ? (void)0 : posix_resolve(),             \
	 posix_real.name)

/* ---- whether to tell: core.c ---- */

/* There is an arena. */
extern bool posix_on;

/* Where the code of mp is, if the program has it: not to be told. */
extern uintptr_t posix_mp_start, posix_mp_size;

/* The thread that called vfork, as long as the child may run; else 0. */
extern _Thread_local pid_t posix_vforker
	__attribute__((tls_model("initial-exec")));
/* We are the child: the memory is the parent's. */
bool posix_is_vforked(void);

static inline bool posix_in_vfork(void)
{
	return POSIX_UNLIKELY(posix_vforker) && posix_is_vforked();
}

/* Whether a call from @site is to be told. */
static inline bool posix_told(const void *site)
{
	return posix_on && (uintptr_t)site - posix_mp_start >= posix_mp_size &&
	       !posix_in_vfork();
}

#define POSIX_SITE() __builtin_return_address(0)

/* Tell; a process that has told nothing yet says first whose child it is. */
void posix_emit(const struct mp_probe_event *e);
#define POSIX_EMIT(...) posix_emit(&(struct mp_probe_event){ __VA_ARGS__ })

/* The first @max bytes of what was written or read, as an event has them. */
#define POSIX_SAMPLE(buf, len, max)                                            \
	.kind = MP_KIND_TEXT, .text = (buf),                                   \
	.text_len = (uint32_t)((len) < (max) ? (len) : (max))

/* The errno of a call that gives -1 if it failed. */
static inline int posix_err(int64_t result)
{
	return result < 0 ? errno : 0;
}

/* ---- time-outs on the demo's clock: limit.c ---- */

struct posix_limit {
	const struct timespec *given;
	clockid_t clock;
	bool follows; /* else it is the real one's matter, and over at once */
	int64_t demo; /* ns of the demo's clock */
	struct timespec look;
};

bool posix_limit_knows(clockid_t clock);
/* A limit at the time @until of @clock; one in @span from now. */
struct posix_limit posix_limit_at(clockid_t clock,
				  const struct timespec *until);
struct posix_limit posix_limit_in(const struct timespec *span);
/* Whether it is reached; how much of the demo's time is left. */
bool posix_limit_over(const struct posix_limit *l);
struct timespec posix_limit_rest(const struct posix_limit *l);
/*
 * What the real call is given: how long until the limit must be looked at
 * again, or when that is on its clock.
 */
const struct timespec *posix_limit_span(struct posix_limit *l);
const struct timespec *posix_limit_point(struct posix_limit *l);
/* When the limit will be reached if neither pause nor speed changes. */
const struct timespec *posix_limit_whole(struct posix_limit *l);

/* ---- descriptors: fd.c ---- */

enum {
	POSIX_FDS = 65536, /* above, nothing is told */
	POSIX_FD_UNKNOWN = 0,
	POSIX_FD_PLAIN = 1,
	POSIX_FD_TOLD = 4, /* and TRACE_END_* */
	POSIX_FD_NONBLOCK = 8,
	POSIX_FD_CONSOLE = 16, /* and which of the two */
};

/* What each descriptor is; relaxed: a byte is all there is. */
extern _Atomic uint8_t posix_fd_class[POSIX_FDS];

struct posix_fd {
	uint64_t object;
	unsigned ends;    /* TRACE_END_*; 0: not to be told */
	bool nonblock;    /* as when it was looked at */
	unsigned console; /* 1, 2: the demo's output, error; ends is 0 then */
};

/* Ask the kernel what @fd is, and remember. */
struct posix_fd posix_fd_look(int fd);
/* The same, but of what is remembered if it is. */
struct posix_fd posix_fd_get(int fd);
/* Nobody else can notice what is done with it. */
static inline bool posix_fd_is_plain(int fd)
{
	return (unsigned)fd >= POSIX_FDS ||
	       atomic_load_explicit(&posix_fd_class[fd],
				    memory_order_relaxed) == POSIX_FD_PLAIN;
}
void posix_fd_set_plain(int fd);
/* It may become something else. */
static inline void posix_fd_forget(int fd)
{
	if ((unsigned)fd < POSIX_FDS)
		atomic_store_explicit(&posix_fd_class[fd], POSIX_FD_UNKNOWN,
				      memory_order_relaxed);
}
/* Tell which objects of others this program has from the start. */
void posix_fd_tell_held(void);
/* @fd is about to be closed: tell, forget. */
void posix_fd_closing(int fd, const void *site);

/* ---- reading and writing: io.c ---- */

void posix_io_begin(uint16_t verb, int fd, struct posix_fd f, size_t len,
		    const void *buf, const void *site);
void posix_io_end(uint16_t verb, int fd, struct posix_fd f, ssize_t done,
		  const void *buf, const void *site);

/*
 * @len bytes are about to be written to the console @f, and have been: @done.
 * @count pieces at @v.
 */
void posix_print_begin(struct posix_fd f, const struct iovec *v, int count);
void posix_print_end(struct posix_fd f, size_t len, ssize_t done);

/* ---- processes: core.c, process.c, exec.c ---- */

/* At the start of a program: stand before streams; before its end. */
void posix_stdio_attach(void);
void posix_process_attach(void);
/* The arena's path, and that of this library. */
void posix_env_attach(const char *arena, const char *own_path);

/* This is a new process, the child of @parent: say so, unless that was said. */
void posix_born(pid_t parent);
/* The child of vfork, about to execute a program or to end. */
void posix_vfork_over(void);

/*
 * The environment for executing @path: @env, or one in @room that has what is
 * needed for tracing too.  @room: posix_env_room(@env) bytes.
 */
char **posix_env_for(const char *path, char *const *env, char *room);
size_t posix_env_room(char *const *env);
/* If nothing will be seen of @path, say so of process @pid. */
void posix_tell_untraced(const char *path, pid_t pid);

/* The object that is a file with a name: one number of device and inode. */
uint64_t posix_file_object(enum trace_object kind, uint64_t dev, uint64_t ino);

/* ---- what lies in shared memory: place.c, shared.c ---- */

/* What in the memory of an object says that processes share it. */
struct posix_shared {
	uint32_t word; /* its place, in words */
	uint32_t mask; /* 0: not known: everything may be shared */
	uint32_t value;
};

extern struct posix_shared posix_shared_sem, posix_shared_mutex,
	posix_shared_cond, posix_shared_barrier, posix_shared_rwlock;
/* Find out, from the C library itself. */
void posix_shared_attach(void);

static inline bool posix_is_shared(const struct posix_shared *s, const void *at)
{
	const uint32_t *words = at;

	return (words[s->word] & s->mask) == s->value;
}

/* The object at @at, the same in every process; 0: not in shared memory. */
uint64_t posix_place(enum trace_object kind, const void *at);
/* What was mapped there is no more. */
void posix_place_forget(void);

/* The object at @at if a call on it from @site is to be told, else 0. */
static inline uint64_t posix_told_at(enum trace_object kind,
				     const struct posix_shared *s,
				     const void *at, const void *site)
{
	if (POSIX_LIKELY(!at || !posix_is_shared(s, at)) || !posix_told(site))
		return 0;
	return posix_place(kind, at);
}

/* Phases of taking something that may have to be waited for. */
static inline void posix_tell(uint16_t verb, enum mp_phase phase,
			      uint64_t object, const void *site)
{
	POSIX_EMIT(.verb = verb, .phase = (uint8_t)phase, .object = object,
		   .site = site);
}

static inline void posix_tell_end(uint16_t verb, uint64_t object, int err,
				  const void *site)
{
	POSIX_EMIT(.verb = verb, .phase = MP_ENDS, .object = object, .err = err,
		   .site = site);
}

/* ---- small things without the C library ---- */

static inline pid_t posix_pid(void)
{
	return (pid_t)syscall(SYS_getpid);
}

static inline uint32_t posix_len(const char *text)
{
	return (uint32_t)__builtin_strlen(text);
}

#endif
