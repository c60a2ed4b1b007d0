# Meeting: a paragraph for each demo.
synchronizationdir = $(lessonsdir)/40-synchronization
synchronizationexecdir = $(pkglibexecdir)/lessons/40-synchronization
dist_synchronization_DATA = lessons/40-synchronization/topic.yaml
synchronizationexec_SCRIPTS =

dist_synchronization_DATA += lessons/40-synchronization/race.yaml \
	lessons/40-synchronization/race.c lessons/40-synchronization/race.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/race
noinst_PROGRAMS += lessons/40-synchronization/race
lessons_40_synchronization_race_SOURCES = lessons/40-synchronization/race.c
lessons_40_synchronization_race_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_race_LDFLAGS = $(demo_linking)
lessons_40_synchronization_race_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/race-race.$(OBJEXT)

dist_synchronization_DATA += lessons/40-synchronization/lock.yaml \
	lessons/40-synchronization/lock.c lessons/40-synchronization/lock.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/lock
noinst_PROGRAMS += lessons/40-synchronization/lock
lessons_40_synchronization_lock_SOURCES = lessons/40-synchronization/lock.c
lessons_40_synchronization_lock_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_lock_LDFLAGS = $(demo_linking)
lessons_40_synchronization_lock_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/lock-lock.$(OBJEXT)
dist_synchronization_DATA += lessons/40-synchronization/semaphore.yaml \
	lessons/40-synchronization/semaphore.c \
	lessons/40-synchronization/semaphore.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/semaphore
noinst_PROGRAMS += lessons/40-synchronization/semaphore
lessons_40_synchronization_semaphore_SOURCES = lessons/40-synchronization/semaphore.c
lessons_40_synchronization_semaphore_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_semaphore_LDFLAGS = $(demo_linking)
lessons_40_synchronization_semaphore_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/semaphore-semaphore.$(OBJEXT)
dist_synchronization_DATA += lessons/40-synchronization/event.yaml \
	lessons/40-synchronization/event.c lessons/40-synchronization/event.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/event
noinst_PROGRAMS += lessons/40-synchronization/event
lessons_40_synchronization_event_SOURCES = lessons/40-synchronization/event.c
lessons_40_synchronization_event_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_event_LDFLAGS = $(demo_linking)
lessons_40_synchronization_event_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/event-event.$(OBJEXT)
dist_synchronization_DATA += lessons/40-synchronization/barrier.yaml \
	lessons/40-synchronization/barrier.c \
	lessons/40-synchronization/barrier.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/barrier
noinst_PROGRAMS += lessons/40-synchronization/barrier
lessons_40_synchronization_barrier_SOURCES = lessons/40-synchronization/barrier.c
lessons_40_synchronization_barrier_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_barrier_LDFLAGS = $(demo_linking)
lessons_40_synchronization_barrier_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/barrier-barrier.$(OBJEXT)
dist_synchronization_DATA += lessons/40-synchronization/rlock.yaml \
	lessons/40-synchronization/rlock.c lessons/40-synchronization/rlock.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/rlock
noinst_PROGRAMS += lessons/40-synchronization/rlock
lessons_40_synchronization_rlock_SOURCES = lessons/40-synchronization/rlock.c
lessons_40_synchronization_rlock_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_rlock_LDFLAGS = $(demo_linking)
lessons_40_synchronization_rlock_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/rlock-rlock.$(OBJEXT)
dist_synchronization_DATA += \
	lessons/40-synchronization/livelock-and-starvation.yaml \
	lessons/40-synchronization/livelock.c \
	lessons/40-synchronization/livelock.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/livelock
noinst_PROGRAMS += lessons/40-synchronization/livelock
lessons_40_synchronization_livelock_SOURCES = lessons/40-synchronization/livelock.c
lessons_40_synchronization_livelock_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_livelock_LDFLAGS = $(demo_linking)
lessons_40_synchronization_livelock_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/livelock-livelock.$(OBJEXT)
dist_synchronization_DATA += lessons/40-synchronization/readers_writers.c \
	lessons/40-synchronization/readers_writers.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/readers_writers
noinst_PROGRAMS += lessons/40-synchronization/readers_writers
lessons_40_synchronization_readers_writers_SOURCES = lessons/40-synchronization/readers_writers.c
lessons_40_synchronization_readers_writers_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_readers_writers_LDFLAGS = $(demo_linking)
lessons_40_synchronization_readers_writers_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/readers_writers-readers_writers.$(OBJEXT)
dist_synchronization_DATA += lessons/40-synchronization/deadlock.yaml \
	lessons/40-synchronization/deadlock.c \
	lessons/40-synchronization/deadlock.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/deadlock
noinst_PROGRAMS += lessons/40-synchronization/deadlock
lessons_40_synchronization_deadlock_SOURCES = lessons/40-synchronization/deadlock.c
lessons_40_synchronization_deadlock_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_deadlock_LDFLAGS = $(demo_linking)
lessons_40_synchronization_deadlock_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/deadlock-deadlock.$(OBJEXT)
dist_synchronization_DATA += \
	lessons/40-synchronization/dining-philosophers.yaml \
	lessons/40-synchronization/philosophers.c \
	lessons/40-synchronization/philosophers.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/philosophers
noinst_PROGRAMS += lessons/40-synchronization/philosophers
lessons_40_synchronization_philosophers_SOURCES = lessons/40-synchronization/philosophers.c
lessons_40_synchronization_philosophers_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_philosophers_LDFLAGS = $(demo_linking)
lessons_40_synchronization_philosophers_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/philosophers-philosophers.$(OBJEXT)
dist_synchronization_DATA += lessons/40-synchronization/condition.yaml \
	lessons/40-synchronization/condition.c \
	lessons/40-synchronization/condition.py
synchronizationexec_SCRIPTS += lessons/40-synchronization/condition
noinst_PROGRAMS += lessons/40-synchronization/condition
lessons_40_synchronization_condition_SOURCES = lessons/40-synchronization/condition.c
lessons_40_synchronization_condition_CPPFLAGS = $(demo_cppflags)
lessons_40_synchronization_condition_LDFLAGS = $(demo_linking)
lessons_40_synchronization_condition_LDADD = $(demo_libs)
demo_objects += lessons/40-synchronization/condition-condition.$(OBJEXT)
