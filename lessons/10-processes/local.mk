# Processes: a paragraph for each demo.
processesdir = $(lessonsdir)/10-processes
processesexecdir = $(pkglibexecdir)/lessons/10-processes
dist_processes_DATA = lessons/10-processes/topic.yaml
processesexec_SCRIPTS =
