# trace
UNIT_TRACE = tests/unit/trace/test_ring
check_PROGRAMS += $(UNIT_TRACE)
TESTS += $(UNIT_TRACE)
TRACE_TEST_LIBS = tests/libsupport.a src/libtracewriter.a src/libtrace.a \
	src/libbase.a $(CHECK_LIBS)
TRACE_RIG = tests/unit/trace/rig.c tests/unit/trace/rig.h
tests_unit_trace_test_ring_SOURCES = tests/unit/trace/test_ring.c $(TRACE_RIG)
tests_unit_trace_test_ring_CFLAGS = $(TEST_CFLAGS)
tests_unit_trace_test_ring_LDADD = $(TRACE_TEST_LIBS)
