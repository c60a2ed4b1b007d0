noinst_LIBRARIES += src/libprogress.a
src_libprogress_a_SOURCES = \
	src/progress/progress.c src/progress/progress.h \
	src/progress/store.c src/progress/store.h
src_libprogress_a_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
