# mp: the public library, twice.  libprocession-mp is installed, shared and
# static; libmp.a is what the demos and tests of this tree link, so that they
# are plain programs and no wrapper scripts.
mp_public_headers = src/mp/barrier.h src/mp/condition.h src/mp/event.h \
	src/mp/lock.h src/mp/measure.h src/mp/process.h \
	src/mp/queue.h src/mp/semaphore.h src/mp/time.h src/mp/type.h \
	src/mp/show.h src/mp/value.h src/mp/probe.h src/mp/verbs.def
mp_sources = \
	src/mp/barrier.c \
	src/mp/condition.c \
	src/mp/event.c \
	src/mp/family.c src/mp/family.h \
	src/mp/futex.c \
	src/mp/impl.h \
	src/mp/item.c src/mp/item.h \
	src/mp/lifeline.c src/mp/lifeline.h \
	src/mp/latch.h src/mp/lock.c \
	src/mp/measure.c \
	src/mp/memory.c src/mp/memory.h \
	src/mp/object.c src/mp/object.h \
	src/mp/probe.c \
	src/mp/process.c \
	src/mp/pulse.c src/mp/pulse.h \
	src/mp/queue.c \
	src/mp/ring.c src/mp/ring.h \
	src/mp/robust.c src/mp/robust.h \
	src/mp/seat.c src/mp/seat.h \
	src/mp/semaphore.c \
	src/mp/show.c \
	src/mp/side.c src/mp/side.h \
	src/mp/time.c \
	src/mp/value.c \
	src/mp/who.c src/mp/who.h

# Pipes, waiting for several things, named memory.
mp_public_headers += src/mp/connection.h src/mp/shm.h src/mp/wait.h
mp_sources += \
	src/mp/conn.h src/mp/connection.c src/mp/conn_fd.c src/mp/conn_io.c \
	src/mp/bell.c src/mp/bell.h \
	src/mp/parent.c src/mp/parent.h \
	src/mp/queue_join.c \
	src/mp/shm.c src/mp/shm_name.c src/mp/shm_name.h \
	src/mp/wait.c \
	src/mp/wire.c src/mp/wire.h

# Processes that are this program anew.
mp_public_headers += src/mp/start.h
mp_sources += \
	src/mp/conn_give.c \
	src/mp/parcel.c src/mp/parcel.h \
	src/mp/queue_give.c \
	src/mp/start.c src/mp/start_impl.h \
	src/mp/start_client.c \
	src/mp/start_give.c \
	src/mp/start_letter.c \
	src/mp/start_server.c \
	src/mp/start_spawn.c

# A pool of workers.
mp_public_headers += src/mp/executor.h src/mp/future.h \
	src/mp/imap.h src/mp/pool.h src/mp/result.h \
	src/mp/task.h
mp_sources += \
	src/mp/arena.c src/mp/arena.h \
	src/mp/board.c src/mp/board.h \
	src/mp/callbacks.c \
	src/mp/crew.h \
	src/mp/executor.c \
	src/mp/future.c \
	src/mp/imap.c \
	src/mp/keeper.c \
	src/mp/pool.c \
	src/mp/pool_list.c \
	src/mp/pool_use.c \
	src/mp/result.c \
	src/mp/settle.c \
	src/mp/submit.c \
	src/mp/task.c \
	src/mp/worker.c

# A manager and its objects.
mp_public_headers += src/mp/any.h src/mp/dict.h src/mp/list.h \
	src/mp/manager.h src/mp/namespace.h
mp_sources += \
	src/mp/any.c \
	src/mp/clerk.c src/mp/clerk.h src/mp/clerk_hash.c src/mp/clerk_list.c \
	src/mp/dict.c \
	src/mp/errand.c \
	src/mp/hash.c src/mp/hash.h \
	src/mp/image.c src/mp/image.h \
	src/mp/line.c \
	src/mp/list.c \
	src/mp/manager.c \
	src/mp/manager_give.c \
	src/mp/namespace.c \
	src/mp/proxy.c src/mp/proxy.h \
	src/mp/server.c src/mp/server.h \
	src/mp/slip.c src/mp/slip.h \
	src/mp/store.c src/mp/store.h

# Its code goes into a section of its own, so that a watcher can tell mp's calls
# of the C library from those of the program (mp_code in mp/probe.h).
noinst_LIBRARIES += src/libmp.a
src_libmp_a_SOURCES = $(mp_sources)
src_libmp_a_CFLAGS = $(AM_CFLAGS) $(MP_CFLAGS)
src_libmp_a_AR = $(SHELL) $(srcdir)/src/mp/archive $(AR) $(ARFLAGS)
EXTRA_DIST += src/mp/archive

# A handler of on_exit(3) must not be unmapped: nodelete.
lib_LTLIBRARIES += src/libprocession-mp.la
src_libprocession_mp_la_SOURCES = $(mp_sources)
src_libprocession_mp_la_CFLAGS = $(AM_CFLAGS) $(MP_CFLAGS)
src_libprocession_mp_la_LDFLAGS = $(AM_LDFLAGS) -version-info 0:0:0 \
	-export-symbols-regex '^mp_[a-z]' -Wl,-z,nodelete

# The installed archive is as src/libmp.a is.
install-exec-hook:
	test ! -f $(DESTDIR)$(libdir)/libprocession-mp.a || \
		$(SHELL) $(srcdir)/src/mp/archive : - \
		$(DESTDIR)$(libdir)/libprocession-mp.a

include_HEADERS = src/mp.h
mpincludedir = $(includedir)/mp
mpinclude_HEADERS = $(mp_public_headers)
pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = src/mp/procession-mp.pc
