# The course itself: its texts, its demos, and their twins in Python.
if HAVE_CHECK
if HAVE_VTERM
# Plays every lesson in a terminal.
check_PROGRAMS += tests/lessons/play
TESTS += tests/lessons/play tests/lessons/play-trial tests/lessons/play-course
EXTRA_DIST += tests/lessons/play-trial tests/lessons/play-course
tests_lessons_play_SOURCES = tests/lessons/play.c tests/lessons/play.h \
	tests/lessons/play_ask.c tests/lessons/play_exercise.c \
	tests/lessons/play_lesson.c tests/lessons/play_run.c \
	tests/lessons/play_screen.c tests/lessons/play_course.c
tests_lessons_play_CPPFLAGS = $(AM_CPPFLAGS) \
	-DPLAY_SRCDIR='"$(abs_top_srcdir)"'
tests_lessons_play_CFLAGS = $(TEST_CFLAGS) $(VTERM_CFLAGS)
tests_lessons_play_LDADD = tests/libe2e.a tests/libsupport.a src/libmodel.a \
	src/libtrace.a src/liblesson.a src/libbase.a $(VTERM_LIBS) \
	$(SQLITE_LIBS) $(YAML_LIBS) $(CHECK_LIBS) -lm
endif
check_PROGRAMS += tests/lessons/course
TESTS += tests/lessons/course
check_PROGRAMS += tests/lessons/standard
TESTS += tests/lessons/standard
tests_lessons_standard_SOURCES = tests/lessons/standard.c
tests_lessons_standard_CFLAGS = $(TEST_CFLAGS)
tests_lessons_standard_LDADD = tests/libsupport.a src/liblesson.a \
	src/libbase.a $(YAML_LIBS) $(CHECK_LIBS) -lm
check_PROGRAMS += tests/lessons/whole
TESTS += tests/lessons/whole
tests_lessons_whole_SOURCES = tests/lessons/whole.c
tests_lessons_whole_CFLAGS = $(TEST_CFLAGS)
tests_lessons_whole_LDADD = tests/libsupport.a src/liblesson.a \
	src/libbase.a $(YAML_LIBS) $(CHECK_LIBS) -lm
tests_lessons_course_SOURCES = tests/lessons/course.c
tests_lessons_course_CFLAGS = $(TEST_CFLAGS)
tests_lessons_course_LDADD = tests/libsupport.a src/liblesson.a \
	src/libbase.a $(YAML_LIBS) $(CHECK_LIBS)
endif

# Every demo, run; a file in demos.d for each says how.
check_LIBRARIES += tests/lessons/libjobs.a
tests_lessons_libjobs_a_SOURCES = tests/lessons/box.c tests/lessons/box.h \
	tests/lessons/card.c tests/lessons/card.h \
	tests/lessons/jobs.c tests/lessons/jobs.h \
	tests/support/apart.c tests/support/apart.h \
	tests/support/procs.c tests/support/procs.h
lessons_jobs_libs = tests/lessons/libjobs.a src/liblesson.a src/libbase.a \
	$(YAML_LIBS)
check_PROGRAMS += tests/lessons/demos tests/lessons/twins
TESTS += tests/lessons/demos tests/lessons/twins
tests_lessons_demos_SOURCES = tests/lessons/demos.c
tests_lessons_demos_LDADD = $(lessons_jobs_libs)
tests_lessons_twins_SOURCES = tests/lessons/twins.c
tests_lessons_twins_LDADD = $(lessons_jobs_libs)
EXTRA_DIST += tests/lessons/demos.d
