/* SPDX-License-Identifier: MIT */
/*
 * Memory with a name, that any process of the same user can find.
 *
 *	mp_shm *m = mp_shm_create("picture", 1 << 20);
 *	memcpy(mp_shm_data(m), pixels, 1 << 20);
 *
 *	mp_shm *m = mp_shm_attach("picture");		another process
 *	show(mp_shm_data(m), mp_shm_size(m));
 *	mp_shm_free(m);
 *
 *	mp_shm_unlink("picture");			its maker
 *	mp_shm_free(m);
 *
 * The unit of truth is Python's multiprocessing.shared_memory.SharedMemory.
 *
 * What is promised: the memory lives as long as somebody has it attached, the
 * name until its maker unlinks it or ends, however that ends.  Nothing else
 * keeps them: no file, no entry in /dev/shm, no process that cleans up after
 * others.  So no death leaves anything behind, and the name is free again at
 * once.  (Python leaves the memory in /dev/shm for a tracker process to remove,
 * and for ever if that is killed too.)
 *
 * How: the memory is a memfd of its maker; the name is an abstract socket on
 * which nobody ever speaks, but which tells who its maker is, and /proc leads
 * from there to the memory.  Hence what differs from Python and shm_open(3):
 * only the maker may unlink; others see it only in the same network namespace
 * and with /proc; while its maker does nothing with named memory, a name can
 * be attached some thousand times (net.core.somaxconn).
 *
 * The size is fixed for good: nobody can shrink it under another's feet.
 * Children of fork(2) inherit what is attached.
 *
 * Errors: -1 (or NULL) and errno.  Any thread of any process may call; a handle
 * may be used by one thread at a time.  No call blocks, none is safe in a
 *signal handler.
 */
#ifndef MP_SHM_H
#define MP_SHM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Named memory, as this process has it attached. */
typedef struct mp_shm mp_shm;

/* Most bytes of a name. */
#define MP_SHM_NAME_MAX 60

/*
 * Make @size bytes of zeros with a name and attach them.  @name is copied; NULL
 * makes one up that nobody has.  The caller owns the result: mp_shm_free.
 * Fails with EINVAL (size 0 or more than memory can be, an empty name or one
 * with a slash), ENAMETOOLONG, EEXIST (the name is taken), ENOMEM, EMFILE,
 * ENFILE.
 */
mp_shm *mp_shm_create(const char *name, size_t size);

/*
 * Attach what has that name.  Fails with ENOENT (there is none), EACCES (it is
 * another user's, or its maker may not be looked into), EAGAIN (attached too
 * often, see above), EINVAL (NULL, no name that could be), ENAMETOOLONG,
 * ENOMEM, EMFILE, ENFILE.
 */
mp_shm *mp_shm_attach(const char *name);

/*
 * Take the name away: nobody finds it any more, and it may be used again.  Who
 * has the memory attached keeps it.  Fails with ENOENT (there is none), EPERM
 * (another process has made it), EINVAL, ENAMETOOLONG.
 */
int mp_shm_unlink(const char *name);

/*
 * Detach it: the memory must not be touched any more.  A second close does
 * nothing.  Fails with EINVAL (NULL).
 */
int mp_shm_close(mp_shm *m);

/* Close it and free the handle.  The name stays.  NULL is allowed. */
void mp_shm_free(mp_shm *m);

/* Its first byte, readable and writable; NULL and EBADF once it is closed. */
void *mp_shm_data(const mp_shm *m);
/* How many bytes; 0 once it is closed. */
size_t mp_shm_size(const mp_shm *m);
/* Valid as long as @m. */
const char *mp_shm_name(const mp_shm *m);

#ifdef __cplusplus
}
#endif
#endif
