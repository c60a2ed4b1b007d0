UNIT_VIEW = tests/unit/view/test_find tests/unit/view/test_ask tests/unit/view/test_asked tests/unit/view/test_console tests/unit/view/test_dialogs \
	tests/unit/view/test_ending tests/unit/view/test_home tests/unit/view/test_places \
	tests/unit/view/test_in_time \
	tests/unit/view/test_graph \
	tests/unit/view/test_inspector tests/unit/view/test_ledger tests/unit/view/test_outcomes \
	tests/unit/view/test_locks tests/unit/view/test_meetings \
	tests/unit/view/test_order tests/unit/view/test_panes \
	tests/unit/view/test_player tests/unit/view/test_processes \
	tests/unit/view/test_routes tests/unit/view/test_shared \
	tests/unit/view/test_why
UNIT_VIEW += tests/unit/view/test_runs
tests_unit_view_test_runs_SOURCES = tests/unit/view/test_runs.c \
	tests/unit/view/recorded.c tests/unit/view/recorded.h
tests_unit_view_test_runs_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_runs_LDADD = $(VIEW_TEST_LIBS)
EXTRA_DIST += tests/unit/view/runs
check_PROGRAMS += $(UNIT_VIEW)
TESTS += $(UNIT_VIEW)
EXTRA_DIST += tests/unit/view/golden
check_LIBRARIES += tests/unit/view/libscene.a
tests_unit_view_libscene_a_SOURCES = tests/unit/view/golden.c \
	tests/unit/view/scene.c tests/unit/view/scene.h
tests_unit_view_libscene_a_CFLAGS = $(TEST_CFLAGS)
VIEW_TEST_LIBS = tests/unit/view/libscene.a tests/libsupport.a src/libview.a \
	src/libmodel.a src/libui.a src/liblesson.a src/libtrace.a \
	src/libbase.a $(CHECK_LIBS) $(MD4C_LIBS) $(YAML_LIBS) -lm
tests_unit_view_test_asked_SOURCES = tests/unit/view/test_asked.c
tests_unit_view_test_asked_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_asked_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_routes_SOURCES = tests/unit/view/test_routes.c
tests_unit_view_test_routes_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_routes_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_ask_SOURCES = tests/unit/view/test_ask.c
tests_unit_view_test_ask_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_ask_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_dialogs_SOURCES = tests/unit/view/test_dialogs.c
tests_unit_view_test_dialogs_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_dialogs_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_ending_SOURCES = tests/unit/view/test_ending.c
tests_unit_view_test_ending_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_ending_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_in_time_SOURCES = tests/unit/view/test_in_time.c
tests_unit_view_test_in_time_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_in_time_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_places_SOURCES = tests/unit/view/test_places.c
tests_unit_view_test_places_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_places_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_home_SOURCES = tests/unit/view/test_home.c
tests_unit_view_test_home_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_home_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_player_SOURCES = tests/unit/view/test_player.c
tests_unit_view_test_player_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_player_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_console_SOURCES = tests/unit/view/test_console.c
tests_unit_view_test_console_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_console_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_panes_SOURCES = tests/unit/view/test_panes.c
tests_unit_view_test_panes_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_panes_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_why_SOURCES = tests/unit/view/test_why.c
tests_unit_view_test_why_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_why_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_shared_SOURCES = tests/unit/view/test_shared.c
tests_unit_view_test_shared_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_shared_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_locks_SOURCES = tests/unit/view/test_locks.c
tests_unit_view_test_locks_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_locks_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_meetings_SOURCES = tests/unit/view/test_meetings.c
tests_unit_view_test_meetings_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_meetings_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_inspector_SOURCES = tests/unit/view/test_inspector.c
tests_unit_view_test_inspector_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_inspector_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_outcomes_SOURCES = tests/unit/view/test_outcomes.c
tests_unit_view_test_outcomes_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_outcomes_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_ledger_SOURCES = tests/unit/view/test_ledger.c
tests_unit_view_test_ledger_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_ledger_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_graph_SOURCES = tests/unit/view/test_graph.c
tests_unit_view_test_graph_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_graph_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_order_SOURCES = tests/unit/view/test_order.c
tests_unit_view_test_order_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_order_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_processes_SOURCES = tests/unit/view/test_processes.c
tests_unit_view_test_processes_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_processes_LDADD = $(VIEW_TEST_LIBS)
tests_unit_view_test_find_SOURCES = tests/unit/view/test_find.c
tests_unit_view_test_find_CFLAGS = $(TEST_CFLAGS)
tests_unit_view_test_find_LDADD = $(VIEW_TEST_LIBS)
