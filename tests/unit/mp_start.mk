# mp: processes that are this program anew
UNIT_MP_START = tests/unit/mp/example_start
check_PROGRAMS += $(UNIT_MP_START)
TESTS += $(UNIT_MP_START)
tests_unit_mp_example_start_SOURCES = tests/unit/mp/example_start.c
tests_unit_mp_example_start_LDADD = src/libmp.a
