# The player as a user has it: in a pseudo-terminal, and on the command line.
TRIAL = tests/e2e/course/topic.yaml tests/e2e/course/bad.yaml \
	tests/e2e/course/broken.yaml tests/e2e/course/endless.yaml \
	tests/e2e/course/crash tests/e2e/course/daemons \
	tests/e2e/course/escapes tests/e2e/course/exercises.yaml \
	tests/e2e/course/fails \
	tests/e2e/course/descriptors \
	tests/e2e/course/flood tests/e2e/course/often.yaml \
	tests/e2e/course/questions.yaml \
	tests/e2e/course/refused \
	tests/e2e/course/stubborn
TRIAL_PATHS = tests/e2e/course/paths.yaml
EXTRA_DIST += $(TRIAL) $(TRIAL_PATHS)

if HAVE_CHECK
if HAVE_VTERM
check_LIBRARIES += tests/libe2e.a
tests_libe2e_a_SOURCES = \
	tests/e2e/command.c tests/e2e/command.h \
	tests/e2e/json.c tests/e2e/json.h \
	tests/e2e/keys.c tests/e2e/keys.h \
	tests/e2e/monkey.c tests/e2e/monkey.h \
	tests/e2e/player.c tests/e2e/player.h \
	tests/e2e/recorded.c tests/e2e/recorded.h \
	tests/e2e/sandbox.c tests/e2e/sandbox.h \
	tests/e2e/tty.c tests/e2e/tty.h \
	tests/e2e/tty_inside.h tests/e2e/tty_screen.c \
	tests/e2e/typed.c tests/e2e/typed.h
tests_libe2e_a_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS) $(SQLITE_CFLAGS)
E2E_LIBS = tests/libe2e.a tests/libsupport.a $(VTERM_LIBS) $(SQLITE_LIBS) \
	$(CHECK_LIBS)

E2E = tests/e2e/test_ask tests/e2e/test_course tests/e2e/test_keys tests/e2e/test_act tests/e2e/test_linear tests/e2e/test_inspector tests/e2e/test_tty tests/e2e/test_cli tests/e2e/test_look tests/e2e/test_screens \
	tests/e2e/test_run tests/e2e/test_ending tests/e2e/test_bad \
	tests/e2e/test_schedules \
	tests/e2e/test_source tests/e2e/test_watch tests/e2e/test_ledger \
	tests/e2e/test_paths \
	tests/e2e/test_progress tests/e2e/test_review tests/e2e/test_kept \
	tests/e2e/test_preview tests/e2e/test_export tests/e2e/test_record tests/e2e/test_time tests/e2e/test_times \
	tests/e2e/test_things
check_PROGRAMS += $(E2E)
check_DATA += tests/e2e/trial/90-trial/topic.yaml \
	tests/e2e/small/20-ipc/topic.yaml
TESTS += $(E2E)
tests_e2e_test_ask_SOURCES = tests/e2e/test_ask.c
tests_e2e_test_ask_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_ask_LDADD = $(E2E_LIBS)
tests_e2e_test_act_SOURCES = tests/e2e/test_act.c
tests_e2e_test_act_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_act_LDADD = $(E2E_LIBS)
tests_e2e_test_paths_SOURCES = tests/e2e/test_paths.c
tests_e2e_test_paths_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_paths_LDADD = $(E2E_LIBS)
tests_e2e_test_review_SOURCES = tests/e2e/test_review.c
tests_e2e_test_review_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_review_LDADD = $(E2E_LIBS)
tests_e2e_test_kept_SOURCES = tests/e2e/test_kept.c
tests_e2e_test_kept_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_kept_LDADD = $(E2E_LIBS)
tests_e2e_test_progress_SOURCES = tests/e2e/test_progress.c
tests_e2e_test_progress_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_progress_LDADD = $(E2E_LIBS)
tests_e2e_test_linear_SOURCES = tests/e2e/test_linear.c
tests_e2e_test_linear_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_linear_LDADD = $(E2E_LIBS)
tests_e2e_test_preview_SOURCES = tests/e2e/test_preview.c
tests_e2e_test_preview_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_preview_LDADD = $(E2E_LIBS)
tests_e2e_test_tty_SOURCES = tests/e2e/test_tty.c
tests_e2e_test_tty_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_tty_LDADD = $(E2E_LIBS)
tests_e2e_test_cli_SOURCES = tests/e2e/test_cli.c
tests_e2e_test_cli_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_cli_LDADD = $(E2E_LIBS)
tests_e2e_test_course_SOURCES = tests/e2e/test_course.c
tests_e2e_test_course_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_course_LDADD = $(E2E_LIBS)
tests_e2e_test_look_SOURCES = tests/e2e/test_look.c
tests_e2e_test_look_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_look_LDADD = $(E2E_LIBS)
tests_e2e_test_screens_SOURCES = tests/e2e/test_screens.c
tests_e2e_test_screens_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_screens_LDADD = $(E2E_LIBS)
tests_e2e_test_times_SOURCES = tests/e2e/test_times.c
tests_e2e_test_times_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_times_LDADD = $(E2E_LIBS)
tests_e2e_test_time_SOURCES = tests/e2e/test_time.c
tests_e2e_test_time_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_time_LDADD = $(E2E_LIBS)
tests_e2e_test_run_SOURCES = tests/e2e/test_run.c
tests_e2e_test_run_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_run_LDADD = $(E2E_LIBS)
tests_e2e_test_ending_SOURCES = tests/e2e/test_ending.c
tests_e2e_test_ending_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_ending_LDADD = $(E2E_LIBS)
tests_e2e_test_schedules_SOURCES = tests/e2e/test_schedules.c
tests_e2e_test_schedules_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_schedules_LDADD = $(E2E_LIBS)
tests_e2e_test_bad_SOURCES = tests/e2e/test_bad.c
tests_e2e_test_bad_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_bad_LDADD = $(E2E_LIBS)
tests_e2e_test_source_SOURCES = tests/e2e/test_source.c
tests_e2e_test_source_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_source_LDADD = $(E2E_LIBS)

tests_e2e_test_inspector_SOURCES = tests/e2e/test_inspector.c
tests_e2e_test_inspector_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_inspector_LDADD = $(E2E_LIBS)
EXTRA_DIST += tests/e2e/inspected.c
CLEANFILES += tests/e2e/inspected
EXTRA_tests_e2e_test_inspector_DEPENDENCIES = tests/e2e/inspected
tests/e2e/inspected: tests/e2e/inspected.c
	$(AM_V_GEN)$(MKDIR_P) tests/e2e && \
	$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g -o $@ \
	$(srcdir)/tests/e2e/inspected.c

# A program of two files, with debug information and without.
PARTED = tests/e2e/parted.c tests/e2e/parted_child.c
PARTED_TARGETS = tests/e2e/parted tests/e2e/parted-plain
EXTRA_DIST += $(PARTED)
CLEANFILES += $(PARTED_TARGETS)
EXTRA_tests_e2e_test_source_DEPENDENCIES = $(PARTED_TARGETS)
PARTED_BUILD = $(AM_V_GEN)$(MKDIR_P) tests/e2e && \
	$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -o $@ \
	$(abs_top_srcdir)/tests/e2e/parted.c \
	$(abs_top_srcdir)/tests/e2e/parted_child.c
tests/e2e/parted: $(PARTED)
	$(PARTED_BUILD) -g
tests/e2e/parted-plain: $(PARTED)
	$(PARTED_BUILD) -g0
tests_e2e_test_watch_SOURCES = tests/e2e/test_watch.c
tests_e2e_test_watch_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_watch_LDADD = $(E2E_LIBS)

# The programs that it watches are plain ones; one of them static, where there
# is a static C library.
EXTRA_DIST += tests/e2e/watched.c
CLEANFILES += tests/e2e/watched tests/e2e/watched-static
EXTRA_tests_e2e_test_watch_DEPENDENCIES = tests/e2e/watched
tests/e2e/watched: tests/e2e/watched.c
	$(AM_V_GEN)$(MKDIR_P) tests/e2e && \
	$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -pthread -o $@ \
	$(srcdir)/tests/e2e/watched.c -lrt && \
	{ $(CC) -std=gnu11 -D_GNU_SOURCE -O1 -static -pthread -o $@-static \
	$(srcdir)/tests/e2e/watched.c -lrt 2>/dev/null || :; }
tests_e2e_test_ledger_SOURCES = tests/e2e/test_ledger.c
tests_e2e_test_ledger_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_ledger_LDADD = $(E2E_LIBS)
EXTRA_DIST += tests/e2e/leaver.c
CLEANFILES += tests/e2e/leaver tests/e2e/leaver-static
EXTRA_tests_e2e_test_ledger_DEPENDENCIES = tests/e2e/leaver
tests/e2e/leaver: tests/e2e/leaver.c
	$(AM_V_GEN)$(MKDIR_P) tests/e2e && \
	$(CC) -std=gnu11 -D_GNU_SOURCE -O1 -g -Wall -Wextra -pthread -o $@ \
	$(srcdir)/tests/e2e/leaver.c -lrt && \
	{ $(CC) -std=gnu11 -D_GNU_SOURCE -O1 -static -pthread -o $@-static \
	$(srcdir)/tests/e2e/leaver.c -lrt 2>/dev/null || :; }

tests_e2e_test_keys_SOURCES = tests/e2e/test_keys.c
tests_e2e_test_keys_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_keys_LDADD = tests/libe2e.a tests/libsupport.a src/libui.a \
	src/libbase.a $(VTERM_LIBS) $(SQLITE_LIBS) $(CHECK_LIBS)
E2E += tests/e2e/test_monkey
tests_e2e_test_monkey_SOURCES = tests/e2e/test_monkey.c
tests_e2e_test_monkey_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_monkey_LDADD = tests/libe2e.a tests/libsupport.a src/libui.a \
	src/libbase.a $(VTERM_LIBS) $(SQLITE_LIBS) $(CHECK_LIBS)
tests_e2e_test_record_SOURCES = tests/e2e/test_record.c
tests_e2e_test_record_CFLAGS = $(TEST_CFLAGS)
RECORD_LIBS = tests/libe2e.a tests/libsupport.a \
	src/liblesson.a src/libbase.a $(VTERM_LIBS) $(SQLITE_LIBS) \
	$(YAML_LIBS) $(CHECK_LIBS)
tests_e2e_test_record_LDADD = $(RECORD_LIBS)
tests_e2e_test_export_SOURCES = tests/e2e/test_export.c
tests_e2e_test_export_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_export_LDADD = $(RECORD_LIBS)

# A demo of the trial course that is a program of its own.
check_PROGRAMS += tests/e2e/turns
tests_e2e_turns_SOURCES = tests/e2e/turns.c
tests_e2e_turns_CPPFLAGS = $(demo_cppflags)
tests_e2e_turns_LDFLAGS = $(demo_linking)
tests_e2e_turns_LDADD = $(demo_libs)
check_PROGRAMS += tests/e2e/forks
tests_e2e_forks_SOURCES = tests/e2e/forks.c
tests_e2e_forks_CPPFLAGS = $(demo_cppflags)
tests_e2e_forks_LDFLAGS = $(demo_linking)
tests_e2e_forks_LDADD = $(demo_libs)

tests_e2e_test_things_SOURCES = tests/e2e/test_things.c
tests_e2e_test_things_CFLAGS = $(TEST_CFLAGS)
tests_e2e_test_things_LDADD = $(E2E_LIBS)

# One program for each kind of what processes share: at human speed, with names,
# and it ends by itself.
THINGS = \
	tests/e2e/things/philosophers \
	tests/e2e/things/phases \
	tests/e2e/things/parking \
	tests/e2e/things/kitchen \
	tests/e2e/things/race \
	tests/e2e/things/shares \
	tests/e2e/things/squares \
	tests/e2e/things/pipes \
	tests/e2e/things/speedup
check_PROGRAMS += $(THINGS)
tests_e2e_things_philosophers_SOURCES = tests/e2e/things/philosophers.c
tests_e2e_things_philosophers_CPPFLAGS = $(demo_cppflags)
tests_e2e_things_philosophers_LDFLAGS = $(demo_linking)
tests_e2e_things_philosophers_LDADD = $(demo_libs)
tests_e2e_things_phases_SOURCES = tests/e2e/things/phases.c
tests_e2e_things_phases_CPPFLAGS = $(demo_cppflags)
tests_e2e_things_phases_LDFLAGS = $(demo_linking)
tests_e2e_things_phases_LDADD = $(demo_libs)
tests_e2e_things_parking_SOURCES = tests/e2e/things/parking.c
tests_e2e_things_parking_CPPFLAGS = $(demo_cppflags)
tests_e2e_things_parking_LDFLAGS = $(demo_linking)
tests_e2e_things_parking_LDADD = $(demo_libs)
tests_e2e_things_kitchen_SOURCES = tests/e2e/things/kitchen.c
tests_e2e_things_kitchen_CPPFLAGS = $(demo_cppflags)
tests_e2e_things_kitchen_LDFLAGS = $(demo_linking)
tests_e2e_things_kitchen_LDADD = $(demo_libs)
tests_e2e_things_race_SOURCES = tests/e2e/things/race.c
tests_e2e_things_race_CPPFLAGS = $(demo_cppflags)
tests_e2e_things_race_LDFLAGS = $(demo_linking)
tests_e2e_things_race_LDADD = $(demo_libs)
tests_e2e_things_shares_SOURCES = tests/e2e/things/shares.c
tests_e2e_things_shares_CPPFLAGS = $(demo_cppflags)
tests_e2e_things_shares_LDFLAGS = $(demo_linking)
tests_e2e_things_shares_LDADD = $(demo_libs)
tests_e2e_things_squares_SOURCES = tests/e2e/things/squares.c
tests_e2e_things_squares_CPPFLAGS = $(demo_cppflags)
tests_e2e_things_squares_LDFLAGS = $(demo_linking)
tests_e2e_things_squares_LDADD = $(demo_libs)
tests_e2e_things_pipes_SOURCES = tests/e2e/things/pipes.c
tests_e2e_things_pipes_CPPFLAGS = $(demo_cppflags)
tests_e2e_things_pipes_LDFLAGS = $(demo_linking)
tests_e2e_things_pipes_LDADD = $(demo_libs)
tests_e2e_things_speedup_SOURCES = tests/e2e/things/speedup.c
tests_e2e_things_speedup_CPPFLAGS = $(demo_cppflags)
tests_e2e_things_speedup_LDFLAGS = $(demo_linking)
tests_e2e_things_speedup_LDADD = $(demo_libs)

# One lesson of the course as a course of its own, for tests of the player.
tests/e2e/small/20-ipc/topic.yaml: $(top_srcdir)/tests/e2e/local.mk
	@rm -rf tests/e2e/small && mkdir -p tests/e2e/small/20-ipc
	@cd tests/e2e/small/20-ipc && \
	for file in queue.yaml producer_consumer.c producer_consumer.py; do \
		ln -s $(abs_top_srcdir)/lessons/20-ipc/$$file . || exit 1; \
	done && \
	ln -s $(abs_top_builddir)/lessons/20-ipc/producer_consumer . && \
	printf 'title: Talking\nabout: %s\n' \
		'How processes hand work and answers to each other' >topic.yaml
# The trial course as a course folder: its files, and as "endless" the demo of
# the real course.
tests/e2e/trial/90-trial/topic.yaml: $(TRIAL) $(TRIAL_PATHS)
	@rm -rf tests/e2e/trial && mkdir -p tests/e2e/trial/90-trial
	@cp -p $(top_srcdir)/$(TRIAL_PATHS) tests/e2e/trial/paths.yaml
	@cd tests/e2e/trial/90-trial && \
	for file in $(TRIAL); do cp -p $(abs_top_srcdir)/$$file . || exit 1; done && \
	ln -s $(abs_top_srcdir)/lessons/20-ipc/producer_consumer.c endless.c && \
	ln -s $(abs_top_builddir)/lessons/20-ipc/producer_consumer endless && \
	ln -s $(abs_top_srcdir)/tests/e2e/forks.c forks.c && \
	ln -s $(abs_top_builddir)/tests/e2e/forks forks && \
	ln -s $(abs_top_srcdir)/tests/e2e/turns.c turns.c && \
	ln -s $(abs_top_builddir)/tests/e2e/turns turns && \
	touch topic.yaml
# Takes the pictures of the README.
check_PROGRAMS += tests/e2e/shot
tests_e2e_shot_SOURCES = tests/e2e/shot.c
tests_e2e_shot_CFLAGS = $(TEST_CFLAGS)
tests_e2e_shot_LDADD = $(E2E_LIBS)
endif
endif

# Plays the player and looks; needs Check and libvterm.
pictures: all tests/e2e/shot$(EXEEXT) tests/e2e/things/philosophers$(EXEEXT)
	tests/e2e/shot $(top_srcdir)/assets/queue.svg 36 120 \
		src/procession ipc/queue:full -- \
		'k:i' 'w:4/4 FULL' 'w:in 17' 'w:waits to put'
	tests/e2e/shot $(top_srcdir)/assets/predict.svg 24 80 \
		src/procession ipc/queue:full -- 'w:goes past it' 'k:1'
	tests/e2e/shot $(top_srcdir)/assets/deadlock.svg 36 120 \
		src/procession watch --show graph,lock,processes,timeline \
		tests/e2e/things/philosophers -- 'w:DEADLOCK'
	tests/e2e/shot $(top_srcdir)/assets/present.svg 24 80 \
		src/procession ipc/queue:full --present -- \
		'k:i' 'w:The demo runs' 'k:<Tab><Tab>' 'w:3 alive' 'w:put tasks'
	tests/e2e/shot $(top_srcdir)/assets/exam.svg 24 80 \
		env PROCESSION_COURSE= src/procession review --exam -- \
		'w:1 of 20' 'k:1<Tab>1<Enter>' 'w:2 of 20' \
		'k:1<Tab>1<Enter>' 'w:3 of 20' 'k:1<Tab>1<Enter>' 'w:4 of 20'
.PHONY: pictures

clean-local:
	rm -rf tests/e2e/trial tests/e2e/small home-?????? tests/unit/ui/terminfo
