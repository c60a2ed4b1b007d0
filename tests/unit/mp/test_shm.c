/* SPDX-License-Identifier: MIT */
/* Memory with a name. */
#include "mp/shm.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/process.h"
#include "mp/type.h"
#include "support/apart.h"
#include "support/procs.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

/* A name of this test alone. */
static char name[40];
static mp_shm *m;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	(void)snprintf(name, sizeof(name), "test-%d", (int)getpid());
	m = mp_shm_create(name, 5000);
	ck_assert_ptr_nonnull(m);
}

static void teardown(void)
{
	mp_shm_free(m);
}

/* conforms: 96 */
START_TEST(new_memory_is_zero_and_of_the_size_asked_for)
{
	const char *data = mp_shm_data(m);

	ck_assert_uint_eq(mp_shm_size(m), 5000);
	ck_assert_str_eq(mp_shm_name(m), name);
	for (int i = 0; i < 5000; i++)
		ck_assert_int_eq(data[i], 0);
}
END_TEST

/* conforms: 96 */
START_TEST(who_attaches_it_sees_the_same_bytes)
{
	mp_shm *n = mp_shm_attach(name);

	ck_assert_ptr_nonnull(n);
	ck_assert_ptr_ne(mp_shm_data(n), mp_shm_data(m));
	ck_assert_uint_eq(mp_shm_size(n), 5000);
	strcpy(mp_shm_data(m), "one way");
	ck_assert_str_eq(mp_shm_data(n), "one way");
	strcpy(mp_shm_data(n), "and back");
	ck_assert_str_eq(mp_shm_data(m), "and back");
	mp_shm_free(n);
	ck_assert_str_eq(mp_shm_data(m), "and back");
}
END_TEST

/* conforms: 96 */
START_TEST(names_that_are_made_up_differ)
{
	mp_shm *a = mp_shm_create(NULL, 1), *b = mp_shm_create(NULL, 1);
	mp_shm *c;

	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_nonnull(b);
	ck_assert_str_ne(mp_shm_name(a), mp_shm_name(b));
	c = mp_shm_attach(mp_shm_name(b));
	ck_assert_ptr_nonnull(c);
	mp_shm_free(a);
	mp_shm_free(b);
	mp_shm_free(c);
}
END_TEST

/* conforms: 98 */
START_TEST(a_made_up_name_that_is_taken_is_skipped)
{
	char taken[40];
	mp_shm *a, *b;

	(void)snprintf(taken, sizeof(taken), "shm-%d-1", (int)getpid());
	a = mp_shm_create(taken, 1);
	ck_assert_ptr_nonnull(a);
	b = mp_shm_create(NULL, 1);
	ck_assert_ptr_nonnull(b);
	ck_assert_str_ne(mp_shm_name(b), taken);
	mp_shm_free(a);
	mp_shm_free(b);
}
END_TEST

/* conforms: 98 */
START_TEST(a_name_is_there_once)
{
	IS_REFUSED(EEXIST, mp_shm_create(name, 1));
	IS_REFUSED(ENOENT, mp_shm_attach("nobody has made this"));
	FAILS_WITH(ENOENT, mp_shm_unlink("nobody has made this"));
}
END_TEST

/* conforms: 97 */
START_TEST(what_cannot_be_is_refused)
{
	char longest[MP_SHM_NAME_MAX + 2];
	mp_shm *n;

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	IS_REFUSED(EINVAL, mp_shm_create(NULL, 0));
	IS_REFUSED(EINVAL, mp_shm_create("x", 0));
	IS_REFUSED(EINVAL, mp_shm_create("x", SIZE_MAX));
	IS_REFUSED(ENOMEM, mp_shm_create("x", PTRDIFF_MAX));
	IS_REFUSED(EINVAL, mp_shm_create("", 1));
	IS_REFUSED(EINVAL, mp_shm_create("a/b", 1));
	IS_REFUSED(ENAMETOOLONG, mp_shm_create(longest, 1));
	IS_REFUSED(EINVAL, mp_shm_attach(NULL));
	IS_REFUSED(EINVAL, mp_shm_attach(""));
	IS_REFUSED(ENAMETOOLONG, mp_shm_attach(longest));
	FAILS_WITH(EINVAL, mp_shm_unlink(NULL));
	FAILS_WITH(ENAMETOOLONG, mp_shm_unlink(longest));
	FAILS_WITH(EINVAL, mp_shm_close(NULL));
	IS_REFUSED(EINVAL, mp_shm_data(NULL));
	ck_assert_uint_eq(mp_shm_size(NULL), 0);
	ck_assert_ptr_null(mp_shm_name(NULL));
	mp_shm_free(NULL);
	longest[MP_SHM_NAME_MAX] = '\0';
	n = mp_shm_create(longest, 1);
	ck_assert_ptr_nonnull(n);
	mp_shm_free(n);
	n = mp_shm_attach(longest);
	ck_assert_ptr_nonnull(n);
	mp_shm_free(n);
}
END_TEST

/* conforms: 99 */
START_TEST(close_detaches_and_the_name_stays)
{
	mp_shm *n;

	strcpy(mp_shm_data(m), "still here");
	ck_assert_int_eq(mp_shm_close(m), 0);
	ck_assert_int_eq(mp_shm_close(m), 0);
	IS_REFUSED(EBADF, mp_shm_data(m));
	ck_assert_uint_eq(mp_shm_size(m), 0);
	n = mp_shm_attach(name);
	ck_assert_ptr_nonnull(n);
	ck_assert_str_eq(mp_shm_data(n), "still here");
	mp_shm_free(n);
	ck_assert_int_eq(mp_shm_unlink(name), 0);
}
END_TEST

/* conforms: 99 */
START_TEST(unlink_takes_the_name_and_not_the_memory)
{
	mp_shm *n;

	strcpy(mp_shm_data(m), "the old one");
	ck_assert_int_eq(mp_shm_unlink(name), 0);
	FAILS_WITH(ENOENT, mp_shm_unlink(name));
	IS_REFUSED(ENOENT, mp_shm_attach(name));
	ck_assert_str_eq(mp_shm_data(m), "the old one");
	n = mp_shm_create(name, 10);
	ck_assert_ptr_nonnull(n);
	ck_assert_str_eq(mp_shm_data(n), "");
	mp_shm_free(n);
}
END_TEST

static int attach_and_change(void *unused)
{
	mp_shm *n = mp_shm_attach(name);

	(void)unused;
	if (!n)
		return errno;
	strcpy(mp_shm_data(n), "from the child");
	/* Inherited, and usable too. */
	strcpy((char *)mp_shm_data(m) + 100, "in the inherited");
	return 0;
}

START_TEST(a_child_attaches_it_by_name_or_inherits_it)
{
	ck_assert_int_eq(ended_with(started(attach_and_change, NULL)), 0);
	ck_assert_str_eq(mp_shm_data(m), "from the child");
	ck_assert_str_eq((char *)mp_shm_data(m) + 100, "in the inherited");
}
END_TEST

static int unlink_anothers(void *unused)
{
	(void)unused;
	return mp_shm_unlink(name) ? errno : 0;
}

/* conforms: 99 */
START_TEST(only_the_maker_may_unlink)
{
	mp_shm *n;

	ck_assert_int_eq(ended_with(started(unlink_anothers, NULL)), EPERM);
	n = mp_shm_attach(name);
	ck_assert_ptr_nonnull(n);
	mp_shm_free(n);
}
END_TEST

static int make_and_wait(void *other)
{
	mp_shm *n = mp_shm_create(other, 100);

	if (!n)
		return 1;
	strcpy(mp_shm_data(n), "made by the dead");
	for (;;)
		(void)pause();
}

static bool has_come(void *arg)
{
	mp_shm **ret = arg;

	*ret = mp_shm_attach("made-and-killed");
	return *ret;
}

/* conforms: 100 148 */
START_TEST(a_maker_that_is_killed_leaves_only_what_others_have)
{
	static char other[] = "made-and-killed";
	char *before;
	mp_process *p;
	mp_shm *n;

	(void)apart();
	before = procs_names("/dev/shm");
	p = started(make_and_wait, other);
	ck_assert(eventually(has_come, &n));
	ck_assert_int_eq(mp_process_kill(p), 0);
	ck_assert_int_eq(ended_with(p), -SIGKILL);
	IS_REFUSED(ENOENT, mp_shm_attach(other));
	ck_assert_str_eq(mp_shm_data(n), "made by the dead");
	mp_shm_free(n);
	n = mp_shm_create(other, 10);
	ck_assert_ptr_nonnull(n);
	mp_shm_free(n);
	ck_assert_ptr_null(procs_wait_no_new_name("/dev/shm", before, 5));
	free(before);
}
END_TEST

static int outlive(void *fds)
{
	char c;

	return read(((int *)fds)[0], &c, 1) == 1 ? 0 : 1;
}

/* In the program: make it, leave a child behind, and go. */
static void make_and_leave(void *fds)
{
	mp_process *p;

	ck_assert_ptr_nonnull(mp_shm_create("left-behind", 10));
	p = mp_process_new(NULL, outlive, fds);
	ck_assert_int_eq(mp_process_start(p), 0);
	_exit(0);
}

static int fork_and_outlive(int fd)
{
	pid_t pid = fork();
	char c;

	if (!pid) {
		_exit(read(fd, &c, 1) != 1);
	}
	return pid;
}

static void make_fork_and_leave(void *fds)
{
	ck_assert_ptr_nonnull(mp_shm_create("left-behind", 10));
	(void)fork_and_outlive(((int *)fds)[0]);
	_exit(0);
}

/* conforms: 100 */
START_TEST(a_child_does_not_keep_its_parents_name)
{
	int fds[2];
	pid_t pid;
	mp_shm *n;

	ck_assert_int_eq(pipe(fds), 0);
	pid = program(_i ? make_and_leave : make_fork_and_leave, fds);
	ck_assert_int_eq(program_end(pid), 0);
	IS_REFUSED(ENOENT, mp_shm_attach("left-behind"));
	n = mp_shm_create("left-behind", 10);
	ck_assert_ptr_nonnull(n);
	mp_shm_free(n);
	ck_assert_int_eq(write(fds[1], "xx", 2), 2);
}
END_TEST

START_TEST(nobody_can_change_its_size)
{
	char path[64], link[128];
	ssize_t n;
	int found = 0;

	for (int fd = 0; fd < 64; fd++) {
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		n = readlink(path, link, sizeof(link) - 1);
		if (n < 0)
			continue;
		link[n] = '\0';
		if (!strstr(link, name))
			continue;
		found++;
		FAILS_WITH(EPERM, ftruncate(fd, 1));
		FAILS_WITH(EPERM, ftruncate(fd, 50000));
	}
	ck_assert_int_eq(found, 1);
}
END_TEST

START_TEST(it_is_attached_often_and_leaves_no_descriptor)
{
	int next = dup(0);

	(void)close(next);
	/* More than may wait to be told who has made it. */
	for (int i = 0; i < 5000; i++) {
		mp_shm *n = mp_shm_attach(name);

		ck_assert_ptr_nonnull(n);
		mp_shm_free(n);
	}
	for (int i = 0; i < 100; i++) {
		mp_shm *n = mp_shm_create(NULL, 10);

		ck_assert_ptr_nonnull(n);
		ck_assert_int_eq(mp_shm_unlink(mp_shm_name(n)), 0);
		mp_shm_free(n);
	}
	ck_assert_int_eq(dup(0), next);
}
END_TEST

START_TEST(without_descriptors_it_fails_cleanly)
{
	struct rlimit few = { 0 }, all;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &all), 0);
	few = all;
	few.rlim_cur = 3;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
	IS_REFUSED(EMFILE, mp_shm_create("x", 10));
	IS_REFUSED(EMFILE, mp_shm_attach(name));
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &all), 0);
	IS_REFUSED(ENOENT, mp_shm_attach("x"));
}
END_TEST

START_TEST(a_watcher_sees_who_has_it)
{
	mp_shm *a, *b;
	uint64_t id;

	watch_start();
	a = mp_shm_create(NULL, 10);
	b = mp_shm_attach(mp_shm_name(a));
	ck_assert_ptr_nonnull(b);
	id = watch_nth(MP_VERB_SHM_NEW, MP_HAPPENS, 0)->e.object;
	ck_assert_uint_ne(id, 0);
	ck_assert_uint_eq(watch_nth(MP_VERB_SHM_NEW, MP_HAPPENS, 0)->e.a, 10);
	ck_assert_str_eq(watch_nth(MP_VERB_SHM_NEW, MP_HAPPENS, 0)->text,
			 mp_shm_name(a));
	ck_assert_uint_eq(
		watch_nth(MP_VERB_SHM_ATTACH, MP_HAPPENS, 0)->e.object, id);
	ck_assert_int_eq(mp_shm_unlink(mp_shm_name(a)), 0);
	ck_assert_uint_eq(
		watch_nth(MP_VERB_SHM_UNLINK, MP_HAPPENS, 0)->e.object, id);
	mp_shm_free(a);
	mp_shm_free(b);
	ck_assert_int_eq(watch_count(MP_VERB_SHM_CLOSE, MP_HAPPENS), 2);
}
END_TEST

/* Between the look at a descriptor and its opening (-Wl,--wrap=openat). */
static void (*before_open)(void);

int __real_openat(int dir, const char *path, int flags, ...);
int __wrap_openat(int dir, const char *path, int flags, ...);
int __wrap_openat(int dir, const char *path, int flags, ...)
{
	if (before_open)
		before_open();
	before_open = NULL;
	return __real_openat(dir, path, flags);
}

/* To the maker, and back. */
static int there[2], back[2];

static void let_maker_unlink(void)
{
	char c;

	tell(there);
	ck_assert_int_eq(read(back[0], &c, 1), 1);
}

/* Where the memory was there is a socket the next moment. */
static int make_and_replace(void *unused)
{
	mp_shm *one = mp_shm_create("changing-hands", 10);
	int fd[2];

	(void)unused;
	if (!one || write(back[1], "x", 1) != 1 || wait_for_byte(there) ||
	    mp_shm_unlink("changing-hands") ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, fd))
		return 1;
	mp_shm_free(one);
	return write(back[1], "x", 1) != 1 || wait_for_byte(there);
}

START_TEST(attaching_what_is_just_unlinked_says_that_it_is_gone)
{
	mp_process *p;
	char c;

	ck_assert_int_eq(pipe(there), 0);
	ck_assert_int_eq(pipe(back), 0);
	p = started(make_and_replace, NULL);
	ck_assert_int_eq(read(back[0], &c, 1), 1);
	before_open = let_maker_unlink;
	IS_REFUSED(ENOENT, mp_shm_attach("changing-hands"));
	ck_assert(!before_open);
	tell(there);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/shm");
	TCase *t = tcase_create("shm");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, new_memory_is_zero_and_of_the_size_asked_for);
	tcase_add_test(t, who_attaches_it_sees_the_same_bytes);
	tcase_add_test(t, names_that_are_made_up_differ);
	tcase_add_test(t, a_made_up_name_that_is_taken_is_skipped);
	tcase_add_test(t, a_name_is_there_once);
	tcase_add_test(t, what_cannot_be_is_refused);
	tcase_add_test(t, close_detaches_and_the_name_stays);
	tcase_add_test(t, unlink_takes_the_name_and_not_the_memory);
	tcase_add_test(t, a_child_attaches_it_by_name_or_inherits_it);
	tcase_add_test(t, only_the_maker_may_unlink);
	tcase_add_test(t, a_maker_that_is_killed_leaves_only_what_others_have);
	tcase_add_loop_test(t, a_child_does_not_keep_its_parents_name, 0, 2);
	tcase_add_test(t, nobody_can_change_its_size);
	tcase_add_test(t, it_is_attached_often_and_leaves_no_descriptor);
	tcase_add_test(t, without_descriptors_it_fails_cleanly);
	tcase_add_test(t, a_watcher_sees_who_has_it);
	tcase_add_test(t, attaching_what_is_just_unlinked_says_that_it_is_gone);
	suite_add_tcase(s, t);
	return s;
}
