noinst_LIBRARIES += src/libproc.a
src_libproc_a_SOURCES = \
	src/proc/act.c src/proc/act.h \
	src/proc/blocked.c src/proc/blocked.h \
	src/proc/counter.c src/proc/counter.h \
	src/proc/debug.c src/proc/debug.h \
	src/proc/descriptor.c src/proc/descriptor.h \
	src/proc/file.c src/proc/file.h \
	src/proc/inspect.c src/proc/inspect.h \
	src/proc/leftovers.c src/proc/leftovers.h \
	src/proc/lines.c src/proc/lines.h \
	src/proc/region.c src/proc/region.h \
	src/proc/sampler.c src/proc/sampler.h \
	src/proc/stat.c src/proc/stat.h \
	src/proc/sweep.c src/proc/sweep.h \
	src/proc/tree.c src/proc/tree.h
src_libproc_a_CPPFLAGS = $(AM_CPPFLAGS) $(DW_CFLAGS)
