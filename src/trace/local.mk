# trace: the player's side, the traced process's side, and the preload library
# that is made of the latter.
noinst_LIBRARIES += src/libtrace.a
src_libtrace_a_SOURCES = \
	src/trace/alive.c src/trace/alive.h \
	src/trace/arena.c src/trace/arena.h \
	src/trace/codec.c src/trace/codec.h \
	src/trace/crc.c src/trace/crc.h \
	src/trace/event.c \
	src/trace/format.h \
	src/trace/gate.c \
	src/trace/layout.h \
	src/trace/log.c src/trace/log.h \
	src/trace/merge.c \
	src/trace/names.c src/trace/names.h \
	src/trace/object.h src/trace/print.h \
	src/trace/reader.c \
	src/trace/recorder.c src/trace/recorder.h \
	src/trace/recording.c src/trace/recording.h \
	src/trace/run.h \
	src/trace/stamp.h \
	src/trace/texts.c src/trace/texts.h \
	src/trace/ticks.c src/trace/ticks.h \
	src/trace/varint.h

# For tests and benchmarks: the player never writes to an arena.
noinst_LIBRARIES += src/libtracewriter.a
src_libtracewriter_a_SOURCES = \
	src/trace/sink.c src/trace/sink.h \
	src/trace/writer.c src/trace/writer.h

# A plain shared object, linked without libtool, so that it is one file in a
# known place both in the build tree and installed.  It goes into programs
# that are not ours: no sanitizers, no coverage, nothing visible but the
# functions that it stands before, and every symbol bound when it is loaded,
# for it runs in signal handlers.
pkglibexec_PROGRAMS += src/trace/libprocession-attach.so
src_trace_libprocession_attach_so_SOURCES = \
	src/base/program.c \
	src/trace/alive.c src/trace/attach.c src/trace/sink.c \
	src/trace/writer.c \
	src/trace/posix/core.c \
	src/trace/posix/exec.c \
	src/trace/posix/fd.c \
	src/trace/posix/file.c \
	src/trace/posix/io.c \
	src/trace/posix/limit.c \
	src/trace/posix/lock.c \
	src/trace/posix/memory.c \
	src/trace/posix/message.c \
	src/trace/posix/pipe.c \
	src/trace/posix/place.c \
	src/trace/posix/posix.h \
	src/trace/posix/process.c \
	src/trace/posix/real.def \
	src/trace/posix/sem.c \
	src/trace/posix/shared.c \
	src/trace/posix/signal.c \
	src/trace/posix/stdio.c \
	src/trace/posix/sysv.c \
	src/trace/posix/time.c \
	src/trace/posix/wait.c
src_trace_libprocession_attach_so_CFLAGS = -std=c11 $(WARNINGS) -O2 -fPIC \
	-Wno-pedantic -U_FORTIFY_SOURCE \
	-fvisibility=hidden
src_trace_libprocession_attach_so_LINK = $(CC) -shared \
	-static-libgcc $(CFLAGS) $(LDFLAGS) \
	-Wl,-soname,libprocession-attach.so -Wl,-z,now -Wl,-z,nodelete \
	-Wl,-z,defs -o $@
