# mp: the public library, twice from the same objects.  noinst libmp.a is what
# demos and tests of this tree link, so that they are plain programs.
public_headers = src/mp/process.h src/mp/queue.h src/mp/time.h src/mp/type.h \
	src/mp/probe.h src/mp/verbs.def

include_HEADERS = src/mp.h
mpincludedir = $(includedir)/mp
mpinclude_HEADERS = $(public_headers)
pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = src/mp/procession-mp.pc
