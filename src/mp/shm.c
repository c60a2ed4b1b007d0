/* SPDX-License-Identifier: MIT */
/* Named memory: attached and detached; shm_name.h has the names. */
#include "mp/shm.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mp/shm_name.h"

struct mp_shm {
	void *data; /* NULL: closed */
	size_t size;
	uint64_t id;
	char name[MP_SHM_NAME_MAX + 1];
};

static void say(enum mp_verb verb, const char *name, uint64_t id, size_t size,
		const void *site)
{
	MP__EMIT(.verb = (uint16_t)verb, .phase = MP_HAPPENS,
		 .kind = MP_KIND_TEXT, .object = id, .text = name,
		 .text_len = (uint32_t)strlen(name), .a = size, .site = site);
}

/* ---- making and finding ---- */

static int map(mp_shm *m, int fd, size_t size)
{
	void *data =
		mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

	if (data == MAP_FAILED)
		return ENOMEM;
	m->data = data;
	m->size = size;
	return 0;
}

/* Memory that has no name yet.  0 and its descriptor, or an errno value. */
static int make_memory(mp_shm *m, size_t size, int *ret_fd)
{
	int fd = mp__shm_memory(m->name, m->id), err;

	if (fd < 0)
		return errno;
	if (ftruncate(fd, (off_t)size))
		err = errno == EFBIG ? ENOMEM : errno;
	else
		err = map(m, fd, size);
	if (err)
		(void)close(fd);
	else
		*ret_fd = fd;
	return err;
}

/* A name nobody has; the number is new with each try. */
static void make_up_name(mp_shm *m)
{
	/* Relaxed: only the number matters. */
	static _Atomic uint32_t last;

	(void)snprintf(
		m->name, sizeof(m->name), "shm-%d-%u", (int)getpid(),
		1 + atomic_fetch_add_explicit(&last, 1, memory_order_relaxed));
}

/* Under its name.  0 or an errno value; then it is not mapped. */
static int create(mp_shm *m, size_t size)
{
	int fd = -1, err;

	m->id = mp__object_new();
	err = make_memory(m, size, &fd);
	if (!err)
		err = mp__shm_name_make(m->name, m->id, fd);
	if (err && m->data) {
		(void)munmap(m->data, size);
		m->data = NULL;
	}
	return err;
}

static mp_shm *fail(mp_shm *m, int err)
{
	free(m);
	errno = err;
	return NULL;
}

MP__TRACED mp_shm *mp_shm_create(const char *name, size_t size)
{
	const void *site = MP__SITE();
	int err = name ? mp__shm_name_check(name) : 0;
	mp_shm *m = calloc(1, sizeof(*m));

	if (!m)
		return fail(m, ENOMEM);
	if (!size || size > PTRDIFF_MAX)
		err = EINVAL;
	if (err)
		return fail(m, err);
	if (name)
		(void)snprintf(m->name, sizeof(m->name), "%s", name);
	do {
		if (!name)
			make_up_name(m);
		err = create(m, size);
	} while (!name && err == EEXIST);
	if (err)
		return fail(m, err);
	say(MP_VERB_SHM_NEW, m->name, m->id, size, site);
	return m;
}

static int attach(mp_shm *m)
{
	struct stat s;
	int fd = -1, err = mp__shm_name_find(m->name, &fd, &m->id);

	if (err)
		return err;
	err = fstat(fd, &s) ? errno : map(m, fd, (size_t)s.st_size);
	(void)close(fd);
	return err;
}

MP__TRACED mp_shm *mp_shm_attach(const char *name)
{
	const void *site = MP__SITE();
	int err = mp__shm_name_check(name);
	mp_shm *m = calloc(1, sizeof(*m));

	if (err || !m)
		return fail(m, err ? err : ENOMEM);
	(void)snprintf(m->name, sizeof(m->name), "%s", name);
	err = attach(m);
	if (err)
		return fail(m, err);
	say(MP_VERB_SHM_ATTACH, m->name, m->id, m->size, site);
	return m;
}

/* ---- the end ---- */

MP__TRACED int mp_shm_unlink(const char *name)
{
	const void *site = MP__SITE();
	uint64_t id;
	int err = mp__shm_name_check(name);

	if (!err)
		err = mp__shm_name_drop(name, &id);
	if (!err)
		say(MP_VERB_SHM_UNLINK, name, id, 0, site);
	return mp__result(err);
}

static void close_it(mp_shm *m, const void *site)
{
	if (!m->data)
		return;
	say(MP_VERB_SHM_CLOSE, m->name, m->id, m->size, site);
	(void)munmap(m->data, m->size);
	m->data = NULL;
	m->size = 0;
}

MP__TRACED int mp_shm_close(mp_shm *m)
{
	if (!m)
		return mp__result(EINVAL);
	close_it(m, MP__SITE());
	return 0;
}

MP__TRACED void mp_shm_free(mp_shm *m)
{
	if (!m)
		return;
	close_it(m, MP__SITE());
	free(m);
}

/* ---- what it is ---- */

void *mp_shm_data(const mp_shm *m)
{
	if (!m || !m->data) {
		errno = m ? EBADF : EINVAL;
		return NULL;
	}
	return m->data;
}

size_t mp_shm_size(const mp_shm *m)
{
	return m ? m->size : 0;
}

const char *mp_shm_name(const mp_shm *m)
{
	return m ? m->name : NULL;
}
