/* SPDX-License-Identifier: MIT */
/*
 * Which way processes are started; functions by their names; the guard.
 *
 * The guard is a flag of the program's image: mp_main was called here.  A
 * child of fork has it from its parent, and a program that was executed anew
 * gets it when its main() comes to mp_main, which for a child of mp is where
 * main() ends.
 */
#include "mp/start.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "mp/memory.h"
#include "mp/parent.h"
#include "mp/start_impl.h"

/* Part of the process context (family.c): how this program came to be. */
static enum { BY_ITSELF, AS_CHILD, AS_SERVER, AS_NOBODY } arrived;
static atomic_bool main_was_called;
/* Part of it too: how others are started. */
static atomic_uint methods;
/* Written by constructors, before there is a second thread. */
static struct mp_spawnable *spawnables;

/* Bits of methods; the lowest are the method. */
enum { METHOD = 3, CHOSEN = 4, GIVABLE = 8 };

/* ---- which method ---- */

static bool is_method(enum mp_start_method m)
{
	return (unsigned)m < MP_START_METHODS;
}

const char *mp_start_method_name(enum mp_start_method method)
{
	static const char *const names[MP_START_METHODS] = {
		[MP_FORK] = "fork",
		[MP_SPAWN] = "spawn",
		[MP_FORKSERVER] = "forkserver",
	};

	return is_method(method) ? names[method] : NULL;
}

uint32_t mp__methods_get(void)
{
	return atomic_load(&methods);
}

void mp__methods_set(uint32_t wanted)
{
	atomic_store(&methods, wanted);
	mp__memory_set_givable(wanted & GIVABLE ||
			       (wanted & METHOD) != MP_FORK);
}

int mp_force_start_method(enum mp_start_method method)
{
	if (!is_method(method))
		return mp__result(EINVAL);
	mp__methods_set((mp__methods_get() & GIVABLE) | CHOSEN |
			(uint32_t)method);
	return 0;
}

int mp_set_start_method(enum mp_start_method method)
{
	if (!is_method(method))
		return mp__result(EINVAL);
	if (atomic_fetch_or(&methods, CHOSEN) & CHOSEN)
		return mp__result(EALREADY);
	return mp_force_start_method(method);
}

enum mp_start_method mp_get_start_method(void)
{
	return (enum mp_start_method)(mp__methods_get() & METHOD);
}

void mp_set_givable(bool givable)
{
	mp__methods_set((mp__methods_get() & ~(uint32_t)GIVABLE) |
			(givable ? GIVABLE : 0));
}

int mp_process_set_start_method(mp_process *p, enum mp_start_method method)
{
	if (!p || !is_method(method))
		return mp__result(EINVAL);
	if (atomic_load(&p->pid) != MP__UNBORN)
		return mp__result(EALREADY);
	p->method = method;
	return 0;
}

enum mp_start_method mp_process_start_method(const mp_process *p)
{
	return p ? p->method : MP_FORK;
}

/* ---- functions by name ---- */

void mp_spawnable_add(struct mp_spawnable *s)
{
	s->next = spawnables;
	spawnables = s;
}

const struct mp_spawnable *mp__spawnable_of(mp_process_fn *fn)
{
	const struct mp_spawnable *s = spawnables;

	while (s && s->fn != fn)
		s = s->next;
	return s;
}

const struct mp_spawnable *mp__spawnable_find(const char *name,
					      const char *file)
{
	const struct mp_spawnable *s = spawnables;

	while (s && (strcmp(s->name, name) != 0 || strcmp(s->file, file) != 0))
		s = s->next;
	return s;
}

void mp__pack_function(struct mp__parcel *p, mp_process_fn *fn)
{
	const struct mp_spawnable *s = mp__spawnable_of(fn);

	if (!s && !p->err)
		p->err = ENOENT;
	mp__pack_text(p, s ? s->name : "");
	mp__pack_text(p, s ? s->file : "");
}

mp_process_fn *mp__unpack_function(struct mp__crate *c)
{
	const char *name = mp__unpack_text(c), *file = mp__unpack_text(c);
	const struct mp_spawnable *s =
		name && file ? mp__spawnable_find(name, file) : NULL;

	if (!s && !c->err)
		c->err = ENOENT;
	return s ? s->fn : NULL;
}

int mp_set_forkserver_preload(mp_process_fn *fn)
{
	const struct mp_spawnable *s = fn ? mp__spawnable_of(fn) : NULL;

	return mp__result(fn && !s ? ENOENT : mp__server_preload(s));
}

/* ---- the guard ---- */

int mp__start_check(const mp_process *p)
{
	/* Its main() is on its way to do again what its parent did. */
	if (arrived != BY_ITSELF && !atomic_load(&main_was_called))
		return ENOEXEC;
	if (p->method == MP_FORK)
		return 0;
	if (!atomic_load(&main_was_called))
		return ENOEXEC;
	if (!mp__spawnable_of(p->fn))
		return ENOENT;
	return p->arg && !p->owns_arg ? EINVAL : 0;
}

/* What this process is, when its parcel has come; part of the context. */
static struct mp__letter letter;

static void arrive_as_child(void)
{
	struct mp__crate crate;
	int err = mp__crate_receive(&crate, MP__START_FD);

	(void)close(MP__START_FD);
	if (!err)
		err = mp__letter_read(&letter, &crate);
	if (err) {
		/* Nobody knows what it was to do. */
		arrived = AS_NOBODY;
		return;
	}
	arrived = AS_CHILD;
	mp__lifeline_take(&letter.self->lifeline, letter.parent_pid);
	mp__parent_set(letter.parent, letter.parent_pid);
	mp__become(letter.self);
}

void mp__start_arrive(int argc, char **argv)
{
	static char name[] = "forkserver";

	if (argc < 2)
		return;
	if (!strcmp(argv[1], MP__CHILD_MARK)) {
		arrive_as_child();
	} else if (!strcmp(argv[1], MP__SERVER_MARK)) {
		arrived = AS_SERVER;
		(void)fcntl(MP__START_FD, F_SETFD, FD_CLOEXEC);
		/* A daemon, which may not start anybody. */
		mp__self()->name = name;
		mp__self()->daemon = true;
	}
	if (arrived != BY_ITSELF)
		/* The kernel calls it by what was executed: "exe". */
		(void)prctl(PR_SET_NAME, program_invocation_short_name);
}

void mp_main(int argc, char **argv)
{
	atomic_store(&main_was_called, true);
	switch (arrived) {
	case BY_ITSELF:
		return;
	case AS_CHILD:
		if (mp__letter_find(&letter))
			exit(EX_OSERR);
		exit(letter.self->fn(letter.self->arg) & 0xff);
	case AS_SERVER:
		mp__server_main(argc, argv);
	case AS_NOBODY:
		exit(EX_OSERR);
	}
}
