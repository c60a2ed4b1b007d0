UNIT_APP = tests/unit/app/test_count tests/unit/app/test_printed tests/unit/app/test_options tests/unit/app/test_schedule \
	tests/unit/app/test_flow tests/unit/app/test_review \
	tests/unit/app/test_settings tests/unit/app/test_preview
check_PROGRAMS += $(UNIT_APP)
TESTS += $(UNIT_APP)
APP_TEST_LIBS = tests/libsupport.a src/libmodel.a src/libui.a \
	src/libtrace.a src/libbase.a $(CHECK_LIBS)
tests_unit_app_test_options_SOURCES = tests/unit/app/test_options.c \
	src/app/author_words.c src/app/options.c src/app/options_value.c \
	src/app/schedule.c src/app/student_words.c
tests_unit_app_test_options_CFLAGS = $(TEST_CFLAGS)
tests_unit_app_test_options_LDADD = src/liblesson.a $(APP_TEST_LIBS) $(YAML_LIBS)
tests_unit_app_test_schedule_SOURCES = tests/unit/app/test_schedule.c \
	src/app/schedule.c
tests_unit_app_test_schedule_CFLAGS = $(TEST_CFLAGS)
tests_unit_app_test_schedule_LDADD = $(APP_TEST_LIBS)
tests_unit_app_test_settings_SOURCES = tests/unit/app/test_settings.c \
	src/app/settings.c src/app/settings_keys.c
tests_unit_app_test_settings_CFLAGS = $(TEST_CFLAGS)
tests_unit_app_test_settings_LDADD = tests/libsupport.a src/libui.a \
	src/liblesson.a src/libbase.a $(CHECK_LIBS) $(YAML_LIBS)
tests_unit_app_test_preview_SOURCES = tests/unit/app/test_preview.c \
	src/app/preview.c
tests_unit_app_test_preview_CFLAGS = $(TEST_CFLAGS) $(UV_CFLAGS)
tests_unit_app_test_preview_LDADD = tests/libsupport.a src/liblesson.a \
	src/libbase.a $(UV_LIBS) $(CHECK_LIBS) $(YAML_LIBS)
tests_unit_app_test_printed_SOURCES = tests/unit/app/test_printed.c \
	src/app/printed.c
tests_unit_app_test_printed_CFLAGS = $(TEST_CFLAGS)
tests_unit_app_test_printed_LDADD = tests/libsupport.a src/libbase.a \
	$(CHECK_LIBS)
tests_unit_app_test_count_SOURCES = tests/unit/app/test_count.c \
	src/app/count.c
tests_unit_app_test_count_CFLAGS = $(TEST_CFLAGS)
tests_unit_app_test_count_LDADD = $(APP_TEST_LIBS)

# What asks needs no loop and no terminal, so it can be tested alone.
ASK_TEST_LIBS = tests/libsupport.a src/libview.a src/libmodel.a src/libui.a \
	src/libprogress.a src/liblesson.a src/libproc.a src/libtrace.a \
	src/libbase.a $(SQLITE_LIBS) $(CHECK_LIBS) $(MD4C_LIBS) $(YAML_LIBS) -lm
tests_unit_app_test_flow_SOURCES = tests/unit/app/test_flow.c \
	src/app/flow.c src/app/flow_run.c src/app/flow_tell.c
tests_unit_app_test_flow_CFLAGS = $(TEST_CFLAGS)
tests_unit_app_test_flow_LDADD = $(ASK_TEST_LIBS)
tests_unit_app_test_review_SOURCES = tests/unit/app/test_review.c \
	src/app/progress.c src/app/report.c src/app/report_class.c \
	src/app/review.c src/app/review_items.c src/app/review_sum.c
tests_unit_app_test_review_CFLAGS = $(TEST_CFLAGS)
tests_unit_app_test_review_LDADD = $(ASK_TEST_LIBS)
