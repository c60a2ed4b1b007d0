# mp: kills at random moments, at each event, after each instruction.  The
# short versions run in make check; PROCESSION_TEST_FULL=1 makes them long.
STRESS_MP = tests/stress/mp_kill tests/stress/mp_kill_points \
	tests/stress/mp_kill_steps tests/stress/mp_threads \
	tests/stress/mp_kill_conn tests/stress/mp_kill_shm
check_PROGRAMS += $(STRESS_MP)
TESTS += $(STRESS_MP)
tests_stress_mp_kill_SOURCES = tests/stress/mp_kill.c
tests_stress_mp_kill_LDADD = $(STRESS_LIBS)
tests_stress_mp_kill_points_SOURCES = tests/stress/mp_kill_points.c
tests_stress_mp_kill_points_LDADD = $(STRESS_LIBS)
tests_stress_mp_kill_steps_SOURCES = tests/stress/mp_kill_steps.c
tests_stress_mp_kill_steps_LDADD = $(STRESS_LIBS)
# Else the victim is mostly stepped through the dynamic linker.
tests_stress_mp_kill_steps_LDFLAGS = $(AM_LDFLAGS) -Wl,-z,now
tests_stress_mp_kill_shm_SOURCES = tests/stress/mp_kill_shm.c
tests_stress_mp_kill_shm_LDADD = $(STRESS_LIBS)
tests_stress_mp_kill_conn_SOURCES = tests/stress/mp_kill_conn.c
tests_stress_mp_kill_conn_LDADD = $(STRESS_LIBS)
tests_stress_mp_threads_SOURCES = tests/stress/mp_threads.c
tests_stress_mp_threads_LDADD = src/libmp.a

# What they share.
check_LIBRARIES += tests/stress/libstress.a
tests_stress_libstress_a_SOURCES = tests/stress/stress.c tests/stress/stress.h \
	tests/stress/census.c tests/stress/census.h \
	tests/support/procs.c tests/support/procs.h
STRESS_LIBS = tests/stress/libstress.a src/libmp.a

# Everything at once.
STRESS_MP_CHAOS = tests/stress/mp_chaos
check_PROGRAMS += $(STRESS_MP_CHAOS)
TESTS += $(STRESS_MP_CHAOS)
tests_stress_mp_chaos_SOURCES = tests/stress/mp_chaos.c \
	tests/stress/mp_chaos.h tests/stress/mp_chaos_calls.c \
	tests/stress/mp_chaos_check.c tests/stress/mp_chaos_family.c \
	tests/stress/mp_chaos_lines.c \
	tests/stress/mp_chaos_pool.c
tests_stress_mp_chaos_LDADD = $(STRESS_LIBS)

# A death at each event of each verb.
STRESS_MP_POINTS = tests/stress/mp_points
check_PROGRAMS += $(STRESS_MP_POINTS)
TESTS += $(STRESS_MP_POINTS)
tests_stress_mp_points_SOURCES = tests/stress/mp_points.c \
	tests/stress/mp_points.h tests/stress/mp_points_shared.c \
	tests/stress/mp_points_sync.c tests/stress/mp_points_family.c \
	tests/stress/mp_points_start.c tests/stress/mp_points_manager.c
tests_stress_mp_points_LDADD = $(STRESS_LIBS)

# The pool.  The soak takes an hour with PROCESSION_TEST_FULL.
STRESS_MP_POOL = tests/stress/mp_pool_kill tests/stress/mp_pool_points \
	tests/stress/mp_pool_soak
check_PROGRAMS += $(STRESS_MP_POOL)
TESTS += $(STRESS_MP_POOL)
tests_stress_mp_pool_kill_SOURCES = tests/stress/mp_pool_kill.c
tests_stress_mp_pool_kill_LDADD = $(STRESS_LIBS)
tests_stress_mp_pool_points_SOURCES = tests/stress/mp_pool_points.c
tests_stress_mp_pool_points_LDADD = $(STRESS_LIBS)
tests_stress_mp_pool_soak_SOURCES = tests/stress/mp_pool_soak.c
tests_stress_mp_pool_soak_LDADD = $(STRESS_LIBS)

# Processes killed at random moments; a few in every `make check', many with
# PROCESSION_TEST_FULL.
if HAVE_CHECK
if HAVE_VTERM
STRESS = tests/stress/chaos
check_PROGRAMS += $(STRESS)
TESTS += $(STRESS)
tests_stress_chaos_SOURCES = tests/stress/chaos.c
tests_stress_chaos_CFLAGS = $(TEST_CFLAGS)
tests_stress_chaos_LDADD = $(E2E_LIBS)
endif
endif

# mp: the same for locks and what is made of them.
STRESS_MP_SYNC = tests/stress/mp_sync_points tests/stress/mp_sync_kill \
	tests/stress/mp_sync_threads
check_PROGRAMS += $(STRESS_MP_SYNC)
TESTS += $(STRESS_MP_SYNC)
check_LIBRARIES += tests/stress/libsync.a
stress_sync_sources = tests/stress/sync.c tests/stress/sync.h \
	tests/stress/sync_cases.c
tests_stress_libsync_a_SOURCES = $(stress_sync_sources)
STRESS_SYNC_LIBS = tests/stress/libsync.a $(STRESS_LIBS)
tests_stress_mp_sync_points_SOURCES = tests/stress/mp_sync_points.c
tests_stress_mp_sync_points_LDADD = $(STRESS_SYNC_LIBS)
tests_stress_mp_sync_kill_SOURCES = tests/stress/mp_sync_kill.c
tests_stress_mp_sync_kill_LDADD = $(STRESS_SYNC_LIBS)
tests_stress_mp_sync_threads_SOURCES = tests/stress/mp_sync_threads.c
tests_stress_mp_sync_threads_LDADD = $(STRESS_SYNC_LIBS)

# mp in threads: pipes and the like; a pool whose workers are threads.
STRESS_MP_THREADS = tests/stress/mp_conn_threads tests/stress/mp_pool_threads
check_PROGRAMS += $(STRESS_MP_THREADS)
TESTS += $(STRESS_MP_THREADS)
tests_stress_mp_conn_threads_SOURCES = tests/stress/mp_conn_threads.c
tests_stress_mp_conn_threads_LDADD = $(STRESS_LIBS)
stress_wrap = -Wl,--wrap=mp_process_new -Wl,--wrap=mp_process_set_daemon \
	-Wl,--wrap=mp_process_set_start_method \
	-Wl,--wrap=mp_process_start -Wl,--wrap=mp_process_is_alive \
	-Wl,--wrap=mp_process_exitcode -Wl,--wrap=mp_process_sentinel \
	-Wl,--wrap=mp_process_kill -Wl,--wrap=mp_process_terminate \
	-Wl,--wrap=mp_process_join -Wl,--wrap=mp_process_free \
	-Wl,--wrap=mp_process_pid -Wl,--wrap=mp_process_name
tests_stress_mp_pool_threads_SOURCES = tests/stress/mp_pool_threads.c
tests_stress_mp_pool_threads_LDADD = $(STRESS_LIBS)
tests_stress_mp_pool_threads_LDFLAGS = $(AM_LDFLAGS) $(stress_wrap)

# The same under the thread sanitizer: make tsan.  It does not know fences,
# which here only keep wake-ups from being lost.
tsan_flag = -fsanitize=thread
tsan_cflags = -std=c11 $(WARNINGS) -Wno-tsan $(tsan_flag)
tsan_programs = tests/stress/mp_threads_tsan \
	tests/stress/mp_sync_threads_tsan tests/stress/mp_conn_threads_tsan \
	tests/stress/mp_pool_threads_tsan
EXTRA_PROGRAMS = $(tsan_programs)
CLEANFILES += $(tsan_programs)
EXTRA_LIBRARIES = tests/stress/libmp_tsan.a
CLEANFILES += $(EXTRA_LIBRARIES)
tests_stress_libmp_tsan_a_SOURCES = $(mp_sources) tests/stress/tsan.c \
	tests/stress/stress.c tests/stress/stress.h
tests_stress_libmp_tsan_a_CFLAGS = $(tsan_cflags)
tests_stress_mp_threads_tsan_SOURCES = tests/stress/mp_threads.c
tests_stress_mp_threads_tsan_CFLAGS = $(tsan_cflags)
tests_stress_mp_threads_tsan_LDFLAGS = $(tsan_flag)
tests_stress_mp_threads_tsan_LDADD = $(EXTRA_LIBRARIES)
tests_stress_mp_sync_threads_tsan_SOURCES = tests/stress/mp_sync_threads.c \
	$(stress_sync_sources)
tests_stress_mp_sync_threads_tsan_CFLAGS = $(tsan_cflags)
tests_stress_mp_sync_threads_tsan_LDFLAGS = $(tsan_flag)
tests_stress_mp_sync_threads_tsan_LDADD = $(EXTRA_LIBRARIES)
tests_stress_mp_conn_threads_tsan_SOURCES = tests/stress/mp_conn_threads.c
tests_stress_mp_conn_threads_tsan_CFLAGS = $(tsan_cflags)
tests_stress_mp_conn_threads_tsan_LDFLAGS = $(tsan_flag)
tests_stress_mp_conn_threads_tsan_LDADD = $(EXTRA_LIBRARIES)
tests_stress_mp_pool_threads_tsan_SOURCES = tests/stress/mp_pool_threads.c
tests_stress_mp_pool_threads_tsan_CFLAGS = $(tsan_cflags)
tests_stress_mp_pool_threads_tsan_LDFLAGS = $(tsan_flag) $(stress_wrap)
tests_stress_mp_pool_threads_tsan_LDADD = $(EXTRA_LIBRARIES)
tsan: $(tsan_programs)
	for program in $(tsan_programs); do $$program || exit; done
.PHONY: tsan

# A manager.
STRESS_MP_MANAGER = tests/stress/mp_kill_manager
check_PROGRAMS += $(STRESS_MP_MANAGER)
TESTS += $(STRESS_MP_MANAGER)
tests_stress_mp_kill_manager_SOURCES = tests/stress/mp_kill_manager.c
tests_stress_mp_kill_manager_LDADD = $(STRESS_LIBS)
