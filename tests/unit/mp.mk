# mp
UNIT_MP = tests/unit/mp/test_process tests/unit/mp/test_process_names \
	tests/unit/mp/test_process_many tests/unit/mp/test_ending \
	tests/unit/mp/test_queue tests/unit/mp/test_queue_shared \
	tests/unit/mp/test_queue_ends tests/unit/mp/test_side_model \
	tests/unit/mp/test_events \
	tests/unit/mp/test_show tests/unit/mp/test_time \
	tests/unit/mp/example_process tests/unit/mp/example_queue
check_PROGRAMS += $(UNIT_MP)
TESTS += $(UNIT_MP)
check_LIBRARIES += tests/unit/mp/libwatch.a
tests_unit_mp_libwatch_a_SOURCES = tests/unit/mp/watch.c tests/unit/mp/watch.h \
	tests/unit/mp/crew.c tests/unit/mp/crew.h \
	tests/unit/mp/line.c tests/unit/mp/line.h \
	tests/unit/mp/pool_crew.c tests/unit/mp/pool_crew.h \
	tests/unit/mp/tasks.c tests/unit/mp/tasks.h
tests_unit_mp_libwatch_a_CFLAGS = $(TEST_CFLAGS)
MP_TEST_LIBS = tests/unit/mp/libwatch.a tests/libsupport.a src/libmp.a \
	$(CHECK_LIBS)
tests_unit_mp_test_process_SOURCES = tests/unit/mp/test_process.c
tests_unit_mp_test_process_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_process_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_process_names_SOURCES = tests/unit/mp/test_process_names.c
tests_unit_mp_test_process_names_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_process_names_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_process_many_SOURCES = tests/unit/mp/test_process_many.c
tests_unit_mp_test_process_many_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_process_many_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_ending_SOURCES = tests/unit/mp/test_ending.c
tests_unit_mp_test_ending_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_ending_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_queue_SOURCES = tests/unit/mp/test_queue.c
tests_unit_mp_test_queue_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_queue_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_queue_shared_SOURCES = tests/unit/mp/test_queue_shared.c
tests_unit_mp_test_queue_shared_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_queue_shared_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_queue_ends_SOURCES = tests/unit/mp/test_queue_ends.c
tests_unit_mp_test_queue_ends_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_queue_ends_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_side_model_SOURCES = tests/unit/mp/test_side_model.c
tests_unit_mp_test_side_model_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_side_model_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_events_SOURCES = tests/unit/mp/test_events.c
tests_unit_mp_test_events_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_events_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_show_SOURCES = tests/unit/mp/test_show.c
tests_unit_mp_test_show_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_show_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_time_SOURCES = tests/unit/mp/test_time.c
tests_unit_mp_test_time_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_time_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_process_SOURCES = tests/unit/mp/example_process.c
tests_unit_mp_example_process_LDADD = src/libmp.a
tests_unit_mp_example_queue_SOURCES = tests/unit/mp/example_queue.c
tests_unit_mp_example_queue_LDADD = src/libmp.a

# mp: what processes wait for each other with
UNIT_MP_SYNC = tests/unit/mp/test_lock tests/unit/mp/example_lock \
	tests/unit/mp/test_semaphore tests/unit/mp/example_semaphore \
	tests/unit/mp/test_event tests/unit/mp/example_event \
	tests/unit/mp/test_condition tests/unit/mp/example_condition \
	tests/unit/mp/test_barrier tests/unit/mp/example_barrier \
	tests/unit/mp/test_value tests/unit/mp/example_value
check_PROGRAMS += $(UNIT_MP_SYNC)
TESTS += $(UNIT_MP_SYNC)
tests_unit_mp_test_lock_SOURCES = tests/unit/mp/test_lock.c
tests_unit_mp_test_lock_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_lock_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_lock_SOURCES = tests/unit/mp/example_lock.c
tests_unit_mp_example_lock_LDADD = src/libmp.a
tests_unit_mp_test_semaphore_SOURCES = tests/unit/mp/test_semaphore.c
tests_unit_mp_test_semaphore_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_semaphore_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_semaphore_SOURCES = tests/unit/mp/example_semaphore.c
tests_unit_mp_example_semaphore_LDADD = src/libmp.a
tests_unit_mp_test_condition_SOURCES = tests/unit/mp/test_condition.c
tests_unit_mp_test_condition_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_condition_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_condition_SOURCES = tests/unit/mp/example_condition.c
tests_unit_mp_example_condition_LDADD = src/libmp.a
tests_unit_mp_test_barrier_SOURCES = tests/unit/mp/test_barrier.c
tests_unit_mp_test_barrier_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_barrier_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_barrier_SOURCES = tests/unit/mp/example_barrier.c
tests_unit_mp_example_barrier_LDADD = src/libmp.a
tests_unit_mp_test_value_SOURCES = tests/unit/mp/test_value.c
tests_unit_mp_test_value_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_value_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_value_SOURCES = tests/unit/mp/example_value.c
tests_unit_mp_example_value_LDADD = src/libmp.a
tests_unit_mp_test_event_SOURCES = tests/unit/mp/test_event.c
tests_unit_mp_test_event_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_event_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_event_SOURCES = tests/unit/mp/example_event.c
tests_unit_mp_example_event_LDADD = src/libmp.a

# mp: what processes tell each other with
UNIT_MP_LINE = tests/unit/mp/test_connection \
	tests/unit/mp/test_connection_bad \
	tests/unit/mp/test_connection_shared \
	tests/unit/mp/example_connection \
	tests/unit/mp/test_queue_join tests/unit/mp/example_queue_join \
	tests/unit/mp/test_wait tests/unit/mp/example_wait \
	tests/unit/mp/test_shm tests/unit/mp/example_shm \
	tests/unit/mp/test_relatives
check_PROGRAMS += $(UNIT_MP_LINE)
TESTS += $(UNIT_MP_LINE)
tests_unit_mp_test_queue_join_SOURCES = tests/unit/mp/test_queue_join.c
tests_unit_mp_test_queue_join_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_queue_join_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_queue_join_SOURCES = tests/unit/mp/example_queue_join.c
tests_unit_mp_example_queue_join_LDADD = src/libmp.a
tests_unit_mp_test_wait_SOURCES = tests/unit/mp/test_wait.c
tests_unit_mp_test_wait_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_wait_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_wait_SOURCES = tests/unit/mp/example_wait.c
tests_unit_mp_example_wait_LDADD = src/libmp.a
tests_unit_mp_test_shm_SOURCES = tests/unit/mp/test_shm.c
tests_unit_mp_test_shm_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_shm_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_shm_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=openat
tests_unit_mp_example_shm_SOURCES = tests/unit/mp/example_shm.c
tests_unit_mp_example_shm_LDADD = src/libmp.a
tests_unit_mp_test_relatives_SOURCES = tests/unit/mp/test_relatives.c
tests_unit_mp_test_relatives_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_relatives_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_connection_SOURCES = tests/unit/mp/test_connection.c
tests_unit_mp_test_connection_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_connection_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_connection_bad_SOURCES = tests/unit/mp/test_connection_bad.c
tests_unit_mp_test_connection_bad_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_connection_bad_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_connection_shared_SOURCES = tests/unit/mp/test_connection_shared.c
tests_unit_mp_test_connection_shared_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_connection_shared_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_connection_SOURCES = tests/unit/mp/example_connection.c
tests_unit_mp_example_connection_LDADD = src/libmp.a

# mp: a pool of workers
UNIT_MP_POOL = tests/unit/mp/test_pool tests/unit/mp/test_pool_failures \
	tests/unit/mp/test_board \
	tests/unit/mp/test_pool_options tests/unit/mp/test_pool_ending \
	tests/unit/mp/test_imap tests/unit/mp/example_pool \
	tests/unit/mp/test_executor tests/unit/mp/example_executor
check_PROGRAMS += $(UNIT_MP_POOL)
TESTS += $(UNIT_MP_POOL)
tests_unit_mp_test_board_SOURCES = tests/unit/mp/test_board.c
tests_unit_mp_test_board_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_board_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_pool_SOURCES = tests/unit/mp/test_pool.c
tests_unit_mp_test_pool_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_pool_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_pool_failures_SOURCES = tests/unit/mp/test_pool_failures.c
tests_unit_mp_test_pool_failures_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_pool_failures_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_pool_options_SOURCES = tests/unit/mp/test_pool_options.c
tests_unit_mp_test_pool_options_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_pool_options_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_pool_ending_SOURCES = tests/unit/mp/test_pool_ending.c
tests_unit_mp_test_pool_ending_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_pool_ending_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_imap_SOURCES = tests/unit/mp/test_imap.c
tests_unit_mp_test_imap_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_imap_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_pool_SOURCES = tests/unit/mp/example_pool.c
tests_unit_mp_example_pool_LDADD = src/libmp.a
tests_unit_mp_test_executor_SOURCES = tests/unit/mp/test_executor.c
tests_unit_mp_test_executor_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_executor_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_executor_SOURCES = tests/unit/mp/example_executor.c
tests_unit_mp_example_executor_LDADD = src/libmp.a

# mp: what Python's own tests look for, and has no place above
UNIT_MP_MORE = tests/unit/mp/test_conn_fd \
	tests/unit/mp/test_process_exit \
	tests/unit/mp/test_pool_tasks \
	tests/unit/mp/test_futures \
	tests/unit/mp/test_scarcity \
	tests/unit/mp/test_ownership \
	tests/unit/mp/test_interrupted \
	tests/unit/mp/test_threaded
check_PROGRAMS += $(UNIT_MP_MORE)
TESTS += $(UNIT_MP_MORE)
tests_unit_mp_test_conn_fd_SOURCES = tests/unit/mp/test_conn_fd.c
tests_unit_mp_test_conn_fd_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_conn_fd_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_process_exit_SOURCES = tests/unit/mp/test_process_exit.c
tests_unit_mp_test_process_exit_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_process_exit_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_pool_tasks_SOURCES = tests/unit/mp/test_pool_tasks.c
tests_unit_mp_test_pool_tasks_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_pool_tasks_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_futures_SOURCES = tests/unit/mp/test_futures.c
tests_unit_mp_test_futures_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_futures_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_interrupted_SOURCES = tests/unit/mp/test_interrupted.c
tests_unit_mp_test_interrupted_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_interrupted_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_threaded_SOURCES = tests/unit/mp/test_threaded.c
tests_unit_mp_test_threaded_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_threaded_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_scarcity_SOURCES = tests/unit/mp/test_scarcity.c
tests_unit_mp_test_scarcity_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_scarcity_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_ownership_SOURCES = tests/unit/mp/test_ownership.c
tests_unit_mp_test_ownership_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_ownership_LDADD = $(MP_TEST_LIBS)

# mp: a manager and its objects
UNIT_MP_MANAGER = tests/unit/mp/test_manager tests/unit/mp/example_manager \
	tests/unit/mp/test_manager_clients \
	tests/unit/mp/test_namespace tests/unit/mp/example_namespace \
	tests/unit/mp/test_dict tests/unit/mp/example_dict \
	tests/unit/mp/test_list tests/unit/mp/example_list
check_PROGRAMS += $(UNIT_MP_MANAGER)
TESTS += $(UNIT_MP_MANAGER)
tests_unit_mp_test_manager_SOURCES = tests/unit/mp/test_manager.c
tests_unit_mp_test_manager_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_manager_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_manager_SOURCES = tests/unit/mp/example_manager.c
tests_unit_mp_example_manager_LDADD = src/libmp.a
tests_unit_mp_test_manager_clients_SOURCES = \
	tests/unit/mp/test_manager_clients.c
tests_unit_mp_test_manager_clients_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_manager_clients_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_test_namespace_SOURCES = tests/unit/mp/test_namespace.c
tests_unit_mp_test_namespace_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_namespace_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_namespace_SOURCES = tests/unit/mp/example_namespace.c
tests_unit_mp_example_namespace_LDADD = src/libmp.a
tests_unit_mp_test_dict_SOURCES = tests/unit/mp/test_dict.c
tests_unit_mp_test_dict_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_dict_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_dict_SOURCES = tests/unit/mp/example_dict.c
tests_unit_mp_example_dict_LDADD = src/libmp.a
tests_unit_mp_test_list_SOURCES = tests/unit/mp/test_list.c
tests_unit_mp_test_list_CFLAGS = $(TEST_CFLAGS)
tests_unit_mp_test_list_LDADD = $(MP_TEST_LIBS)
tests_unit_mp_example_list_SOURCES = tests/unit/mp/example_list.c
tests_unit_mp_example_list_LDADD = src/libmp.a
