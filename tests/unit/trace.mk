# trace
UNIT_TRACE = tests/unit/trace/test_attach \
	tests/unit/trace/test_codec \
	tests/unit/trace/test_gate \
	tests/unit/trace/test_kill \
	tests/unit/trace/test_log \
	tests/unit/trace/test_merge \
	tests/unit/trace/test_names \
	tests/unit/trace/test_patience \
	tests/unit/trace/test_recording \
	tests/unit/trace/test_ring \
	tests/unit/trace/test_scribble \
	tests/unit/trace/test_wait
check_PROGRAMS += $(UNIT_TRACE) tests/unit/trace/target \
	tests/unit/trace/patient
TESTS += $(UNIT_TRACE)
TRACE_TEST_LIBS = tests/libsupport.a src/libtracewriter.a src/libtrace.a \
	src/libbase.a $(CHECK_LIBS)
TRACE_RIG = tests/unit/trace/rig.c tests/unit/trace/rig.h
tests_unit_trace_target_SOURCES = tests/unit/trace/target.c
tests_unit_trace_target_LDFLAGS = $(AM_LDFLAGS) -rdynamic
tests_unit_trace_patient_SOURCES = tests/unit/trace/patient.c
tests_unit_trace_test_attach_SOURCES = tests/unit/trace/test_attach.c \
	$(TRACE_RIG)
tests_unit_trace_test_attach_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_attach_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_codec_SOURCES = tests/unit/trace/test_codec.c
tests_unit_trace_test_codec_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_codec_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_gate_SOURCES = tests/unit/trace/test_gate.c $(TRACE_RIG)
tests_unit_trace_test_gate_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_gate_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_kill_SOURCES = tests/unit/trace/test_kill.c $(TRACE_RIG)
tests_unit_trace_test_kill_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_kill_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_log_SOURCES = tests/unit/trace/test_log.c
tests_unit_trace_test_log_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_log_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_merge_SOURCES = tests/unit/trace/test_merge.c \
	$(TRACE_RIG)
tests_unit_trace_test_merge_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_merge_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_names_SOURCES = tests/unit/trace/test_names.c
tests_unit_trace_test_names_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_names_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_patience_SOURCES = tests/unit/trace/test_patience.c \
	$(TRACE_RIG)
tests_unit_trace_test_patience_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_patience_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_recording_SOURCES = tests/unit/trace/test_recording.c
tests_unit_trace_test_recording_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_recording_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_ring_SOURCES = tests/unit/trace/test_ring.c $(TRACE_RIG)
tests_unit_trace_test_ring_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_ring_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_scribble_SOURCES = tests/unit/trace/test_scribble.c \
	$(TRACE_RIG)
tests_unit_trace_test_scribble_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_scribble_LDADD = $(TRACE_TEST_LIBS)
tests_unit_trace_test_wait_SOURCES = tests/unit/trace/test_wait.c $(TRACE_RIG)
tests_unit_trace_test_wait_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_wait_LDADD = $(TRACE_TEST_LIBS)
