bin_PROGRAMS += src/procession
src_procession_SOURCES = \
	src/app/args.c src/app/args.h \
	src/app/count.c src/app/count.h \
	src/app/author.c src/app/author.h src/app/author_words.c \
	src/app/crash.c src/app/crash.h \
	src/app/deadlock.c src/app/deadlock.h \
	src/app/export.c src/app/export.h \
	src/app/flow.c src/app/flow.h src/app/flow_inside.h \
	src/app/flow_run.c src/app/flow_tell.c \
	src/app/find_demo.c src/app/find_demo.h \
	src/app/goto.c src/app/goto.h \
	src/app/guardian.c src/app/guardian.h \
	src/app/help.c src/app/help.h \
	src/app/inspect.c src/app/inspect.h \
	src/app/kept.c src/app/kept.h \
	src/app/kernel.c src/app/kernel.h \
	src/app/keys.c src/app/keys.h \
	src/app/leftovers.c src/app/leftovers.h \
	src/app/linear.h src/app/linear_inside.h \
	src/app/linear_ask.c src/app/linear_demo.c src/app/linear_home.c src/app/linear_lesson.c \
	src/app/linear_replay.c src/app/linear_run.c src/app/linear_typed.c \
	src/app/lesson_ask.c src/app/lesson_inside.h \
	src/app/lesson_places.c src/app/lesson_repeat.c src/app/lesson_run.c \
	src/app/list.c src/app/list.h \
	src/app/lint.c src/app/lint_bank.c src/app/lint_render.c src/app/lint_run.c \
	src/app/main.c src/app/main_inside.h src/app/main_run.c \
	src/app/moment.c src/app/moment.h \
	src/app/new.c \
	src/app/options.c src/app/options.h \
	src/app/options_inside.h src/app/options_value.c \
	src/app/output.c src/app/output.h \
	src/app/panes.c src/app/panes.h \
	src/app/paths.c src/app/paths.h \
	src/app/places.c src/app/places.h \
	src/app/preview.c src/app/preview.h \
	src/app/progress.c src/app/report.c src/app/report_class.c \
	src/app/linear_review.c src/app/screen_review.c \
	src/app/review.c src/app/review.h \
	src/app/route.c src/app/route.h src/app/linear_routes.c \
	src/app/screen_routes.c \
	src/app/review_items.c src/app/review_sum.c \
	src/app/printed.c src/app/printed.h \
	src/app/recorder.c src/app/recorder.h \
	src/app/replay.c src/app/replay.h \
	src/app/run.c src/app/run.h src/app/run_inside.h \
	src/app/run_act.c src/app/run_ask.c src/app/run_tick.c \
	src/app/repeat.c src/app/repeat.h \
	src/app/schedule.c src/app/schedule.h \
	src/app/screen.h \
	src/app/screen_act.c \
	src/app/screen_help.c src/app/screen_home.c src/app/screen_lesson.c \
	src/app/manual.c src/app/manual.h src/app/screen_palette.c src/app/screen_places.c src/app/screen_replay.c src/app/screen_search.c \
	src/app/screen_trust.c src/app/screen_vary.c src/app/screen_why.c \
	src/app/session.c src/app/session.h \
	src/app/settings.c src/app/settings.h \
	src/app/settings_keys.c src/app/settings_keys.h \
	src/app/snapshot.c src/app/snapshot.h \
	src/app/stage.c src/app/stage.h \
	src/app/student.h src/app/student_words.c \
	src/app/skeleton.c src/app/skeleton.h \
	src/app/surroundings.c src/app/surroundings.h \
	src/app/times.c src/app/times.h \
	src/app/trial.c src/app/trial.h src/app/trust.c src/app/trust.h \
	src/app/tui.c src/app/tui.h src/app/tui_inside.h src/app/tui_keys.c \
	src/app/view_keys.c src/app/view_keys.h \
	src/app/vary.c src/app/vary.h \
	src/app/watch.c src/app/watch.h
# Installed parts are found relative to the executable: FROM_BIN is the way
# from bindir to them when all are below one prefix, as they are by default.
app_places = \
	-DAPP_VERSION='"$(PACKAGE_VERSION)"' \
	-DAPP_SOURCE_DIR='"$(abs_top_srcdir)"' \
	-DAPP_LIBEXEC_FROM_BIN='"../libexec/procession"' \
	-DAPP_DATA_FROM_BIN='"../share/procession"' \
	-DAPP_DOC_FROM_BIN='"../share/doc/procession"' -DAPP_DOC='"$(docdir)"' \
	-DAPP_LIBEXEC='"$(pkglibexecdir)"' -DAPP_DATA='"$(pkgdatadir)"'
src_procession_CPPFLAGS = $(AM_CPPFLAGS) $(UV_CFLAGS) $(app_places)
src_procession_LDADD = src/libview.a src/libmodel.a src/libui.a \
	src/libprogress.a src/liblesson.a src/libguard.a src/libproc.a \
	src/libtrace.a src/libbase.a \
	$(UV_LIBS) $(CURSES_LIBS) $(MD4C_LIBS) $(SQLITE_LIBS) $(YAML_LIBS) \
	$(DW_LIBS) -lm
