# What takes longest begins first, so that nothing waits for it at the end.
include tests/lessons/local.mk
# Each layer's unit tests say what they add in tests/unit/LAYER.mk.
if HAVE_CHECK
check_LIBRARIES += tests/libsupport.a
tests_libsupport_a_SOURCES = tests/support/check_main.c \
	tests/support/check_main.h \
	tests/support/apart.c tests/support/apart.h \
	tests/support/procs.c tests/support/procs.h
tests_libsupport_a_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
TEST_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
include tests/unit/base.mk
include tests/unit/mp.mk
include tests/unit/mp_start.mk
include tests/unit/trace.mk
include tests/unit/proc.mk
include tests/unit/lesson.mk
include tests/unit/progress.mk
include tests/unit/ui.mk
include tests/unit/model.mk
include tests/unit/view.mk
include tests/unit/guard.mk
include tests/unit/app.mk
endif
include tests/e2e/local.mk
include tests/lint/local.mk
include tests/docs/local.mk
include tests/fuzz/local.mk
include tests/stress/local.mk
include tests/bench/local.mk
