MODEL_TESTS = tests/unit/model/test_facts \
	tests/unit/model/test_history tests/unit/model/test_lanes \
	tests/unit/model/test_judge tests/unit/model/test_ledger \
	tests/unit/model/test_narrate \
	tests/unit/model/test_objects tests/unit/model/test_outcomes \
	tests/unit/model/test_stuck \
	tests/unit/model/test_processes tests/unit/model/test_queues \
	tests/unit/model/test_random tests/unit/model/test_replay \
	tests/unit/model/test_shown tests/unit/model/test_streams \
	tests/unit/model/test_tell tests/unit/model/test_time
check_PROGRAMS += $(MODEL_TESTS)
TESTS += $(MODEL_TESTS)
check_LIBRARIES += tests/unit/model/libstory.a tests/unit/model/liblog.a
tests_unit_model_libstory_a_SOURCES = tests/unit/model/difference.c \
	tests/unit/model/fold_bytes.c \
	tests/unit/model/invariants.c tests/unit/model/story.c \
	tests/unit/model/story.h
tests_unit_model_libstory_a_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_liblog_a_SOURCES = tests/unit/model/log.c
MODEL_TEST_LIBS = tests/unit/model/libstory.a tests/libsupport.a \
	src/libmodel.a src/libtrace.a src/libbase.a $(CHECK_LIBS)
tests_unit_model_test_facts_SOURCES = tests/unit/model/test_facts.c
tests_unit_model_test_facts_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_facts_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_judge_SOURCES = tests/unit/model/test_judge.c
tests_unit_model_test_judge_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_judge_LDADD = $(MODEL_TEST_LIBS) -lm
tests_unit_model_test_outcomes_SOURCES = tests/unit/model/test_outcomes.c
tests_unit_model_test_outcomes_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_outcomes_LDADD = $(MODEL_TEST_LIBS) -lm
tests_unit_model_test_history_SOURCES = tests/unit/model/test_history.c
tests_unit_model_test_history_CFLAGS = $(TEST_CFLAGS)
# A log that drops events one at a time, which is the hardest case.
tests_unit_model_test_history_LDADD = tests/unit/model/liblog.a \
	$(MODEL_TEST_LIBS)
tests_unit_model_test_time_SOURCES = tests/unit/model/test_time.c
tests_unit_model_test_time_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_time_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_lanes_SOURCES = tests/unit/model/test_lanes.c
tests_unit_model_test_lanes_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_lanes_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_ledger_SOURCES = tests/unit/model/test_ledger.c
tests_unit_model_test_ledger_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_ledger_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_narrate_SOURCES = tests/unit/model/test_narrate.c
tests_unit_model_test_narrate_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_narrate_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_streams_SOURCES = tests/unit/model/test_streams.c
tests_unit_model_test_streams_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_streams_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_processes_SOURCES = tests/unit/model/test_processes.c
tests_unit_model_test_processes_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_processes_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_queues_SOURCES = tests/unit/model/test_queues.c
tests_unit_model_test_queues_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_queues_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_shown_SOURCES = tests/unit/model/test_shown.c
tests_unit_model_test_shown_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_shown_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_replay_SOURCES = tests/unit/model/test_replay.c
tests_unit_model_test_replay_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_replay_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_random_SOURCES = tests/unit/model/test_random.c
tests_unit_model_test_random_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_random_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_objects_SOURCES = tests/unit/model/test_objects.c
tests_unit_model_test_objects_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_objects_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_stuck_SOURCES = tests/unit/model/test_stuck.c
tests_unit_model_test_stuck_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_stuck_LDADD = $(MODEL_TEST_LIBS)
tests_unit_model_test_tell_SOURCES = tests/unit/model/test_tell.c
tests_unit_model_test_tell_CFLAGS = $(TEST_CFLAGS)
tests_unit_model_test_tell_LDADD = $(MODEL_TEST_LIBS)
