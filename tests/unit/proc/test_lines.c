/* SPDX-License-Identifier: MIT */
#include "proc/lines.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fs.h"
#include "support/procs.h"
#include "unit/proc/children.h"

/* What a target says of one of its calls. */
struct call {
	uint64_t address;
	char function[32];
	int line;
};

enum {
	CALLS = 32,
};

struct target {
	char path[512];
	uint64_t base, size;
	struct call call[CALLS];
	int count;
};

static const char *const targets[] = { "O0", "O2", "O2-fixed" };

/* Run it and read what it prints. */
static void run_path(struct target *t, const char *path)
{
	char line[256];
	FILE *out;

	*t = (struct target){ .count = 0 };
	(void)snprintf(t->path, sizeof(t->path), "%s", path);
	out = popen(t->path, "r");
	ck_assert_ptr_nonnull(out);
	while (fgets(line, sizeof(line), out)) {
		struct call *c = &t->call[t->count];
		uintmax_t a, b;

		if (sscanf(line, "module %jx %jx", &a, &b) == 2) {
			t->base = a;
			t->size = b;
		} else {
			ck_assert_int_eq(sscanf(line, "call %jx %31s %d", &a,
						c->function, &c->line),
					 3);
			c->address = a;
			t->count++;
			ck_assert_int_lt(t->count, CALLS);
		}
	}
	ck_assert_int_eq(pclose(out), 0);
	ck_assert_int_eq(t->count, 10);
}

static void run(struct target *t, const char *how)
{
	const char *dir = getenv("top_builddir");
	char path[512];

	(void)snprintf(path, sizeof(path), "%s/tests/unit/proc/lines-%s",
		       dir ? dir : ".", how);
	run_path(t, path);
}

static bool ends_with(const char *text, const char *end)
{
	size_t a = strlen(text), b = strlen(end);

	return a >= b && !strcmp(text + a - b, end);
}

static void assert_line(struct proc_line found, const struct call *c)
{
	ck_assert_int_eq(found.line, c->line);
	ck_assert_ptr_nonnull(found.file);
	ck_assert(ends_with(found.file, "lines_target.c"));
	ck_assert_ptr_nonnull(found.function);
	ck_assert_str_eq(found.function, c->function);
}

START_TEST(each_call_is_found_in_its_line_and_function)
{
	struct proc_lines *l = proc_lines_new();
	struct target t;

	run(&t, targets[_i]);
	proc_lines_module(l, 1, t.base, t.size, t.path);
	for (int i = 0; i < t.count; i++)
		assert_line(proc_lines_find(l, 1, t.call[i].address),
			    &t.call[i]);
	proc_lines_free(l);
}
END_TEST

START_TEST(a_second_question_has_the_same_answer)
{
	struct proc_lines *l = proc_lines_new();
	struct target t;

	run(&t, "O2");
	proc_lines_module(l, 1, t.base, t.size, t.path);
	/* Another process of the same program, elsewhere in its memory. */
	proc_lines_module(l, 2, t.base + 0x10000, t.size, t.path);
	for (int i = 0; i < t.count; i++) {
		uint64_t a = t.call[i].address;
		struct proc_line x = proc_lines_find(l, 1, a);
		struct proc_line y = proc_lines_find(l, 1, a);
		struct proc_line z = proc_lines_find(l, 2, a + 0x10000);

		ck_assert_int_eq(x.line, y.line);
		ck_assert_ptr_eq(x.function, y.function);
		ck_assert_ptr_eq(x.file, y.file);
		ck_assert_int_eq(x.line, z.line);
		ck_assert_ptr_eq(x.file, z.file);
	}
	proc_lines_free(l);
}
END_TEST

static void assert_unknown(struct proc_line line)
{
	ck_assert_int_eq(line.line, 0);
	ck_assert_ptr_null(line.file);
	ck_assert_ptr_null(line.function);
}

START_TEST(addresses_of_nobody_are_unknown)
{
	struct proc_lines *l = proc_lines_new();
	struct target t;

	run(&t, "O0");
	assert_unknown(proc_lines_find(l, 1, t.call[0].address));
	proc_lines_module(l, 1, t.base, t.size, t.path);
	assert_unknown(proc_lines_find(l, 2, t.call[0].address));
	assert_unknown(proc_lines_find(l, 1, 0));
	assert_unknown(proc_lines_find(l, 1, t.base));
	assert_unknown(proc_lines_find(l, 1, t.base + t.size + 1));
	assert_unknown(proc_lines_find(l, 1, UINT64_MAX));
	/* Inside, but before any code. */
	assert_unknown(proc_lines_find(l, 1, t.base + 1));
	proc_lines_free(l);
}
END_TEST

START_TEST(what_is_mapped_later_takes_the_place)
{
	struct proc_lines *l = proc_lines_new();
	struct target t;

	run(&t, "O0");
	proc_lines_module(l, 1, t.base, t.size, "/nowhere");
	assert_unknown(proc_lines_find(l, 1, t.call[0].address));
	proc_lines_module(l, 1, t.base, t.size, t.path);
	assert_line(proc_lines_find(l, 1, t.call[0].address), &t.call[0]);
	proc_lines_module(l, 1, t.base - 0x1000, t.size + 0x1000, "/dev/null");
	assert_unknown(proc_lines_find(l, 1, t.call[0].address));
	proc_lines_free(l);
}
END_TEST

/* A changed copy of a target. */
static char copy_path[] = "/tmp/procession-lines-XXXXXX";

static void remove_copy(void)
{
	(void)unlink(copy_path);
}

static void write_copy(const char *bytes, size_t len)
{
	int fd = open(copy_path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fd_write_all(fd, bytes, len), 0);
	(void)close(fd);
}

static void make_copy(void)
{
	int fd;

	strcpy(copy_path + strlen(copy_path) - 6, "XXXXXX");
	fd = mkstemp(copy_path);
	ck_assert_int_ge(fd, 0);
	(void)close(fd);
}

/* Give a section another name, so that it is not found. */
static void hide(char *bytes, size_t len, const char *name)
{
	size_t n = strlen(name) + 1;
	char *at = bytes;

	while ((at = memmem(at, len - (size_t)(at - bytes), name, n)) != NULL)
		*++at ^= 1;
}

/* How a file is changed before its lines are asked for. */
static void read_target(const struct target *t, char **bytes, size_t *len)
{
	ck_assert_int_eq(fs_read(t->path, 1 << 24, bytes, len, NULL), 0);
}

/* Clang writes no such index. */
START_TEST(lines_are_found_without_the_index_of_addresses)
{
	struct proc_lines *l = proc_lines_new();
	struct target t;
	char *bytes;
	size_t len;

	run(&t, "O2");
	read_target(&t, &bytes, &len);
	hide(bytes, len, ".debug_aranges");
	write_copy(bytes, len);
	proc_lines_module(l, 1, t.base, t.size, copy_path);
	for (int i = 0; i < t.count; i++)
		assert_line(proc_lines_find(l, 1, t.call[i].address),
			    &t.call[i]);
	free(bytes);
	proc_lines_free(l);
}
END_TEST

START_TEST(without_debug_information_symbols_name_the_function)
{
	struct proc_lines *l = proc_lines_new();
	struct target t;
	char *bytes;
	size_t len;

	run(&t, "O2");
	read_target(&t, &bytes, &len);
	hide(bytes, len, ".debug_info");
	write_copy(bytes, len);
	proc_lines_module(l, 1, t.base, t.size, copy_path);
	for (int i = 0; i < t.count; i++) {
		struct call *c = &t.call[i];
		struct proc_line found = proc_lines_find(l, 1, c->address);
		bool inlined = !strcmp(c->function, "inlined");

		ck_assert_int_eq(found.line, 0);
		ck_assert_ptr_null(found.file);
		ck_assert_ptr_nonnull(found.function);
		/* Of what was inlined, symbols know only into what. */
		ck_assert_str_eq(found.function,
				 inlined ? "hidden" : c->function);
	}
	free(bytes);
	proc_lines_free(l);
}
END_TEST

START_TEST(a_program_built_anew_is_read_anew)
{
	struct proc_lines *l = proc_lines_new();
	struct target t;
	char *bytes;
	size_t len;

	run(&t, "O2");
	read_target(&t, &bytes, &len);
	write_copy("no program", 10);
	proc_lines_module(l, 1, t.base, t.size, copy_path);
	assert_unknown(proc_lines_find(l, 1, t.call[0].address));
	write_copy(bytes, len);
	proc_lines_module(l, 2, t.base, t.size, copy_path);
	assert_line(proc_lines_find(l, 2, t.call[0].address), &t.call[0]);
	/* What has been read is not lost when the file goes. */
	write_copy("", 0);
	for (int i = 0; i < t.count; i++)
		assert_line(proc_lines_find(l, 2, t.call[i].address),
			    &t.call[i]);
	free(bytes);
	proc_lines_free(l);
}
END_TEST

static const char *const odd_paths[] = {
	"",
	"/",
	"/dev/null",
	"/dev/zero",
	"[vdso]",
	"/nowhere/else",
	"/proc/self/maps",
	"/proc/self/mem",
	"//anon (deleted)",
};

START_TEST(odd_files_know_nothing)
{
	struct proc_lines *l = proc_lines_new();

	proc_lines_module(l, 1, 0x1000, 0x1000, odd_paths[_i]);
	assert_unknown(proc_lines_find(l, 1, 0x1800));
	proc_lines_free(l);
}
END_TEST

START_TEST(a_pipe_by_name_does_not_hang)
{
	struct proc_lines *l = proc_lines_new();

	(void)unlink(copy_path);
	ck_assert_int_eq(mkfifo(copy_path, 0600), 0);
	proc_lines_module(l, 1, 0x1000, 0x1000, copy_path);
	assert_unknown(proc_lines_find(l, 1, 0x1800));
	proc_lines_free(l);
}
END_TEST

START_TEST(a_file_cut_short_anywhere_does_no_harm)
{
	struct target t;
	char *bytes;
	size_t len;

	run(&t, "O2");
	read_target(&t, &bytes, &len);
	for (size_t part = 0; part < len; part += 1 + len / 150) {
		struct proc_lines *l = proc_lines_new();

		write_copy(bytes, part);
		proc_lines_module(l, 1, t.base, t.size, copy_path);
		for (int i = 0; i < t.count; i++)
			(void)proc_lines_find(l, 1, t.call[i].address);
		proc_lines_free(l);
	}
	free(bytes);
}
END_TEST

/* ---- built in many ways ---- */

struct build {
	const char *compiler, *flags;
	bool inlines; /* debug information tells of inlined functions */
};

static const struct build builds[] = {
	{ "gcc", "-g -gdwarf-4 -O0 -no-pie -fno-pie", true },
	{ "gcc", "-g -gdwarf-4 -O1 -pie -fPIE", true },
	{ "gcc", "-g -gdwarf-5 -O1 -no-pie -fno-pie", true },
	{ "gcc", "-g -gdwarf-5 -O2 -gz", true },
	{ "gcc", "-g -O2 -gsplit-dwarf", false },
	{ "gcc", "-g1 -O2", true },
	{ "clang", "-g -gdwarf-4 -O0 -pie -fPIE", true },
	{ "clang", "-g -gdwarf-4 -O2 -no-pie -fno-pie", true },
	{ "clang", "-g -gdwarf-5 -O1 -pie -fPIE", true },
	{ "clang", "-g -gdwarf-5 -O2", true },
	{ "clang", "-g -O2 -gsplit-dwarf", false },
};

static char built_dir[] = "/tmp/procession-built-XXXXXX";

static void make_dir(void)
{
	strcpy(built_dir + strlen(built_dir) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(built_dir));
}

/* Compilers name what they split off in ways of their own. */
static void remove_dir(void)
{
	procs_remove_tree(built_dir);
}

/* False if this compiler is not here, or does not know the flags. */
static bool build(const struct build *b)
{
	const char *top = getenv("top_srcdir");
	char command[2048];

	(void)snprintf(command, sizeof(command),
		       "src=$(realpath %s/tests/unit/proc/lines_target.c) && "
		       "cd %s && %s -std=gnu11 -D_GNU_SOURCE %s -o target "
		       "\"$src\" 2>/dev/null",
		       top ? top : ".", built_dir, b->compiler, b->flags);
	return system(command) == 0;
}

static void run_built(struct target *t)
{
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/target", built_dir);
	run_path(t, path);
}

START_TEST(calls_are_found_however_the_program_was_built)
{
	const struct build *b = &builds[_i];
	struct proc_lines *l;
	struct target t;

	if (!build(b))
		return;
	run_built(&t);
	l = proc_lines_new();
	proc_lines_module(l, 1, t.base, t.size, t.path);
	for (int i = 0; i < t.count; i++) {
		struct call *c = &t.call[i];
		struct proc_line found = proc_lines_find(l, 1, c->address);
		bool inlined = !strcmp(c->function, "inlined");

		ck_assert_int_eq(found.why, PROC_WHY_FOUND);
		ck_assert_int_eq(found.line, c->line);
		ck_assert(ends_with(found.file, "lines_target.c"));
		ck_assert_str_eq(found.function, inlined && !b->inlines
							 ? "hidden"
							 : c->function);
		if (!inlined || !b->inlines)
			continue;
		/* The next call is in the line after that of the caller. */
		ck_assert_str_eq(found.caller, "hidden");
		ck_assert(ends_with(found.caller_file, "lines_target.c"));
		ck_assert_int_eq(found.caller_line, t.call[i + 1].line - 1);
	}
	proc_lines_free(l);
}
END_TEST

START_TEST(where_there_is_no_line_it_says_why)
{
	static const struct build plain = { "cc", "-g0 -O1", false };
	static const struct build stripped = { "cc", "-g0 -O1 -s", false };
	struct proc_lines *l = proc_lines_new();
	struct proc_line found;
	struct target t;

	found = proc_lines_find(l, 1, 0x1000);
	ck_assert_int_eq(found.why, PROC_WHY_NOWHERE);
	proc_lines_module(l, 1, 0x1000, 0x1000, "/nowhere/else");
	found = proc_lines_find(l, 1, 0x1800);
	ck_assert_int_eq(found.why, PROC_WHY_NO_FILE);
	if (!build(&plain))
		goto out;
	run_built(&t);
	proc_lines_module(l, 2, t.base, t.size, t.path);
	found = proc_lines_find(l, 2, t.call[0].address);
	ck_assert_int_eq(found.why, PROC_WHY_NO_DEBUG);
	ck_assert_str_eq(found.function, t.call[0].function);
	ck_assert_str_eq(proc_why_text(found.why),
			 "no debug information: built without -g");
	/* Built anew, and nothing is left but addresses. */
	ck_assert(build(&stripped));
	run_built(&t);
	proc_lines_module(l, 3, t.base, t.size, t.path);
	found = proc_lines_find(l, 3, t.call[0].address);
	ck_assert_int_eq(found.why, PROC_WHY_NO_DEBUG);
	ck_assert_ptr_null(found.function);
out:
	proc_lines_free(l);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("proc/lines");
	TCase *t = tcase_create("lines");
	TCase *copies = tcase_create("changed files");
	TCase *built = tcase_create("built in many ways");
	int odd = sizeof(odd_paths) / sizeof(*odd_paths);

	tcase_set_timeout(t, 30);
	tcase_add_loop_test(t, each_call_is_found_in_its_line_and_function, 0,
			    sizeof(targets) / sizeof(*targets));
	tcase_add_test(t, a_second_question_has_the_same_answer);
	tcase_add_test(t, addresses_of_nobody_are_unknown);
	tcase_add_test(t, what_is_mapped_later_takes_the_place);
	tcase_add_loop_test(t, odd_files_know_nothing, 0, odd);
	suite_add_tcase(s, t);
	tcase_set_timeout(copies, 30);
	tcase_add_checked_fixture(copies, make_copy, remove_copy);
	tcase_add_test(copies, lines_are_found_without_the_index_of_addresses);
	tcase_add_test(copies,
		       without_debug_information_symbols_name_the_function);
	tcase_add_test(copies, a_program_built_anew_is_read_anew);
	tcase_add_test(copies, a_pipe_by_name_does_not_hang);
	tcase_add_test(copies, a_file_cut_short_anywhere_does_no_harm);
	suite_add_tcase(s, copies);
	tcase_set_timeout(built, 60);
	tcase_add_checked_fixture(built, make_dir, remove_dir);
	tcase_add_loop_test(built,
			    calls_are_found_however_the_program_was_built, 0,
			    sizeof(builds) / sizeof(*builds));
	tcase_add_test(built, where_there_is_no_line_it_says_why);
	suite_add_tcase(s, built);
	return s;
}
