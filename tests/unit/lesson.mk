UNIT_LESSON = tests/unit/lesson/test_wrong tests/unit/lesson/test_load \
	tests/unit/lesson/test_hostile tests/unit/lesson/test_catalog \
	tests/unit/lesson/test_words tests/unit/lesson/test_rich \
	tests/unit/lesson/test_bank tests/unit/lesson/test_routes tests/unit/lesson/test_terms \
	tests/unit/lesson/test_draw tests/unit/lesson/test_lint
check_PROGRAMS += $(UNIT_LESSON)
TESTS += $(UNIT_LESSON)
LESSON_TEST_LIBS = tests/libsupport.a src/liblesson.a src/libbase.a \
	$(YAML_LIBS) $(CHECK_LIBS)
tests_unit_lesson_test_wrong_SOURCES = tests/unit/lesson/test_wrong.c \
	tests/unit/lesson/wrong.def tests/unit/lesson/wrong_rich.def \
	tests/unit/lesson/good.h
EXTRA_DIST += tests/unit/lesson/rich.yaml
tests_unit_lesson_test_wrong_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_wrong_LDADD = $(LESSON_TEST_LIBS)
tests_unit_lesson_test_load_SOURCES = tests/unit/lesson/test_load.c \
	tests/unit/lesson/good.h
tests_unit_lesson_test_load_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_load_LDADD = $(LESSON_TEST_LIBS)
tests_unit_lesson_test_hostile_SOURCES = tests/unit/lesson/test_hostile.c \
	tests/unit/lesson/good.h
tests_unit_lesson_test_hostile_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_hostile_LDADD = $(LESSON_TEST_LIBS)
tests_unit_lesson_test_catalog_SOURCES = tests/unit/lesson/test_catalog.c \
	tests/unit/lesson/good.h
tests_unit_lesson_test_catalog_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_catalog_LDADD = $(LESSON_TEST_LIBS)
tests_unit_lesson_test_routes_SOURCES = tests/unit/lesson/test_routes.c
tests_unit_lesson_test_routes_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_routes_LDADD = $(LESSON_TEST_LIBS)
tests_unit_lesson_test_terms_SOURCES = tests/unit/lesson/test_terms.c
tests_unit_lesson_test_terms_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_terms_LDADD = $(LESSON_TEST_LIBS)
tests_unit_lesson_test_bank_SOURCES = tests/unit/lesson/test_bank.c
tests_unit_lesson_test_bank_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_bank_LDADD = $(LESSON_TEST_LIBS) -lm
tests_unit_lesson_test_words_SOURCES = tests/unit/lesson/test_words.c
tests_unit_lesson_test_words_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_words_LDADD = $(LESSON_TEST_LIBS)
tests_unit_lesson_test_rich_SOURCES = tests/unit/lesson/test_rich.c
tests_unit_lesson_test_rich_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_rich_LDADD = $(LESSON_TEST_LIBS)
tests_unit_lesson_test_draw_SOURCES = tests/unit/lesson/test_draw.c
tests_unit_lesson_test_draw_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_draw_LDADD = $(LESSON_TEST_LIBS) -lm
tests_unit_lesson_test_lint_SOURCES = tests/unit/lesson/test_lint.c
tests_unit_lesson_test_lint_CFLAGS = $(TEST_CFLAGS)
tests_unit_lesson_test_lint_LDADD = $(LESSON_TEST_LIBS)
