# mp: processes that are this program anew
UNIT_MP_START = tests/unit/mp/example_start tests/unit/mp/test_start \
	tests/unit/mp/test_start_bad tests/unit/mp/test_start_give \
	tests/unit/mp/test_start_server tests/unit/mp/test_start_manager \
	tests/unit/mp/test_pulse
check_PROGRAMS += $(UNIT_MP_START)
TESTS += $(UNIT_MP_START)
tests_unit_mp_example_start_SOURCES = tests/unit/mp/example_start.c
tests_unit_mp_example_start_LDADD = src/libmp.a
tests_unit_mp_test_start_SOURCES = tests/unit/mp/test_start.c \
	tests/unit/mp/methods.c tests/unit/mp/methods.h
tests_unit_mp_test_start_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_start_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_start_bad_SOURCES = tests/unit/mp/test_start_bad.c \
	tests/unit/mp/methods.c tests/unit/mp/methods.h
tests_unit_mp_test_start_bad_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_start_bad_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_start_give_SOURCES = tests/unit/mp/test_start_give.c \
	tests/unit/mp/methods.c tests/unit/mp/methods.h
tests_unit_mp_test_start_give_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_start_give_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_start_server_SOURCES = tests/unit/mp/test_start_server.c \
	tests/unit/mp/methods.c tests/unit/mp/methods.h
tests_unit_mp_test_start_server_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_start_server_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_start_manager_SOURCES = \
	tests/unit/mp/test_start_manager.c \
	tests/unit/mp/methods.c tests/unit/mp/methods.h
tests_unit_mp_test_start_manager_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_start_manager_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_pulse_SOURCES = tests/unit/mp/test_pulse.c \
	tests/unit/mp/methods.c tests/unit/mp/methods.h
tests_unit_mp_test_pulse_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_pulse_LDADD = $(MP_TEST_LIBS)
# Beside test_start_bad, which runs it.
check_PROGRAMS += tests/unit/mp/unguarded
tests_unit_mp_unguarded_SOURCES = tests/unit/mp/unguarded.c
tests_unit_mp_unguarded_LDADD = src/libmp.a
