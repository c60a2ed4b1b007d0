UNIT_APP = tests/unit/app/test_options
check_PROGRAMS += $(UNIT_APP)
TESTS += $(UNIT_APP)
tests_unit_app_test_options_SOURCES = tests/unit/app/test_options.c \
	src/app/options.c
tests_unit_app_test_options_CFLAGS = $(TEST_CFLAGS)
tests_unit_app_test_options_LDADD = tests/libsupport.a src/libui.a \
	src/libbase.a $(CHECK_LIBS)
