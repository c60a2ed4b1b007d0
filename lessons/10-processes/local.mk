# Processes: a paragraph for each demo.
processesdir = $(lessonsdir)/10-processes
processesexecdir = $(pkglibexecdir)/lessons/10-processes
dist_processes_DATA = lessons/10-processes/topic.yaml
processesexec_SCRIPTS =

dist_processes_DATA += lessons/10-processes/spawning.yaml \
	lessons/10-processes/spawning.c lessons/10-processes/spawning.py
processesexec_SCRIPTS += lessons/10-processes/spawning
noinst_PROGRAMS += lessons/10-processes/spawning
lessons_10_processes_spawning_SOURCES = lessons/10-processes/spawning.c
lessons_10_processes_spawning_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_spawning_LDFLAGS = $(demo_linking)
lessons_10_processes_spawning_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/spawning-spawning.$(OBJEXT)
dist_processes_DATA += lessons/10-processes/what-is-a-process.yaml \
	lessons/10-processes/isolation.c lessons/10-processes/isolation.py
processesexec_SCRIPTS += lessons/10-processes/isolation
noinst_PROGRAMS += lessons/10-processes/isolation
lessons_10_processes_isolation_SOURCES = lessons/10-processes/isolation.c
lessons_10_processes_isolation_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_isolation_LDFLAGS = $(demo_linking)
lessons_10_processes_isolation_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/isolation-isolation.$(OBJEXT)
dist_processes_DATA += lessons/10-processes/namespace.yaml \
	lessons/10-processes/namespace.c lessons/10-processes/namespace.py
processesexec_SCRIPTS += lessons/10-processes/namespace
noinst_PROGRAMS += lessons/10-processes/namespace
lessons_10_processes_namespace_SOURCES = lessons/10-processes/namespace.c
lessons_10_processes_namespace_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_namespace_LDFLAGS = $(demo_linking)
lessons_10_processes_namespace_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/namespace-namespace.$(OBJEXT)

dist_processes_DATA += lessons/10-processes/naming.yaml \
	lessons/10-processes/naming.c lessons/10-processes/naming.py
processesexec_SCRIPTS += lessons/10-processes/naming
noinst_PROGRAMS += lessons/10-processes/naming
lessons_10_processes_naming_SOURCES = lessons/10-processes/naming.c
lessons_10_processes_naming_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_naming_LDFLAGS = $(demo_linking)
lessons_10_processes_naming_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/naming-naming.$(OBJEXT)
dist_processes_DATA += lessons/10-processes/process-control-block.yaml \
	lessons/10-processes/pcb.c lessons/10-processes/pcb.py
processesexec_SCRIPTS += lessons/10-processes/pcb
noinst_PROGRAMS += lessons/10-processes/pcb
lessons_10_processes_pcb_SOURCES = lessons/10-processes/pcb.c
lessons_10_processes_pcb_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_pcb_LDFLAGS = $(demo_linking)
lessons_10_processes_pcb_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/pcb-pcb.$(OBJEXT)
dist_processes_DATA += lessons/10-processes/background.yaml \
	lessons/10-processes/background.c lessons/10-processes/background.py
processesexec_SCRIPTS += lessons/10-processes/background
noinst_PROGRAMS += lessons/10-processes/background
lessons_10_processes_background_SOURCES = lessons/10-processes/background.c
lessons_10_processes_background_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_background_LDFLAGS = $(demo_linking)
lessons_10_processes_background_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/background-background.$(OBJEXT)

dist_processes_DATA += lessons/10-processes/start-methods.yaml \
	lessons/10-processes/start_methods.c \
	lessons/10-processes/start_methods.py
processesexec_SCRIPTS += lessons/10-processes/start_methods
noinst_PROGRAMS += lessons/10-processes/start_methods
lessons_10_processes_start_methods_SOURCES = lessons/10-processes/start_methods.c
lessons_10_processes_start_methods_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_start_methods_LDFLAGS = $(demo_linking)
lessons_10_processes_start_methods_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/start_methods-start_methods.$(OBJEXT)

dist_processes_DATA += lessons/10-processes/subclass.yaml \
	lessons/10-processes/subclass.c lessons/10-processes/subclass.py
processesexec_SCRIPTS += lessons/10-processes/subclass
noinst_PROGRAMS += lessons/10-processes/subclass
lessons_10_processes_subclass_SOURCES = lessons/10-processes/subclass.c
lessons_10_processes_subclass_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_subclass_LDFLAGS = $(demo_linking)
lessons_10_processes_subclass_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/subclass-subclass.$(OBJEXT)
dist_processes_DATA += lessons/10-processes/killing.yaml \
	lessons/10-processes/killing.c lessons/10-processes/killing.py
processesexec_SCRIPTS += lessons/10-processes/killing
noinst_PROGRAMS += lessons/10-processes/killing
lessons_10_processes_killing_SOURCES = lessons/10-processes/killing.c
lessons_10_processes_killing_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_killing_LDFLAGS = $(demo_linking)
lessons_10_processes_killing_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/killing-killing.$(OBJEXT)

dist_processes_DATA += lessons/10-processes/process-states.yaml \
	lessons/10-processes/states.c lessons/10-processes/states.py
processesexec_SCRIPTS += lessons/10-processes/states
noinst_PROGRAMS += lessons/10-processes/states
lessons_10_processes_states_SOURCES = lessons/10-processes/states.c
lessons_10_processes_states_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_states_LDFLAGS = $(demo_linking)
lessons_10_processes_states_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/states-states.$(OBJEXT)

dist_processes_DATA += lessons/10-processes/zombies-and-orphans.yaml \
	lessons/10-processes/zombies.c lessons/10-processes/zombies.py
processesexec_SCRIPTS += lessons/10-processes/zombies
noinst_PROGRAMS += lessons/10-processes/zombies
lessons_10_processes_zombies_SOURCES = lessons/10-processes/zombies.c
lessons_10_processes_zombies_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_zombies_LDFLAGS = $(demo_linking)
lessons_10_processes_zombies_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/zombies-zombies.$(OBJEXT)
dist_processes_DATA += lessons/10-processes/when-things-fail.yaml \
	lessons/10-processes/errors.c lessons/10-processes/errors.py \
	lessons/10-processes/supervisor.c lessons/10-processes/supervisor.py
processesexec_SCRIPTS += lessons/10-processes/errors \
	lessons/10-processes/supervisor
noinst_PROGRAMS += lessons/10-processes/errors \
	lessons/10-processes/supervisor
lessons_10_processes_errors_SOURCES = lessons/10-processes/errors.c
lessons_10_processes_errors_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_errors_LDFLAGS = $(demo_linking)
lessons_10_processes_errors_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/errors-errors.$(OBJEXT)
lessons_10_processes_supervisor_SOURCES = lessons/10-processes/supervisor.c
lessons_10_processes_supervisor_CPPFLAGS = $(demo_cppflags)
lessons_10_processes_supervisor_LDFLAGS = $(demo_linking)
lessons_10_processes_supervisor_LDADD = $(demo_libs)
demo_objects += lessons/10-processes/supervisor-supervisor.$(OBJEXT)
