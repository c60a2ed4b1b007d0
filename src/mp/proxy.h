/* SPDX-License-Identifier: MIT */
/*
 * A process's side of a manager: its lines to the server, its handles of
 * objects, and one call.
 *
 * The control line gives up references and hands over further lines; it has no
 * answers.  A call takes an idle line, or hands over a new one, so that each
 * thread has its own while it calls.  At a fork the parent hands over a control
 * line for the child, which from then on refers to all that its parent refers
 * to; the child closes the lines that it inherited.  So no line ever has two
 * processes at this end, and the server learns of each one's end.
 *
 * Somebody who is given an object (manager_give.c) is given a guest's line,
 * which keeps it: through that line it makes itself a client, refers to the
 * object on its own account, and closes the line.
 *
 * One lock guards the list of managers and all their lines; it is held over
 * fork(2), and while both ends of a line are open here, so that no child keeps
 * the server's.
 */
#ifndef MP_PROXY_H
#define MP_PROXY_H

#include "mp/dict.h"
#include "mp/image.h"
#include "mp/list.h"
#include "mp/manager.h"
#include "mp/namespace.h"
#include "mp/process.h"
#include "mp/slip.h"
#include "mp/wire.h"

struct mp__line {
	struct mp__line *next;
	int fd;
	uint32_t seq; /* of the last request */
	bool busy;
	alignas(8) unsigned char first[WIRE_FIRST];
};

struct mp_manager {
	struct mp__hall *hall;
	mp_process *server;
	pid_t maker, server_pid;
	struct mp_manager_options options;
	_Atomic double timeout;
	atomic_int holders; /* the caller, and each handle */
	bool over;          /* shut down */
	int control;        /* -1: none */
	bool borrowed;      /* it is the parent's still */
	int serving;        /* the server's end, until the server is there */
	int newborn;        /* in a fork: the child's control line */
	struct mp__line *lines;
	struct mp_manager *next;
};

/* A handle. */
struct mp__proxy {
	struct mp__object object; /* what events call it */
	mp_manager *m;
	uint64_t number, image;
	uint32_t kind;
};

struct mp_namespace {
	struct mp__proxy proxy;
};

struct mp_dict {
	struct mp__proxy proxy;
};

struct mp_list {
	struct mp__proxy proxy;
};

/* One call. */
struct mp__errand {
	struct mp__call call;
	mp_manager *m;
	struct mp__proxy *proxy;
	struct mp__request request;
	struct mp__slip slip; /* what is sent */
	int err;
	struct mp__line *line; /* has the answer, until the end */
	unsigned char *large;  /* or this */
	struct mp__answer answer;
	struct mp__reader values; /* of the answer */
	/* For a watcher. */
	struct mp__leaf key, value;
	bool has_key, has_value;
	bool told; /* that it begins */
	int errno_before;
};

#pragma GCC visibility push(hidden)

/* ---- lines (line.c) ---- */

/* List @m, whose server this thread starts next; then: it has started. */
void mp__manager_list(mp_manager *m);
void mp__manager_started(mp_manager *m);
/* Close its lines and forget it. */
void mp__manager_unlist(mp_manager *m);
/* One who holds @m less. */
void mp__manager_release(mp_manager *m);
/* Whether the server has locked alive and not ended. */
bool mp__manager_serves(const mp_manager *m);

/* One who holds the manager of that hall more: the one that this process has,
 * or NULL. */
mp_manager *mp__manager_find(uint64_t id);
/*
 * List @m, of a manager that was given, with a control line of its own that is
 * asked for on @guest.  0 or an errno value.
 */
int mp__manager_join(mp_manager *m, int guest);

/*
 * A line for somebody else, who begins with a reference to the object @number
 * (0: to none).  Children of fork do not have it; mp__guest_close.  0 or an
 * errno value.
 */
int mp__guest_open(mp_manager *m, uint64_t number, int *ret_fd);
void mp__guest_close(int fd);

/* A line for a call, until @deadline.  0 or an errno value. */
int mp__line_take(mp_manager *m, int64_t deadline, struct mp__line **ret);
/* @broken: it is of no more use. */
void mp__line_give(mp_manager *m, struct mp__line *l, bool broken);
/* Give up a reference. */
void mp__line_drop(mp_manager *m, uint64_t number);

/* ---- a call (errand.c) ---- */

/* @p may be NULL: EINVAL. */
void mp__errand_begin(struct mp__errand *e, struct mp__proxy *p, enum mp__op op,
		      enum mp_verb verb, const void *site);
/* The same, of no object. */
void mp__errand_begin_for(struct mp__errand *e, mp_manager *m, enum mp__op op);
/* Without @out, where the result of the call goes: EINVAL. */
void mp__errand_need(struct mp__errand *e, const void *out);
/* Values of the request, in their order. */
void mp__errand_key(struct mp__errand *e, struct mp_any key);
void mp__errand_attribute(struct mp__errand *e, const char *name);
void mp__errand_index(struct mp__errand *e, int64_t i);
void mp__errand_value(struct mp__errand *e, struct mp_any value);
/* Of MP__OP_SWAP. */
void mp__errand_expected(struct mp__errand *e, struct mp_any value);
/* Send it and wait for the answer. */
void mp__errand_run(struct mp__errand *e);
/* The first value of the answer: the caller's.  EPIPE: it has none. */
void mp__errand_take(struct mp__errand *e, struct mp_any *ret);
/* The same, as a leaf that borrows until the end. */
void mp__errand_leaf(struct mp__errand *e, struct mp__leaf *ret);
/* All of them, and how many. */
ssize_t mp__errand_take_all(struct mp__errand *e, struct mp_any **ret);
/* The call is over: -1 and errno, or 0. */
int mp__errand_end(struct mp__errand *e);

/* ---- handles and values (proxy.c) ---- */

/* A new object, in the server. */
struct mp__proxy *mp__proxy_new(mp_manager *m, const char *name, uint32_t kind,
				const void *site);
void mp__proxy_free(struct mp__proxy *p);
/* A handle of an object that this process knows by its number. */
struct mp__proxy *mp__proxy_hold(mp_manager *m, uint64_t number);
/* What a leaf that came from the server says, as the caller's.  0, ENOMEM. */
int mp__any_from_leaf(mp_manager *m, const struct mp__leaf *l,
		      struct mp_any *ret);
/* A value that the caller gave, as a leaf that borrows from it. */
int mp__leaf_from_any(const mp_manager *m, const struct mp_any *a,
		      struct mp__leaf *ret);
int mp__leaf_from_text(const char *text, struct mp__leaf *ret);
/* The value of a leaf, where the caller wants one kind. */
int mp__leaf_as_int(const struct mp__leaf *l, int64_t *ret);
int mp__leaf_as_double(const struct mp__leaf *l, double *ret);
int mp__leaf_as_text(const struct mp__leaf *l, char *buf, size_t size);

#pragma GCC visibility pop

#endif
