/* SPDX-License-Identifier: MIT */
/*
 * System V message queues, semaphores and shared memory.  The kernel's id is
 * the identity; a semaphore's is that of its set and its number in it.
 */
#include "trace/posix/posix.h"

#include <stdarg.h>
#include <string.h>

static uint64_t id_of(enum trace_object kind, int id)
{
	return trace_object_id(kind, (uint64_t)(unsigned)id);
}

static uint64_t told_id(enum trace_object kind, int id, const void *site)
{
	return id >= 0 && posix_told(site) ? id_of(kind, id) : 0;
}

static void removed(enum trace_object kind, int id, const void *site)
{
	uint64_t object = told_id(kind, id, site);

	if (object)
		posix_tell(MP_VERB_REMOVE, MP_HAPPENS, object, site);
}

/*
 * Whether @get makes it is known for certain only where it may not find one; so
 * what may do both is asked to make it first.
 */
#define GET(made, key, flags, get)                                             \
	({                                                                     \
		int given_ = (flags), id_ = -1;                                \
		bool may_ = (key) == IPC_PRIVATE || (given_ & IPC_CREAT);      \
		int saved_ = errno;                                            \
		if (may_) {                                                    \
			(flags) = given_ | IPC_EXCL;                           \
			id_ = get;                                             \
		}                                                              \
		*(made) = id_ >= 0;                                            \
		if (id_ < 0 &&                                                 \
		    (!may_ || (errno == EEXIST && !(given_ & IPC_EXCL)))) {    \
			errno = saved_;                                        \
			(flags) = given_;                                      \
			id_ = get;                                             \
		}                                                              \
		id_;                                                           \
	})

/* ---- message queues ---- */

POSIX_CALL int msgget(key_t key, int flags)
{
	const void *site = POSIX_SITE();
	bool made;
	int id = GET(&made, key, flags, POSIX_REAL(msgget)(key, flags));
	uint64_t object = told_id(TRACE_OBJECT_MSG, id, site);

	if (object)
		POSIX_EMIT(.verb = MP_VERB_MSG_OPEN, .phase = MP_HAPPENS,
			   .object = object, .a = (uint64_t)id, .aux = made,
			   .site = site);
	return id;
}

static int sent(uint64_t object, const struct msgbuf *m, size_t len, int result,
		const void *site)
{
	POSIX_EMIT(.verb = MP_VERB_MSG_SEND, .phase = MP_ENDS, .object = object,
		   .a = result ? 0 : len, .b = (uint64_t)m->mtype,
		   .err = posix_err(result), .site = site);
	return result;
}

POSIX_CALL int msgsnd(int id, const void *message, size_t len, int flags)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_id(TRACE_OBJECT_MSG, id, site);
	const struct msgbuf *m = message;
	int result;

	if (!object || !m)
		return POSIX_REAL(msgsnd)(id, message, len, flags);
	POSIX_EMIT(.verb = MP_VERB_MSG_SEND, .phase = MP_BEGINS,
		   POSIX_SAMPLE(m->mtext, len, TRACE_SAMPLE_MESSAGE),
		   .object = object, .a = len, .b = (uint64_t)m->mtype,
		   .site = site);
	result = POSIX_REAL(msgsnd)(id, message, len, flags | IPC_NOWAIT);
	if (result && errno == EAGAIN && !(flags & IPC_NOWAIT)) {
		posix_tell(MP_VERB_MSG_SEND, MP_WAITS, object, site);
		result = POSIX_REAL(msgsnd)(id, message, len, flags);
	}
	return sent(object, m, len, result, site);
}

POSIX_CALL ssize_t msgrcv(int id, void *message, size_t len, long type,
			  int flags)
{
	const void *site = POSIX_SITE();
	uint64_t object = told_id(TRACE_OBJECT_MSG, id, site);
	const struct msgbuf *m = message;
	ssize_t done;
	size_t got;

	if (!object || !m)
		return POSIX_REAL(msgrcv)(id, message, len, type, flags);
	POSIX_EMIT(.verb = MP_VERB_MSG_RECEIVE, .phase = MP_BEGINS,
		   .object = object, .b = (uint64_t)type, .site = site);
	done = POSIX_REAL(msgrcv)(id, message, len, type, flags | IPC_NOWAIT);
	if (done < 0 && errno == ENOMSG && !(flags & IPC_NOWAIT)) {
		posix_tell(MP_VERB_MSG_RECEIVE, MP_WAITS, object, site);
		done = POSIX_REAL(msgrcv)(id, message, len, type, flags);
	}
	got = done > 0 ? (size_t)done : 0;
	POSIX_EMIT(.verb = MP_VERB_MSG_RECEIVE, .phase = MP_ENDS,
		   POSIX_SAMPLE(m->mtext, got, TRACE_SAMPLE_MESSAGE),
		   .object = object, .a = got,
		   .b = done < 0 ? 0 : (uint64_t)m->mtype,
		   .err = posix_err(done), .site = site);
	return done;
}

POSIX_CALL int msgctl(int id, int command, struct msqid_ds *ds)
{
	int result = POSIX_REAL(msgctl)(id, command, ds);

	if (!result && command == IPC_RMID)
		removed(TRACE_OBJECT_MSG, id, POSIX_SITE());
	return result;
}

/* ---- semaphores ---- */

static uint64_t sem_object(int id, unsigned number)
{
	return trace_object_sem(id, number);
}

POSIX_CALL int semget(key_t key, int count, int flags)
{
	const void *site = POSIX_SITE();
	bool made;
	int id = GET(&made, key, flags, POSIX_REAL(semget)(key, count, flags));

	if (!made || !posix_told(site))
		return id;
	for (int i = 0; i < count && i < 64; i++)
		POSIX_EMIT(.verb = MP_VERB_SEMAPHORE_NEW, .phase = MP_HAPPENS,
			   .object = sem_object(id, (unsigned)i), .site = site);
	return id;
}

/* The value, or what it would be; the kernel tells it if it may. */
static uint64_t value_of(int id, unsigned number)
{
	int value = POSIX_REAL(semctl)(id, (int)number, GETVAL);

	return value > 0 ? (uint64_t)value : 0;
}

/* All of a semop's operations are one: the first that takes names it. */
static const struct sembuf *first_taken(const struct sembuf *ops, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (ops[i].sem_op <= 0)
			return &ops[i];
	}
	return NULL;
}

static void give(int id, const struct sembuf *ops, size_t count,
		 const void *site)
{
	for (size_t i = 0; i < count; i++) {
		if (ops[i].sem_op > 0)
			POSIX_EMIT(.verb = MP_VERB_RELEASE, .phase = MP_HAPPENS,
				   .object = sem_object(id, ops[i].sem_num),
				   .a = value_of(id, ops[i].sem_num) +
					(uint64_t)ops[i].sem_op,
				   .site = site);
	}
}

static void taken(int id, const struct sembuf *ops, size_t count,
		  const void *site)
{
	int saved = errno;

	for (size_t i = 0; i < count; i++) {
		if (ops[i].sem_op < 0)
			POSIX_EMIT(.verb = MP_VERB_ACQUIRE, .phase = MP_HAPPENS,
				   .object = sem_object(id, ops[i].sem_num),
				   .a = value_of(id, ops[i].sem_num),
				   .site = site);
	}
	errno = saved;
}

/* The same, told not to wait; the flags are the caller's and put back. */
static int try_ops(int id, struct sembuf *ops, size_t count)
{
	struct sembuf copy[16];

	if (count > sizeof(copy) / sizeof(*copy)) {
		errno = EAGAIN;
		return -1;
	}
	memcpy(copy, ops, count * sizeof(*ops));
	for (size_t i = 0; i < count; i++)
		copy[i].sem_flg |= IPC_NOWAIT;
	return POSIX_REAL(semop)(id, copy, count);
}

/* EAGAIN says that the time is over, unless one of @ops will not wait. */
static int wait_ops(int id, struct sembuf *ops, size_t count,
		    struct posix_limit *limit)
{
	bool patient = true;
	int result;

	for (size_t i = 0; i < count; i++)
		patient = patient && !(ops[i].sem_flg & IPC_NOWAIT);
	do
		result = POSIX_REAL(semtimedop)(id, ops, count,
						posix_limit_span(limit));
	while (patient && result && errno == EAGAIN &&
	       !posix_limit_over(limit));
	return result;
}

static int do_semop(int id, struct sembuf *ops, size_t count,
		    const struct timespec *timeout, const void *site)
{
	const struct sembuf *first = first_taken(ops, count);
	uint64_t object = first ? sem_object(id, first->sem_num) : 0;
	bool may_wait = first && !(first->sem_flg & IPC_NOWAIT);
	struct posix_limit limit = posix_limit_in(timeout);
	int result, saved = errno;

	if (first)
		posix_tell(MP_VERB_ACQUIRE, MP_BEGINS, object, site);
	else
		give(id, ops, count, site);
	errno = saved;
	result = try_ops(id, ops, count);
	if (result && errno == EAGAIN && may_wait) {
		POSIX_EMIT(.verb = MP_VERB_ACQUIRE, .phase = MP_WAITS,
			   .object = object, .err = timeout ? ETIMEDOUT : 0,
			   .site = site);
		result = wait_ops(id, ops, count, &limit);
	}
	if (!first)
		return result;
	if (!result) {
		taken(id, ops, count, site);
		/* What it gave with the same call, later than it did. */
		saved = errno;
		give(id, ops, count, site);
		errno = saved;
	}
	posix_tell_end(MP_VERB_ACQUIRE, object, posix_err(result), site);
	return result;
}

POSIX_CALL int semop(int id, struct sembuf *ops, size_t count)
{
	const void *site = POSIX_SITE();

	if (!posix_told(site) || !ops || id < 0)
		return POSIX_REAL(semop)(id, ops, count);
	return do_semop(id, ops, count, NULL, site);
}

POSIX_CALL int semtimedop(int id, struct sembuf *ops, size_t count,
			  const struct timespec *timeout)
{
	const void *site = POSIX_SITE();

	if (!posix_told(site) || !ops || id < 0)
		return POSIX_REAL(semtimedop)(id, ops, count, timeout);
	return do_semop(id, ops, count, timeout, site);
}

/* The argument that the caller passes by value. */
union semun {
	int val;
	struct semid_ds *buf;
	unsigned short *array;
	void *any;
};

static void set_all(int id, const unsigned short *values, const void *site)
{
	struct semid_ds ds = { 0 };

	if (POSIX_REAL(semctl)(id, 0, IPC_STAT, (union semun){ .buf = &ds }))
		return;
	for (unsigned i = 0; i < ds.sem_nsems && i < 64; i++)
		POSIX_EMIT(.verb = MP_VERB_SEM_SET, .phase = MP_HAPPENS,
			   .object = sem_object(id, i), .a = values[i],
			   .site = site);
}

POSIX_CALL int semctl(int id, int number, int command, ...)
{
	const void *site = POSIX_SITE();
	union semun arg;
	int result, saved;
	va_list args;

	va_start(args, command);
	arg.any = va_arg(args, void *);
	va_end(args);
	result = POSIX_REAL(semctl)(id, number, command, arg);
	if (result < 0 || !posix_told(site))
		return result;
	saved = errno;
	if (command == SETVAL)
		POSIX_EMIT(.verb = MP_VERB_SEM_SET, .phase = MP_HAPPENS,
			   .object = sem_object(id, (unsigned)number),
			   .a = (uint64_t)arg.val, .site = site);
	else if (command == SETALL)
		set_all(id, arg.array, site);
	else if (command == IPC_RMID)
		posix_tell(MP_VERB_REMOVE, MP_HAPPENS, sem_object(id, 0), site);
	errno = saved;
	return result;
}

/* ---- shared memory ---- */

POSIX_CALL int shmget(key_t key, size_t size, int flags)
{
	const void *site = POSIX_SITE();
	bool made;
	int id = GET(&made, key, flags, POSIX_REAL(shmget)(key, size, flags));
	uint64_t object = told_id(TRACE_OBJECT_SHM, id, site);

	if (object && made)
		POSIX_EMIT(.verb = MP_VERB_SHM_NEW, .phase = MP_HAPPENS,
			   .object = object, .a = size, .aux = 1, .site = site);
	return id;
}

/*
 * Where segments are attached, so that shmdt, which knows but the address, can
 * say which it was.  Relaxed: a slot is written and read whole.
 */
static struct attached {
	_Atomic uintptr_t at;
	_Atomic int id;
} attached[64];

static struct attached *find_attached(uintptr_t at)
{
	for (size_t i = 0; i < sizeof(attached) / sizeof(*attached); i++) {
		if (atomic_load_explicit(&attached[i].at,
					 memory_order_relaxed) == at)
			return &attached[i];
	}
	return NULL;
}

POSIX_CALL void *shmat(int id, const void *where, int flags)
{
	const void *site = POSIX_SITE();
	void *at = POSIX_REAL(shmat)(id, where, flags);
	uint64_t object;
	struct attached *a;
	struct shmid_ds ds;
	int saved;

	if (at == (void *)-1 || posix_in_vfork())
		return at;
	posix_place_forget();
	object = told_id(TRACE_OBJECT_SHM, id, site);
	a = object ? find_attached(0) : NULL;
	if (!a)
		return at;
	atomic_store_explicit(&a->id, id, memory_order_relaxed);
	atomic_store_explicit(&a->at, (uintptr_t)at, memory_order_relaxed);
	saved = errno;
	ds.shm_segsz = 0;
	(void)POSIX_REAL(shmctl)(id, IPC_STAT, &ds);
	POSIX_EMIT(.verb = MP_VERB_SHM_ATTACH, .phase = MP_HAPPENS,
		   .object = object, .a = ds.shm_segsz, .site = site);
	errno = saved;
	return at;
}

POSIX_CALL int shmdt(const void *at)
{
	const void *site = POSIX_SITE();
	struct attached *a = at ? find_attached((uintptr_t)at) : NULL;
	int id = a ? atomic_load_explicit(&a->id, memory_order_relaxed) : -1;
	int result;
	uint64_t object;

	if (a && !posix_in_vfork())
		atomic_store_explicit(&a->at, 0, memory_order_relaxed);
	posix_place_forget();
	result = POSIX_REAL(shmdt)(at);
	object = result ? 0 : told_id(TRACE_OBJECT_SHM, id, site);
	if (object)
		posix_tell(MP_VERB_SHM_CLOSE, MP_HAPPENS, object, site);
	return result;
}

POSIX_CALL int shmctl(int id, int command, struct shmid_ds *ds)
{
	int result = POSIX_REAL(shmctl)(id, command, ds);

	if (!result && command == IPC_RMID)
		removed(TRACE_OBJECT_SHM, id, POSIX_SITE());
	return result;
}
