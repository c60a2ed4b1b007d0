noinst_LIBRARIES += src/libprogress.a
src_libprogress_a_SOURCES = \
	src/progress/answers.c src/progress/answers.h \
	src/progress/cards.c src/progress/cards.h \
	src/progress/fsrs.c src/progress/fsrs.h src/progress/inside.h \
	src/progress/marks.c src/progress/marks.h \
	src/progress/progress.c src/progress/progress.h \
	src/progress/schema.c \
	src/progress/transfer.c src/progress/transfer.h \
	src/progress/store.c src/progress/store.h
src_libprogress_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
