/* SPDX-License-Identifier: MIT */
/*
 * What programs leave in the system is found and named when they have ended;
 * nothing is removed by anybody but this test.
 */
#include "support/check_main.h"

#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include "e2e/command.h"
#include "e2e/player.h"

static char program[512], name[64], path[64];

/* In the parent of all tests, so that also one that fails leaves nothing. */
static void find_names(void)
{
	const char *top = getenv("top_builddir");

	(void)snprintf(program, sizeof(program), "%s/tests/e2e/leaver",
		       top ? top : ".");
	(void)snprintf(name, sizeof(name), "/ledger-%d", (int)getpid());
	(void)snprintf(path, sizeof(path), "/tmp/ledger-%d", (int)getpid());
}

static void remove_names(void)
{
	(void)shm_unlink(name);
	(void)sem_unlink(name);
	(void)mq_unlink(name);
	(void)unlink(path);
}

/* Watch the program make @what, which is called @as. */
static struct result leave(const char *how, const char *what, const char *as)
{
	const char *argv[] = { player_program(), "watch", how, "--",
			       program,          what,    as,  NULL };
	struct result r;

	command_run(&(struct command){ .argv = argv }, &r);
	ck_assert_msg(r.status == 0, "status %d: %s", r.status, r.err);
	return r;
}

static void says(const struct result *r, const char *words)
{
	ck_assert_msg(strstr(r->out, words) != NULL, "no \"%s\" in: %s", words,
		      r->out);
}

static void says_not(const struct result *r, const char *words)
{
	ck_assert_msg(strstr(r->out, words) == NULL, "\"%s\" in: %s", words,
		      r->out);
}

/* That this is left over, and how it is removed. */
static void says_left(const struct result *r, const char *kind, const char *as,
		      const char *remedy, const char *what)
{
	char words[256];

	(void)snprintf(words, sizeof(words), "\nLeft over: %s %s", kind, as);
	says(r, words);
	(void)snprintf(words, sizeof(words), ": %s%s removes it.", remedy,
		       what);
	says(r, words);
	says_not(r, "as it was found");
}

START_TEST(memory_that_is_not_unlinked_is_left_over)
{
	struct result r = leave("--linear", "memory", name);

	says_left(&r, "shared memory", name, "rm /dev/shm", name);
	says(&r, "4096 bytes, made by leaver (PID ");
	says(&r, "1 shared memory made, 0 removed");
	says(&r, "1 left over");
	/* It is the student's to remove. */
	ck_assert_int_eq(shm_unlink(name), 0);
	command_release(&r);
}
END_TEST

START_TEST(a_named_semaphore_is_left_over)
{
	struct result r = leave("--linear", "semaphore", name);

	says_left(&r, "named semaphore", name, "rm /dev/shm/sem.", name + 1);
	command_release(&r);
}
END_TEST

START_TEST(a_message_queue_is_left_over)
{
	struct result r = leave("--linear", "mq", name);

	char quoted[80];

	(void)snprintf(quoted, sizeof(quoted), "%s\")", name);
	says_left(&r, "message queue", name, "mq_unlink(\"", quoted);
	says(&r, "1 message, made by");
	command_release(&r);
}
END_TEST

START_TEST(a_fifo_is_left_over)
{
	struct result r = leave("--linear", "fifo", path);

	says_left(&r, "FIFO", path, "rm ", path);
	command_release(&r);
}
END_TEST

/* The numbers that the program has printed; then they are removed. */
static void check_numbers(const struct result *r)
{
	const char *at = strstr(r->out, "prints: set ");
	int set, queue, memory;
	char words[3][64];

	ck_assert_ptr_nonnull(at);
	ck_assert_int_eq(sscanf(at, "prints: set %d queue %d memory %d", &set,
				&queue, &memory),
			 3);
	ck_assert_int_eq(semctl(set, 0, IPC_RMID), 0);
	ck_assert_int_eq(msgctl(queue, IPC_RMID, NULL), 0);
	ck_assert_int_eq(shmctl(memory, IPC_RMID, NULL), 0);
	(void)snprintf(words[0], 64, "\nLeft over: semaphore set %d of 3", set);
	(void)snprintf(words[1], 64, "ipcrm -q %d removes it.", queue);
	(void)snprintf(words[2], 64, "ipcrm -m %d removes it.", memory);
	for (int i = 0; i < 3; i++)
		says(r, words[i]);
}

START_TEST(what_system_v_made_is_left_over)
{
	struct result r = leave("--linear", _i ? "sysv-key" : "sysv", NULL);

	check_numbers(&r);
	says(&r, "3 left over");
	says(&r, "1 message queue made, 0 removed");
	command_release(&r);
}
END_TEST

START_TEST(a_program_that_removes_all_leaves_it_as_it_was_found)
{
	struct result r = leave("--linear", "clean", name);

	says(&r, "\nLeft as it was found: 1 process started, 1 reaped");
	says(&r, "2 pieces of shared memory made, 2 removed");
	says(&r, "1 named semaphore made, 1 removed");
	says(&r, "0 left over, 0 descriptors open");
	says(&r, " 0 lost, ");
	says_not(&r, "Left over");
	command_release(&r);
}
END_TEST

START_TEST(what_was_there_before_is_not_the_runs)
{
	int fd = shm_open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	sem_t *sem = sem_open(name, O_CREAT | O_EXCL, 0600, 1);
	struct result r;

	ck_assert(fd >= 0 && sem != SEM_FAILED);
	r = leave("--linear", "use", name);
	says(&r, "\nLeft as it was found: ");
	says_not(&r, " removed");
	(void)sem_close(sem);
	(void)close(fd);
	command_release(&r);
}
END_TEST

START_TEST(a_lock_of_the_dead_and_what_nobody_read_are_told)
{
	struct result r = leave("--linear", "lock", NULL);

	says(&r, "\nStill locked: lock 1, by leaver (PID ");
	says(&r, "6 bytes never taken");
	command_release(&r);
}
END_TEST

START_TEST(what_a_program_that_tells_nothing_left_is_perhaps_its)
{
	struct result r;

	(void)strcat(program, "-static");
	if (access(program, X_OK) < 0)
		return;
	r = leave("--linear", "memory", name);
	says_left(&r, "shared memory", name, "rm /dev/shm", name);
	says(&r, "4096 bytes, made during the run, perhaps by it: ");
	command_release(&r);
}
END_TEST

START_TEST(json_ends_with_the_ledger)
{
	struct result r = leave("--json", "memory", name);

	says(&r, "\"verb\":\"left\"");
	says(&r, "\"made\":\"run\",\"kind\":\"shared memory\","
		 "\"remove\":\"rm /dev/shm/ledger-");
	says(&r, "\"made\":1,\"removed\":0,\"left\":1,\"descriptors\":0");
	command_release(&r);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("ledger");
	TCase *tc = tcase_create("ledger");

	tcase_set_timeout(tc, 60);
	tcase_add_unchecked_fixture(tc, find_names, remove_names);
	tcase_add_checked_fixture(tc, remove_names, NULL);
	tcase_add_test(tc, memory_that_is_not_unlinked_is_left_over);
	tcase_add_test(tc, a_named_semaphore_is_left_over);
	tcase_add_test(tc, a_message_queue_is_left_over);
	tcase_add_test(tc, a_fifo_is_left_over);
	tcase_add_loop_test(tc, what_system_v_made_is_left_over, 0, 2);
	tcase_add_test(tc,
		       a_program_that_removes_all_leaves_it_as_it_was_found);
	tcase_add_test(tc, what_was_there_before_is_not_the_runs);
	tcase_add_test(tc, a_lock_of_the_dead_and_what_nobody_read_are_told);
	tcase_add_test(tc,
		       what_a_program_that_tells_nothing_left_is_perhaps_its);
	tcase_add_test(tc, json_ends_with_the_ledger);
	suite_add_tcase(s, tc);
	return s;
}
