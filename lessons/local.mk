# The course.  A topic's texts and sources are data; its demos are programs
# that lie beside them in the build tree and below libexec when installed.
#
# Demos are installed as "scripts", which only means that `make install-strip'
# leaves them alone: the player finds the line a process is at by their debug
# information.  Whoever strips them by other means loses these markers and
# nothing else.
lessonsdir = $(pkgdatadir)/lessons
dist_lessons_DATA = lessons/demo.c lessons/demo.h lessons/paths.yaml
EXTRA_DIST += lessons/.clang-format

noinst_LIBRARIES += lessons/libdemo.a
lessons_libdemo_a_SOURCES = lessons/demo.c lessons/demo.h

demo_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/lessons
demo_libs = lessons/libdemo.a src/libmp.a
# The player's preload library finds the probe by its name: -rdynamic.
demo_linking = $(AM_LDFLAGS) -rdynamic

demo_objects =

include $(top_srcdir)/lessons/10-processes/local.mk
include $(top_srcdir)/lessons/20-ipc/local.mk
include $(top_srcdir)/lessons/30-pools/local.mk
include $(top_srcdir)/lessons/40-synchronization/local.mk
include $(top_srcdir)/lessons/50-practice/local.mk

# What is on the screen must be what runs: whatever CFLAGS say, a demo is
# compiled line by line and keeps its frames.
$(demo_objects): override CFLAGS += -O0 -g \
	-fno-omit-frame-pointer -fno-optimize-sibling-calls
