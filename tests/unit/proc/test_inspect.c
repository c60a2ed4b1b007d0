/* SPDX-License-Identifier: MIT */
/* Control blocks: made-up texts, and real children that do things. */
#include "proc/inspect.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "base/str.h"
#include "proc/counter.h"
#include "unit/proc/children.h"

/* ---- maps ---- */

static const char maps_text[] =
	"5500000000-5500001000 r--p 00000000 08:01 77       /bin/demo\n"
	"5500001000-5500003000 r-xp 00001000 08:01 77       /bin/demo\n"
	"5500003000-5500004000 rw-p 00003000 08:01 77       /bin/demo\n"
	"5500004000-5500006000 rw-p 00000000 00:00 0 \n"
	"5500010000-5500031000 rw-p 00000000 00:00 0        [heap]\n"
	"7f0000000000-7f0000400000 rw-s 00000000 00:01 9    /dev/zero "
	"(deleted)\n"
	"7f0000400000-7f0000401000 rw-s 00000000 00:19 5    /dev/shm/box\n"
	"7f0000500000-7f0000501000 rw-p 00000000 00:00 0 \n"
	"7f0000600000-7f0000628000 r--p 00000000 08:01 5    /lib/libc.so.6\n"
	"7f0000628000-7f0000700000 r-xp 00028000 08:01 5    /lib/libc.so.6\n"
	"7f0000700000-7f0000702000 rw-p 00100000 08:01 5    /lib/libc.so.6\n"
	"7f0000702000-7f0000704000 rw-p 00000000 00:00 0 \n"
	"7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0    [stack]\n"
	"7ffd00100000-7ffd00102000 r-xp 00000000 00:00 0    [vdso]\n";

START_TEST(maps_are_told_by_what_they_are)
{
	struct proc_regions r = { .names = STR_INIT };
	SCOPED_STR said = STR_INIT;

	proc_regions_parse(&r, maps_text, strlen(maps_text));
	ck_assert_uint_eq(r.count, 14);
	proc_regions_say(&r, "/bin/demo", &said);
	ck_assert_str_eq(said.buf,
			 "map5500000000 4 r--p constants demo\n"
			 "map5500001000 8 r-xp text demo\n"
			 "map5500003000 12 rw-p data demo\n"
			 "map5500010000 132 rw-p heap\n"
			 "map7f0000000000 4096 rw-s shared\n"
			 "map7f0000400000 4 rw-s shared /box\n"
			 "map7f0000500000 4 rw-p memory\n"
			 "map7f0000600000 1040 rwxp library libc.so.6\n"
			 "map7ffd00000000 132 rw-p stack\n"
			 "map7ffd00100000 8 r-xp kernel [vdso]\n");
	proc_regions_release(&r);
}
END_TEST

START_TEST(an_address_has_its_file_and_where_that_begins)
{
	struct proc_regions r = { .names = STR_INIT };
	const struct proc_region *found;
	uint64_t start, end;

	proc_regions_parse(&r, maps_text, strlen(maps_text));
	found = proc_regions_find(&r, 0x7f0000629000);
	ck_assert_ptr_nonnull(found);
	ck_assert_str_eq(proc_region_name(&r, found), "/lib/libc.so.6");
	proc_regions_module(&r, found, &start, &end);
	ck_assert_uint_eq(start, 0x7f0000600000);
	ck_assert_uint_eq(end, 0x7f0000702000);
	ck_assert_ptr_null(proc_regions_find(&r, 0x10));
	proc_regions_release(&r);
}
END_TEST

START_TEST(what_is_no_map_is_passed_over)
{
	static const char *const bad[] = {
		"",
		"\n\n",
		"5500000000",
		"5500000000-5500001000",
		"5500001000-5500000000 r--p 0 08:01 77 /x\n",
		"zz-5500001000 r--p 00000000 08:01 77 /x\n",
		"5500000000-5500001000 r--p",
		"-5500001000 r--p 00000000 08:01 77 /x\n",
		"ffffffffffffffffff-1 r--p 00000000 08:01 77 /x\n",
	};
	struct proc_regions r = { .names = STR_INIT };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		proc_regions_parse(&r, bad[i], strlen(bad[i]));
		ck_assert_msg(!r.count, "\"%s\"", bad[i]);
	}
	/* Cut anywhere it must not read past the end. */
	for (size_t len = 0; len < strlen(maps_text); len++) {
		char *copy = malloc(len + 1);

		memcpy(copy, maps_text, len);
		proc_regions_parse(&r, copy, len);
		free(copy);
	}
	proc_regions_release(&r);
}
END_TEST

START_TEST(an_fdinfo_has_position_and_flags)
{
	static const char good[] = "pos:\t120\nflags:\t0100002\nmnt_id:\t24\n";
	int64_t pos = 0;
	int flags = 0;

	ck_assert_int_eq(proc_fdinfo_parse(good, strlen(good), &pos, &flags),
			 0);
	ck_assert_int_eq(pos, 120);
	ck_assert_int_eq(flags & O_ACCMODE, O_RDWR);
	ck_assert_int_eq(proc_fdinfo_parse("pos:\t1\n", 7, &pos, &flags),
			 -EINVAL);
	ck_assert_int_eq(proc_fdinfo_parse("", 0, &pos, &flags), -EINVAL);
	ck_assert_int_eq(pos, 120);
}
END_TEST

/* ---- real children ---- */

static struct proc_inspect *inspect;
static pid_t pid;

static void begin(void (*body)(void))
{
	pid = child(body);
	inspect = proc_inspect_open(pid, NULL, 0);
}

static void done(void)
{
	proc_inspect_close(inspect);
	end_child(pid);
}

static const char *have(void)
{
	ck_assert_int_eq(proc_inspect_look(inspect), 0);
	return proc_inspect_text(inspect, PROC_INSPECT_HAVE)->buf;
}

static const char *now(void)
{
	ck_assert_int_eq(proc_inspect_look(inspect), 0);
	return proc_inspect_text(inspect, PROC_INSPECT_NOW)->buf;
}

static char file[] = "/tmp/procession-inspect-XXXXXX";
static int pipe_fds[2];

static void body_has_things(void)
{
	sigset_t set;
	int fd = open(file, O_RDWR);

	(void)!write(fd, "hello", 5);
	(void)mmap(NULL, (size_t)8 << 20, PROT_READ, MAP_SHARED | MAP_ANONYMOUS,
		   -1, 0);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGUSR1);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	(void)signal(SIGUSR2, SIG_IGN);
	(void)kill(getpid(), SIGUSR1);
	(void)setpriority(PRIO_PROCESS, 0, 7);
	body_pause();
}

START_TEST(what_it_opens_maps_and_blocks_is_there)
{
	int fd = mkstemp(file);
	struct str want = STR_INIT;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(pipe2(pipe_fds, O_CLOEXEC), 0);
	begin(body_has_things);
	WAIT_UNTIL(strstr(have(), "nice 7\n"));
	str_addf(&want, " rw file %s\n", file);
	ck_assert_ptr_nonnull(strstr(have(), want.buf));
	str_clear(&want);
	str_addf(&want, "fd%d w pipe ", pipe_fds[1]);
	ck_assert_ptr_nonnull(strstr(have(), want.buf));
	ck_assert_ptr_nonnull(strstr(have(), " 8192 r--s shared\n"));
	ck_assert_ptr_nonnull(strstr(have(), "\nblocked 200\n"));
	ck_assert_ptr_nonnull(strstr(have(), "\npending 200\n"));
	ck_assert_ptr_nonnull(strstr(have(), "policy other\n"));
	ck_assert_ptr_nonnull(strstr(have(), " stack\n"));
	ck_assert_ptr_nonnull(strstr(now(), " 5 5\n"));
	ck_assert_ptr_nonnull(strstr(now(), "\nprivate "));
	done();
	str_release(&want);
	(void)close(fd);
	(void)close(pipe_fds[0]);
	(void)close(pipe_fds[1]);
	(void)unlink(file);
}
END_TEST

START_TEST(the_counter_of_one_that_waits_stands_still)
{
	struct proc_inspect_pc pc, again;

	begin(body_pause);
	WAIT_UNTIL(strstr(now(), "state S\n") && strstr(now(), "\ncall "));
	ck_assert(proc_inspect_pc(inspect, &pc));
	ck_assert(!pc.runs);
	ck_assert_uint_ne(pc.address, 0);
	ck_assert_ptr_nonnull(strstr(pc.path, "libc"));
	(void)now();
	ck_assert(proc_inspect_pc(inspect, &again));
	ck_assert_uint_eq(pc.address, again.address);
	done();
}
END_TEST

/* Where the system lets no one ask, there is nothing to test. */
START_TEST(the_counter_of_one_that_runs_is_in_its_own_code)
{
	struct proc_counter *c;
	struct proc_inspect_pc pc;

	begin(body_spin);
	c = proc_counter_open(pid);
	if (c) {
		WAIT_UNTIL(proc_inspect_look(inspect) == 0 &&
			   proc_inspect_pc(inspect, &pc));
		ck_assert(pc.runs);
		ck_assert_uint_ne(pc.address, 0);
		proc_counter_close(c);
	}
	done();
}
END_TEST

static void body_exit(void)
{
	_exit(3);
}

START_TEST(of_a_zombie_there_is_only_the_entry)
{
	begin(body_exit);
	WAIT_UNTIL(strstr(now(), "state Z\n"));
	ck_assert_ptr_null(strstr(have(), "files"));
	ck_assert_ptr_null(strstr(have(), "maps"));
	ck_assert_ptr_nonnull(strstr(have(), "parent "));
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_assert_int_eq(proc_inspect_look(inspect), -ESRCH);
	proc_inspect_close(inspect);
}
END_TEST

/* It reads in pieces as they come: a call that was cut would be seen. */
static int to_child[2], to_test[2];

static void body_counts_calls(void)
{
	struct timespec shortly = { 0, 50000 };
	char c;

	for (int i = 0; i < 2000; i++) {
		for (volatile int k = 0; k < 20000; k++)
			;
		if (nanosleep(&shortly, NULL))
			(void)!write(to_test[1], "i", 1);
	}
	if (read(to_child[0], &c, 1) != 1)
		(void)!write(to_test[1], "i", 1);
	(void)!write(to_test[1], "e", 1);
	body_pause();
}

START_TEST(being_looked_at_cuts_no_call_short)
{
	char said = 0;

	ck_assert_int_eq(pipe2(to_child, O_CLOEXEC), 0);
	ck_assert_int_eq(pipe2(to_test, O_CLOEXEC | O_NONBLOCK), 0);
	begin(body_counts_calls);
	ck_assert_int_eq(write(to_child[1], "x", 1), 1);
	WAIT_UNTIL((now(), read(to_test[0], &said, 1) == 1));
	ck_assert_int_eq(said, 'e');
	done();
	for (int i = 0; i < 2; i++) {
		(void)close(to_child[i]);
		(void)close(to_test[i]);
	}
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("inspect");
	TCase *tc = tcase_create("texts");

	tcase_add_test(tc, maps_are_told_by_what_they_are);
	tcase_add_test(tc, an_address_has_its_file_and_where_that_begins);
	tcase_add_test(tc, what_is_no_map_is_passed_over);
	tcase_add_test(tc, an_fdinfo_has_position_and_flags);
	suite_add_tcase(s, tc);
	tc = tcase_create("children");
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, what_it_opens_maps_and_blocks_is_there);
	tcase_add_test(tc, the_counter_of_one_that_waits_stands_still);
	tcase_add_test(tc, the_counter_of_one_that_runs_is_in_its_own_code);
	tcase_add_test(tc, of_a_zombie_there_is_only_the_entry);
	tcase_add_test(tc, being_looked_at_cuts_no_call_short);
	suite_add_tcase(s, tc);
	return s;
}
