UNIT_PROC = tests/unit/proc/test_act tests/unit/proc/test_blocked \
	tests/unit/proc/test_inspect tests/unit/proc/test_leftovers \
	tests/unit/proc/test_lines tests/unit/proc/test_sampler \
	tests/unit/proc/test_stat tests/unit/proc/test_sweep \
	tests/unit/proc/test_tree
check_PROGRAMS += $(UNIT_PROC)
TESTS += $(UNIT_PROC)
PROC_TEST_LIBS = tests/libsupport.a src/libproc.a src/libbase.a $(DW_LIBS) \
	$(CHECK_LIBS)
tests_unit_proc_test_act_SOURCES = tests/unit/proc/test_act.c \
	tests/unit/proc/children.h
tests_unit_proc_test_act_CFLAGS = $(TEST_CFLAGS)
tests_unit_proc_test_act_LDADD = $(PROC_TEST_LIBS)
tests_unit_proc_test_blocked_SOURCES = tests/unit/proc/test_blocked.c \
	tests/unit/proc/children.h
tests_unit_proc_test_blocked_CFLAGS = $(TEST_CFLAGS)
tests_unit_proc_test_blocked_LDADD = $(PROC_TEST_LIBS)
tests_unit_proc_test_inspect_SOURCES = tests/unit/proc/test_inspect.c \
	tests/unit/proc/children.h
tests_unit_proc_test_inspect_CFLAGS = $(TEST_CFLAGS)
tests_unit_proc_test_inspect_LDADD = $(PROC_TEST_LIBS)
tests_unit_proc_test_leftovers_SOURCES = tests/unit/proc/test_leftovers.c
tests_unit_proc_test_leftovers_CFLAGS = $(TEST_CFLAGS)
tests_unit_proc_test_leftovers_LDADD = $(PROC_TEST_LIBS)
tests_unit_proc_test_lines_SOURCES = tests/unit/proc/test_lines.c \
	tests/unit/proc/children.h
tests_unit_proc_test_lines_CFLAGS = $(TEST_CFLAGS)
tests_unit_proc_test_lines_LDADD = $(PROC_TEST_LIBS)
tests_unit_proc_test_sampler_SOURCES = tests/unit/proc/test_sampler.c \
	tests/unit/proc/children.h
tests_unit_proc_test_sampler_CFLAGS = $(TEST_CFLAGS)
tests_unit_proc_test_sampler_LDADD = $(PROC_TEST_LIBS)
tests_unit_proc_test_stat_SOURCES = tests/unit/proc/test_stat.c
tests_unit_proc_test_stat_CFLAGS = $(TEST_CFLAGS)
tests_unit_proc_test_stat_LDADD = $(PROC_TEST_LIBS)
tests_unit_proc_test_sweep_SOURCES = tests/unit/proc/test_sweep.c \
	tests/unit/proc/children.h
tests_unit_proc_test_sweep_CFLAGS = $(TEST_CFLAGS)
tests_unit_proc_test_sweep_LDADD = $(PROC_TEST_LIBS)
tests_unit_proc_test_sweep_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=kill
tests_unit_proc_test_tree_SOURCES = tests/unit/proc/test_tree.c \
	tests/unit/proc/children.h
tests_unit_proc_test_tree_CFLAGS = $(TEST_CFLAGS)
tests_unit_proc_test_tree_LDADD = $(PROC_TEST_LIBS)

# What test_lines asks about: built with flags of their own, not the user's.
LINES_TARGETS = tests/unit/proc/lines-O0 tests/unit/proc/lines-O2 \
	tests/unit/proc/lines-O2-fixed
EXTRA_DIST += tests/unit/proc/lines_target.c
CLEANFILES += $(LINES_TARGETS)
EXTRA_tests_unit_proc_test_lines_DEPENDENCIES = $(LINES_TARGETS)
LINES_BUILD = $(AM_V_GEN)$(MKDIR_P) tests/unit/proc && \
	$(CC) -std=gnu11 -D_GNU_SOURCE -g -o $@ \
	$(srcdir)/tests/unit/proc/lines_target.c
tests/unit/proc/lines-O0: tests/unit/proc/lines_target.c
	$(LINES_BUILD) -O0
tests/unit/proc/lines-O2: tests/unit/proc/lines_target.c
	$(LINES_BUILD) -O2 -fPIE -pie
tests/unit/proc/lines-O2-fixed: tests/unit/proc/lines_target.c
	$(LINES_BUILD) -O2 -fno-PIE -no-pie
