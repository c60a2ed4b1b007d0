# The course itself: its texts, its demos, and their twins in Python.
if HAVE_CHECK
check_PROGRAMS += tests/lessons/course
TESTS += tests/lessons/course
tests_lessons_course_SOURCES = tests/lessons/course.c
tests_lessons_course_CFLAGS = $(TEST_CFLAGS)
tests_lessons_course_LDADD = tests/libsupport.a src/liblesson.a \
	src/libbase.a $(YAML_LIBS) $(CHECK_LIBS)
endif
TESTS += tests/lessons/twins
EXTRA_DIST += tests/lessons/twins
