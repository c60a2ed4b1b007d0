/* SPDX-License-Identifier: MIT */
#include "proc/leftovers.h"

#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/check_main.h"

#define MSG                                                                    \
	"       key      msqid perms      cbytes       qnum lspid lrpid   uid" \
	"   gid  cuid  cgid      stime      rtime      ctime\n"                \
	"1342254850         21   600           4          1    12     0 "      \
	" 1000  1000  1001  1000 1763730000          0 1763730001\n"           \
	"         0          7   600           0          0     0     0 "      \
	"    0     0     0     0          0          0 1763730002\n"
#define SHM                                                                    \
	"       key      shmid perms                  size  cpid  lpid "       \
	"nattch   uid   gid  cuid  cgid      atime      dtime      ctime"      \
	"                   rss                  swap\n"                       \
	"         0         24   600                  8192   999   998 "       \
	"     0     0     0     0     0          0          0 1763730003"      \
	"                     0                     0\n"

static struct proc_leftovers all;
static char name[64];

static void setup(void)
{
	all = (struct proc_leftovers){ 0 };
	(void)snprintf(name, sizeof(name), "/leftovers test-%d", (int)getpid());
}

static void teardown(void)
{
	proc_leftovers_release(&all);
}

START_TEST(a_table_is_read_by_the_names_of_its_columns)
{
	proc_leftovers_parse(&all, PROC_LASTING_SYSV_MSG, MSG);
	proc_leftovers_parse(&all, PROC_LASTING_SYSV_SHM, SHM);
	ck_assert_uint_eq(all.count, 3);
	ck_assert_int_eq(all.items[0].id, 21);
	ck_assert_uint_eq(all.items[0].amount, 1);
	ck_assert_int_eq(all.items[0].pids[0], 12);
	ck_assert_uint_eq(all.items[0].uid, 1001);
	ck_assert_int_eq(all.items[0].changed_s, 1763730001);
	ck_assert_int_eq(all.items[1].id, 7);
	ck_assert_int_eq(all.items[2].id, 24);
	ck_assert_uint_eq(all.items[2].amount, 8192);
	ck_assert_int_eq(all.items[2].pids[0], 999);
	ck_assert_ptr_null(all.items[2].name);
}
END_TEST

static const char *const no_tables[] = {
	"", "\n", "\n\n", "msqid", "a b c\n1 2 3\n", "msqid\n", "qnum msqid\n5",
};

START_TEST(what_is_no_table_has_nothing)
{
	proc_leftovers_parse(&all, PROC_LASTING_SYSV_MSG, no_tables[_i]);
	ck_assert_uint_eq(all.count, 0);
}
END_TEST

static const struct proc_leftover *find(enum proc_lasting kind, int id)
{
	for (size_t i = 0; i < all.count; i++) {
		if (all.items[i].kind == kind && all.items[i].id == id)
			return &all.items[i];
	}
	return NULL;
}

START_TEST(system_v_things_are_there_until_they_are_removed)
{
	int set = semget(IPC_PRIVATE, 3, 0600);
	int queue = msgget(IPC_PRIVATE, 0600);
	int memory = shmget(IPC_PRIVATE, 100, 0600);
	const struct proc_leftover *s, *q, *m;

	proc_leftovers_list(&all);
	(void)semctl(set, 0, IPC_RMID);
	(void)msgctl(queue, IPC_RMID, NULL);
	(void)shmctl(memory, IPC_RMID, NULL);
	s = find(PROC_LASTING_SYSV_SEM, set);
	q = find(PROC_LASTING_SYSV_MSG, queue);
	m = find(PROC_LASTING_SYSV_SHM, memory);
	ck_assert(s && q && m);
	ck_assert_uint_eq(s->amount, 3);
	ck_assert_uint_eq(s->uid, geteuid());
	ck_assert_uint_eq(q->amount, 0);
	ck_assert_uint_eq(m->amount, 100);
	ck_assert_int_eq(m->pids[0], getpid());
	proc_leftovers_release(&all);
	proc_leftovers_list(&all);
	ck_assert_ptr_null(find(PROC_LASTING_SYSV_SEM, set));
	ck_assert_ptr_null(find(PROC_LASTING_SYSV_MSG, queue));
	ck_assert_ptr_null(find(PROC_LASTING_SYSV_SHM, memory));
}
END_TEST

static void make_file(const char *folder, const char *file, size_t size)
{
	char path[256];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, file);
	fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, (off_t)size), 0);
	(void)close(fd);
}

static void remove_file(const char *folder, const char *file)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, file);
	(void)unlink(path);
}

START_TEST(files_are_memory_and_semaphores_with_names)
{
	char folder[] = "/tmp/leftovers-XXXXXX";
	const struct proc_leftover *hidden = NULL, *sem = NULL;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	make_file(folder, ".hidden", 10);
	make_file(folder, "sem.turn", 32);
	proc_leftovers_folder(&all, folder);
	proc_leftovers_folder(&all, "/nowhere");
	remove_file(folder, ".hidden");
	remove_file(folder, "sem.turn");
	(void)rmdir(folder);
	ck_assert_uint_eq(all.count, 2);
	for (size_t i = 0; i < 2; i++) {
		if (all.items[i].kind == PROC_LASTING_SEM)
			sem = &all.items[i];
		else
			hidden = &all.items[i];
	}
	ck_assert(hidden && sem);
	ck_assert_str_eq(hidden->name, "/.hidden");
	ck_assert_uint_eq(hidden->amount, 10);
	ck_assert_str_eq(sem->name, "/turn");
}
END_TEST

START_TEST(a_name_that_is_made_anew_is_another_thing)
{
	int fd = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600), again;
	struct proc_leftover *one = NULL;
	struct proc_leftovers later = { 0 };

	ck_assert_int_ge(fd, 0);
	proc_leftovers_list(&all);
	for (size_t i = 0; i < all.count; i++) {
		if (all.items[i].name && !strcmp(all.items[i].name, name))
			one = &all.items[i];
	}
	ck_assert_ptr_nonnull(one);
	ck_assert_ptr_eq(proc_leftovers_find(&all, one), one);
	/* The first is still open, so that its inode is not used again. */
	(void)shm_unlink(name);
	again = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600);
	proc_leftovers_list(&later);
	(void)shm_unlink(name);
	(void)close(fd);
	(void)close(again);
	ck_assert_ptr_null(proc_leftovers_find(&later, one));
	proc_leftovers_release(&later);
}
END_TEST

START_TEST(a_message_queue_is_asked_for_by_its_name)
{
	struct mq_attr a = { .mq_maxmsg = 2, .mq_msgsize = 8 };
	struct proc_leftover found;
	char plain[64];
	mqd_t q;

	(void)snprintf(plain, sizeof(plain), "/leftovers-%d", (int)getpid());
	ck_assert(!proc_leftover_mq(plain, &found));
	q = mq_open(plain, O_CREAT | O_EXCL | O_RDWR, 0600, &a);
	ck_assert_int_ge(q, 0);
	ck_assert_int_eq(mq_send(q, "abc", 3, 0), 0);
	ck_assert(proc_leftover_mq(plain, &found));
	(void)mq_unlink(plain);
	(void)mq_close(q);
	ck_assert_int_eq(found.kind, PROC_LASTING_MQ);
	ck_assert_uint_eq(found.amount, 1);
	ck_assert_uint_ne(found.ino, 0);
}
END_TEST

START_TEST(a_fifo_is_asked_for_by_its_path_and_nothing_else_is_one)
{
	char folder[] = "/tmp/leftovers-XXXXXX", path[64];
	struct proc_leftover found;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/f", folder);
	ck_assert(!proc_leftover_fifo(path, &found));
	ck_assert(!proc_leftover_fifo(folder, &found));
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert(proc_leftover_fifo(path, &found));
	(void)unlink(path);
	(void)rmdir(folder);
	ck_assert_uint_ne(found.ino, 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("leftovers");
	TCase *t = tcase_create("leftovers");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_table_is_read_by_the_names_of_its_columns);
	tcase_add_loop_test(t, what_is_no_table_has_nothing, 0,
			    sizeof(no_tables) / sizeof(*no_tables));
	tcase_add_test(t, system_v_things_are_there_until_they_are_removed);
	tcase_add_test(t, files_are_memory_and_semaphores_with_names);
	tcase_add_test(t, a_name_that_is_made_anew_is_another_thing);
	tcase_add_test(t, a_message_queue_is_asked_for_by_its_name);
	tcase_add_test(t,
		       a_fifo_is_asked_for_by_its_path_and_nothing_else_is_one);
	suite_add_tcase(s, t);
	return s;
}
