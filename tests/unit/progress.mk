PROGRESS_TESTS = tests/unit/progress/test_answers \
	tests/unit/progress/test_cards tests/unit/progress/test_progress \
	tests/unit/progress/test_transfer \
	tests/unit/progress/test_trouble
check_PROGRAMS += $(PROGRESS_TESTS)
TESTS += $(PROGRESS_TESTS)
check_LIBRARIES += tests/unit/progress/libhome.a
tests_unit_progress_libhome_a_SOURCES = tests/unit/progress/home.c \
	tests/unit/progress/home.h
tests_unit_progress_libhome_a_CFLAGS = $(TEST_CFLAGS) $(SQLITE_CFLAGS)
PROGRESS_TEST_LIBS = tests/unit/progress/libhome.a tests/libsupport.a \
	src/libprogress.a src/libbase.a $(SQLITE_LIBS) $(CHECK_LIBS) -lm
tests_unit_progress_test_progress_SOURCES = \
	tests/unit/progress/test_progress.c
tests_unit_progress_test_progress_CFLAGS = $(TEST_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_progress_test_progress_LDADD = $(PROGRESS_TEST_LIBS)
tests_unit_progress_test_trouble_SOURCES = \
	tests/unit/progress/test_trouble.c
tests_unit_progress_test_trouble_CFLAGS = $(TEST_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_progress_test_trouble_LDADD = $(PROGRESS_TEST_LIBS)
tests_unit_progress_test_answers_SOURCES = tests/unit/progress/test_answers.c
tests_unit_progress_test_answers_CFLAGS = $(TEST_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_progress_test_answers_LDADD = $(PROGRESS_TEST_LIBS)
tests_unit_progress_test_cards_SOURCES = tests/unit/progress/test_cards.c
tests_unit_progress_test_cards_CFLAGS = $(TEST_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_progress_test_cards_LDADD = $(PROGRESS_TEST_LIBS)
tests_unit_progress_test_transfer_SOURCES = tests/unit/progress/test_transfer.c
tests_unit_progress_test_transfer_CFLAGS = $(TEST_CFLAGS) $(SQLITE_CFLAGS)
tests_unit_progress_test_transfer_LDADD = $(PROGRESS_TEST_LIBS)
