# Talking: a paragraph for each demo.
ipcdir = $(lessonsdir)/20-ipc
ipcexecdir = $(pkglibexecdir)/lessons/20-ipc
dist_ipc_DATA = lessons/20-ipc/topic.yaml
ipcexec_SCRIPTS =

dist_ipc_DATA += lessons/20-ipc/queue.yaml \
	lessons/20-ipc/producer_consumer.c lessons/20-ipc/producer_consumer.py
ipcexec_SCRIPTS += lessons/20-ipc/producer_consumer
noinst_PROGRAMS += lessons/20-ipc/producer_consumer
lessons_20_ipc_producer_consumer_SOURCES = lessons/20-ipc/producer_consumer.c
lessons_20_ipc_producer_consumer_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_producer_consumer_LDFLAGS = $(demo_linking)
lessons_20_ipc_producer_consumer_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/producer_consumer-producer_consumer.$(OBJEXT)

dist_ipc_DATA += lessons/20-ipc/pipe.yaml \
	lessons/20-ipc/pipe.c lessons/20-ipc/pipe.py
ipcexec_SCRIPTS += lessons/20-ipc/pipe
noinst_PROGRAMS += lessons/20-ipc/pipe
lessons_20_ipc_pipe_SOURCES = lessons/20-ipc/pipe.c
lessons_20_ipc_pipe_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_pipe_LDFLAGS = $(demo_linking)
lessons_20_ipc_pipe_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/pipe-pipe.$(OBJEXT)
dist_ipc_DATA += lessons/20-ipc/shared-memory.yaml \
	lessons/20-ipc/shared_memory.c lessons/20-ipc/shared_memory.py \
	lessons/20-ipc/named_memory.c lessons/20-ipc/named_memory.py
ipcexec_SCRIPTS += lessons/20-ipc/shared_memory lessons/20-ipc/named_memory
noinst_PROGRAMS += lessons/20-ipc/shared_memory lessons/20-ipc/named_memory
lessons_20_ipc_shared_memory_SOURCES = lessons/20-ipc/shared_memory.c
lessons_20_ipc_shared_memory_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_shared_memory_LDFLAGS = $(demo_linking)
lessons_20_ipc_shared_memory_LDADD = $(demo_libs)
lessons_20_ipc_named_memory_SOURCES = lessons/20-ipc/named_memory.c
lessons_20_ipc_named_memory_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_named_memory_LDFLAGS = $(demo_linking)
lessons_20_ipc_named_memory_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/shared_memory-shared_memory.$(OBJEXT) \
	lessons/20-ipc/named_memory-named_memory.$(OBJEXT)
dist_ipc_DATA += lessons/20-ipc/signals.yaml \
	lessons/20-ipc/signals.c lessons/20-ipc/signals.py
ipcexec_SCRIPTS += lessons/20-ipc/signals
noinst_PROGRAMS += lessons/20-ipc/signals
lessons_20_ipc_signals_SOURCES = lessons/20-ipc/signals.c
lessons_20_ipc_signals_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_signals_LDFLAGS = $(demo_linking)
lessons_20_ipc_signals_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/signals-signals.$(OBJEXT)

dist_ipc_DATA += lessons/20-ipc/joinable-queue.yaml \
	lessons/20-ipc/joinable_queue.c lessons/20-ipc/joinable_queue.py
ipcexec_SCRIPTS += lessons/20-ipc/joinable_queue
noinst_PROGRAMS += lessons/20-ipc/joinable_queue
lessons_20_ipc_joinable_queue_SOURCES = lessons/20-ipc/joinable_queue.c
lessons_20_ipc_joinable_queue_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_joinable_queue_LDFLAGS = $(demo_linking)
lessons_20_ipc_joinable_queue_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/joinable_queue-joinable_queue.$(OBJEXT)
dist_ipc_DATA += lessons/20-ipc/message-queues.yaml \
	lessons/20-ipc/message_queues.c lessons/20-ipc/message_queues.py
ipcexec_SCRIPTS += lessons/20-ipc/message_queues
noinst_PROGRAMS += lessons/20-ipc/message_queues
lessons_20_ipc_message_queues_SOURCES = lessons/20-ipc/message_queues.c
lessons_20_ipc_message_queues_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_message_queues_LDFLAGS = $(demo_linking)
lessons_20_ipc_message_queues_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/message_queues-message_queues.$(OBJEXT)
dist_ipc_DATA += lessons/20-ipc/serialisation.yaml \
	lessons/20-ipc/serialisation.c lessons/20-ipc/serialisation.py
ipcexec_SCRIPTS += lessons/20-ipc/serialisation
noinst_PROGRAMS += lessons/20-ipc/serialisation
lessons_20_ipc_serialisation_SOURCES = lessons/20-ipc/serialisation.c
lessons_20_ipc_serialisation_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_serialisation_LDFLAGS = $(demo_linking)
lessons_20_ipc_serialisation_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/serialisation-serialisation.$(OBJEXT)

dist_ipc_DATA += lessons/20-ipc/why-ipc.yaml \
	lessons/20-ipc/no_sharing.c lessons/20-ipc/no_sharing.py
ipcexec_SCRIPTS += lessons/20-ipc/no_sharing
noinst_PROGRAMS += lessons/20-ipc/no_sharing
lessons_20_ipc_no_sharing_SOURCES = lessons/20-ipc/no_sharing.c
lessons_20_ipc_no_sharing_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_no_sharing_LDFLAGS = $(demo_linking)
lessons_20_ipc_no_sharing_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/no_sharing-no_sharing.$(OBJEXT)

dist_ipc_DATA += lessons/20-ipc/fibonacci.yaml \
	lessons/20-ipc/fibonacci.c lessons/20-ipc/fibonacci.py
ipcexec_SCRIPTS += lessons/20-ipc/fibonacci
noinst_PROGRAMS += lessons/20-ipc/fibonacci
lessons_20_ipc_fibonacci_SOURCES = lessons/20-ipc/fibonacci.c
lessons_20_ipc_fibonacci_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_fibonacci_LDFLAGS = $(demo_linking)
lessons_20_ipc_fibonacci_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/fibonacci-fibonacci.$(OBJEXT)
dist_ipc_DATA += lessons/20-ipc/manager.yaml \
	lessons/20-ipc/manager.c lessons/20-ipc/manager.py
ipcexec_SCRIPTS += lessons/20-ipc/manager
noinst_PROGRAMS += lessons/20-ipc/manager
lessons_20_ipc_manager_SOURCES = lessons/20-ipc/manager.c
lessons_20_ipc_manager_CPPFLAGS = $(demo_cppflags)
lessons_20_ipc_manager_LDFLAGS = $(demo_linking)
lessons_20_ipc_manager_LDADD = $(demo_libs)
demo_objects += lessons/20-ipc/manager-manager.$(OBJEXT)
