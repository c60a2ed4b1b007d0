UNIT_GUARD = tests/unit/guard/test_end tests/unit/guard/test_run \
	tests/unit/guard/test_terminal
check_PROGRAMS += $(UNIT_GUARD)
TESTS += $(UNIT_GUARD)
GUARD_TEST_LIBS = tests/libsupport.a src/libguard.a src/libproc.a \
	src/libbase.a $(CHECK_LIBS)
tests_unit_guard_test_run_SOURCES = tests/unit/guard/test_run.c \
	tests/unit/guard/rig.c tests/unit/guard/rig.h
tests_unit_guard_test_run_CFLAGS = $(TEST_CFLAGS)
tests_unit_guard_test_run_LDADD = $(GUARD_TEST_LIBS)
tests_unit_guard_test_end_SOURCES = tests/unit/guard/test_end.c \
	tests/unit/guard/rig.c tests/unit/guard/rig.h
tests_unit_guard_test_end_CFLAGS = $(TEST_CFLAGS)
tests_unit_guard_test_end_LDADD = $(GUARD_TEST_LIBS)
tests_unit_guard_test_terminal_SOURCES = tests/unit/guard/test_terminal.c \
	tests/unit/guard/rig.c tests/unit/guard/rig.h
tests_unit_guard_test_terminal_CFLAGS = $(TEST_CFLAGS)
tests_unit_guard_test_terminal_LDADD = $(GUARD_TEST_LIBS) -lutil

# The demo under guard is a plain program: sanitizers would mind its limits.
EXTRA_DIST += tests/unit/guard/guarded.c
CLEANFILES += tests/unit/guard/guarded
EXTRA_tests_unit_guard_test_end_DEPENDENCIES = tests/unit/guard/guarded
EXTRA_tests_unit_guard_test_run_DEPENDENCIES = tests/unit/guard/guarded
tests/unit/guard/guarded: tests/unit/guard/guarded.c
	$(AM_V_GEN)$(MKDIR_P) tests/unit/guard && \
	$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -o $@ \
	$(srcdir)/tests/unit/guard/guarded.c
