# A bench program prints its figures with bench_report() (bench.h).  Each is
# built by `make check', so that it cannot rot, and run by `make bench' only.
#	BENCHES += tests/bench/bench_LAYER
#	tests_bench_bench_LAYER_SOURCES = tests/bench/bench_LAYER.c
#	tests_bench_bench_LAYER_LDADD = $(BENCH_LIBS) src/libLAYER.a ...
check_LIBRARIES += tests/libbench.a
tests_libbench_a_SOURCES = tests/bench/bench.c tests/bench/bench.h \
	tests/bench/compare.c tests/bench/compare.h tests/bench/together.c \
	tests/bench/python.c tests/bench/python.h \
	tests/bench/bare_pool.c tests/bench/bare_pool.h \
	tests/bench/bare_ring.c tests/bench/bare_ring.h
BENCH_LIBS = tests/libbench.a
BENCHES =
check_PROGRAMS += $(BENCHES)
EXTRA_DIST += tests/bench/table tests/bench/python/peers.py

bench-programs: $(BENCHES) $(check_DATA)
bench: bench-programs all
	@$(AM_TESTS_ENVIRONMENT) BENCH='$(BENCH)' $(top_srcdir)/tests/bench/table $(BENCHES)
.PHONY: bench bench-programs

# bench_mp_bare is bench_mp with the probes compiled out, which it compares
# itself with.
BENCHES += tests/bench/bench_mp
check_PROGRAMS += tests/bench/bench_mp_bare
bench-programs: tests/bench/bench_mp_bare
tests_bench_bench_mp_SOURCES = tests/bench/bench_mp.c
tests_bench_bench_mp_LDADD = $(BENCH_LIBS) src/libmp.a
tests_bench_bench_mp_bare_SOURCES = tests/bench/bench_mp.c $(mp_sources)
tests_bench_bench_mp_bare_CFLAGS = $(AM_CFLAGS) -DMP_NO_PROBE
tests_bench_bench_mp_bare_LDADD = $(BENCH_LIBS)

BENCHES += tests/bench/bench_mp_queue
tests_bench_bench_mp_queue_SOURCES = tests/bench/bench_mp_queue.c
tests_bench_bench_mp_queue_LDADD = $(BENCH_LIBS) src/libmp.a

BENCHES += tests/bench/bench_mp_sync
tests_bench_bench_mp_sync_SOURCES = tests/bench/bench_mp_sync.c
tests_bench_bench_mp_sync_LDADD = $(BENCH_LIBS) src/libmp.a

BENCHES += tests/bench/bench_mp_pool
tests_bench_bench_mp_pool_SOURCES = tests/bench/bench_mp_pool.c
tests_bench_bench_mp_pool_LDADD = $(BENCH_LIBS) src/libmp.a

BENCHES += tests/bench/bench_mp_start
tests_bench_bench_mp_start_SOURCES = tests/bench/bench_mp_start.c
tests_bench_bench_mp_start_LDADD = $(BENCH_LIBS) src/libmp.a

BENCHES += tests/bench/bench_mp_manager
tests_bench_bench_mp_manager_SOURCES = tests/bench/bench_mp_manager.c
tests_bench_bench_mp_manager_LDADD = $(BENCH_LIBS) src/libmp.a

BENCHES += tests/bench/bench_mp_conn
tests_bench_bench_mp_conn_SOURCES = tests/bench/bench_mp_conn.c
tests_bench_bench_mp_conn_LDADD = $(BENCH_LIBS) src/libmp.a

BENCHES += tests/bench/bench_proc
tests_bench_bench_proc_SOURCES = tests/bench/bench_proc.c
tests_bench_bench_proc_LDADD = $(BENCH_LIBS) src/libproc.a src/libbase.a \
	$(DW_LIBS)

BENCHES += tests/bench/bench_model
tests_bench_bench_model_SOURCES = tests/bench/bench_model.c
tests_bench_bench_model_LDADD = $(BENCH_LIBS) src/libmodel.a src/libtrace.a \
	src/libbase.a
if HAVE_CHECK
BENCHES += tests/bench/bench_view
tests_bench_bench_view_SOURCES = tests/bench/bench_view.c
tests_bench_bench_view_LDADD = $(BENCH_LIBS) $(VIEW_TEST_LIBS)
endif

BENCHES += tests/bench/bench_posix
tests_bench_bench_posix_SOURCES = tests/bench/bench_posix.c
tests_bench_bench_posix_LDADD = $(BENCH_LIBS) src/libtrace.a src/libbase.a

BENCHES += tests/bench/bench_trace
tests_bench_bench_trace_SOURCES = tests/bench/bench_trace.c
tests_bench_bench_trace_LDADD = $(BENCH_LIBS) src/libtracewriter.a \
	src/libtrace.a src/libbase.a

if HAVE_CHECK
if HAVE_VTERM
BENCHES += tests/bench/bench_app
tests_bench_bench_app_SOURCES = tests/bench/bench_app.c
tests_bench_bench_app_CFLAGS = $(TEST_CFLAGS)
tests_bench_bench_app_LDADD = $(BENCH_LIBS) $(E2E_LIBS) src/libbase.a
endif
endif
