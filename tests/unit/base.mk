UNIT_BASE = tests/unit/base/test_bulk tests/unit/base/test_map tests/unit/base/test_near tests/unit/base/test_program \
	tests/unit/base/test_str \
	tests/unit/base/test_utf8
check_PROGRAMS += $(UNIT_BASE)
TESTS += $(UNIT_BASE)
BASE_TEST_LIBS = tests/libsupport.a src/libbase.a $(CHECK_LIBS)
tests_unit_base_test_program_SOURCES = tests/unit/base/test_program.c
tests_unit_base_test_program_CFLAGS = $(TEST_CFLAGS)
tests_unit_base_test_program_LDADD = $(BASE_TEST_LIBS)
tests_unit_base_test_bulk_SOURCES = tests/unit/base/test_bulk.c
tests_unit_base_test_bulk_CFLAGS = $(TEST_CFLAGS)
tests_unit_base_test_bulk_LDADD = $(BASE_TEST_LIBS)
tests_unit_base_test_map_SOURCES = tests/unit/base/test_map.c
tests_unit_base_test_map_CFLAGS = $(TEST_CFLAGS)
tests_unit_base_test_map_LDADD = $(BASE_TEST_LIBS)
tests_unit_base_test_str_SOURCES = tests/unit/base/test_str.c
tests_unit_base_test_str_CFLAGS = $(TEST_CFLAGS)
tests_unit_base_test_str_LDADD = $(BASE_TEST_LIBS)
tests_unit_base_test_utf8_SOURCES = tests/unit/base/test_utf8.c
tests_unit_base_test_utf8_CFLAGS = $(TEST_CFLAGS)
tests_unit_base_test_utf8_LDADD = $(BASE_TEST_LIBS)
tests_unit_base_test_near_SOURCES = tests/unit/base/test_near.c
tests_unit_base_test_near_CFLAGS = $(TEST_CFLAGS)
tests_unit_base_test_near_LDADD = $(BASE_TEST_LIBS)
