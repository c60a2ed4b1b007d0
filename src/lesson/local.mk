noinst_LIBRARIES += src/liblesson.a
src_liblesson_a_SOURCES = \
	src/lesson/bank.c src/lesson/bank.h \
	src/lesson/catalog.c src/lesson/catalog.h \
	src/lesson/check.c src/lesson/check.h src/lesson/check_parts.h \
	src/lesson/check_chart.c src/lesson/check_demo.c src/lesson/check_exercise.c \
	src/lesson/check_fact.c src/lesson/check_question.c \
	src/lesson/check_draw.c \
	src/lesson/diag.c src/lesson/diag.h \
	src/lesson/draw.c src/lesson/draw.h \
	src/lesson/errors.def src/lesson/errors.h \
	src/lesson/fact.h src/lesson/facts.def \
	src/lesson/file.c src/lesson/file.h \
	src/lesson/find.c \
	src/lesson/fit.c src/lesson/fit.h \
	src/lesson/keys.c src/lesson/keys.def src/lesson/keys.h \
	src/lesson/lesson.c src/lesson/lesson.h \
	src/lesson/links.c src/lesson/links.h \
	src/lesson/lint.c src/lesson/lint.h \
	src/lesson/load.c src/lesson/load.h \
	src/lesson/number.c src/lesson/number.h \
	src/lesson/outcome.c src/lesson/outcome.h \
	src/lesson/panes.def \
	src/lesson/program.c src/lesson/program.h \
	src/lesson/question.c src/lesson/question.h \
	src/lesson/readers.c src/lesson/readers.h \
	src/lesson/record.c src/lesson/record.h src/lesson/record_own.c \
	src/lesson/reference.c src/lesson/remark.c \
	src/lesson/route.h src/lesson/routes.c src/lesson/routes.h \
	src/lesson/requires.c src/lesson/requires.h \
	src/lesson/schema.c src/lesson/schema.h \
	src/lesson/source.c src/lesson/source.h \
	src/lesson/syntax.c src/lesson/syntax.h \
	src/lesson/terms.c src/lesson/terms.h \
	src/lesson/tree.c src/lesson/tree.h \
	src/lesson/value.c src/lesson/value.h \
	src/lesson/words.c src/lesson/words.h
src_liblesson_a_CFLAGS = $(AM_CFLAGS) $(YAML_CFLAGS)
