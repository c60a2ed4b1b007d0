check_PROGRAMS += tests/unit/progress/test_progress
TESTS += tests/unit/progress/test_progress
tests_unit_progress_test_progress_SOURCES = \
	tests/unit/progress/test_progress.c
tests_unit_progress_test_progress_CFLAGS = $(TEST_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_progress_test_progress_LDADD = tests/libsupport.a \
	src/libprogress.a src/libbase.a $(SQLITE_LIBS) $(CHECK_LIBS)
