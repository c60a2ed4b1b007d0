UNIT_VIEW = tests/unit/view/test_player
check_PROGRAMS += $(UNIT_VIEW)
TESTS += $(UNIT_VIEW)
check_LIBRARIES += tests/unit/view/libscene.a
tests_unit_view_libscene_a_SOURCES = tests/unit/view/golden.c tests/unit/view/scene.c \
	tests/unit/view/scene.h
tests_unit_view_libscene_a_CFLAGS = $(TEST_CFLAGS)
VIEW_TEST_LIBS = tests/unit/view/libscene.a tests/libsupport.a src/libview.a \
	src/libmodel.a src/libui.a src/liblesson.a src/libtrace.a \
	src/libbase.a \
	$(CHECK_LIBS) $(MD4C_LIBS) $(YAML_LIBS) -lm
tests_unit_view_test_player_SOURCES = tests/unit/view/test_player.c
tests_unit_view_test_player_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_player_LDADD = $(VIEW_TEST_LIBS)
EXTRA_DIST += tests/unit/view/golden
