# The player's side.
noinst_LIBRARIES += src/libguard.a
src_libguard_a_SOURCES = \
	src/guard/client.c src/guard/client.h \
	src/guard/protocol.h \
	src/guard/wire.c src/guard/wire.h

# The program.  It links no libtool library, so it is itself, not a script,
# in the build tree too.
pkglibexec_PROGRAMS += src/procession-guard
src_procession_guard_SOURCES = \
	src/guard/count.c src/guard/count.h \
	src/guard/demo.c src/guard/demo.h \
	src/guard/guard.h \
	src/guard/main.c \
	src/guard/memory.c src/guard/memory.h \
	src/guard/options.c src/guard/options.h \
	src/guard/outbox.c src/guard/outbox.h \
	src/guard/run.c \
	src/guard/terminal.c
src_procession_guard_LDADD = src/libguard.a src/libproc.a src/libbase.a
