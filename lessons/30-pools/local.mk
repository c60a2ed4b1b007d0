# Pools: a paragraph for each demo.
poolsdir = $(lessonsdir)/30-pools
poolsexecdir = $(pkglibexecdir)/lessons/30-pools
dist_pools_DATA = lessons/30-pools/topic.yaml
poolsexec_SCRIPTS =

dist_pools_DATA += lessons/30-pools/pool-map.yaml \
	lessons/30-pools/pool_map.c lessons/30-pools/pool_map.py
poolsexec_SCRIPTS += lessons/30-pools/pool_map
noinst_PROGRAMS += lessons/30-pools/pool_map
lessons_30_pools_pool_map_SOURCES = lessons/30-pools/pool_map.c
lessons_30_pools_pool_map_CPPFLAGS = $(demo_cppflags)
lessons_30_pools_pool_map_LDFLAGS = $(demo_linking)
lessons_30_pools_pool_map_LDADD = $(demo_libs)
demo_objects += lessons/30-pools/pool_map-pool_map.$(OBJEXT)
dist_pools_DATA += lessons/30-pools/map-and-apply.yaml \
	lessons/30-pools/map_apply.c lessons/30-pools/map_apply.py
poolsexec_SCRIPTS += lessons/30-pools/map_apply
noinst_PROGRAMS += lessons/30-pools/map_apply
lessons_30_pools_map_apply_SOURCES = lessons/30-pools/map_apply.c
lessons_30_pools_map_apply_CPPFLAGS = $(demo_cppflags)
lessons_30_pools_map_apply_LDFLAGS = $(demo_linking)
lessons_30_pools_map_apply_LDADD = $(demo_libs)
demo_objects += lessons/30-pools/map_apply-map_apply.$(OBJEXT)
dist_pools_DATA += lessons/30-pools/starmap-and-imap.yaml \
	lessons/30-pools/starmap.c lessons/30-pools/starmap.py
poolsexec_SCRIPTS += lessons/30-pools/starmap
noinst_PROGRAMS += lessons/30-pools/starmap
lessons_30_pools_starmap_SOURCES = lessons/30-pools/starmap.c
lessons_30_pools_starmap_CPPFLAGS = $(demo_cppflags)
lessons_30_pools_starmap_LDFLAGS = $(demo_linking)
lessons_30_pools_starmap_LDADD = $(demo_libs)
demo_objects += lessons/30-pools/starmap-starmap.$(OBJEXT)
dist_pools_DATA += lessons/30-pools/pool-shutdown.yaml \
	lessons/30-pools/pool_shutdown.c lessons/30-pools/pool_shutdown.py
poolsexec_SCRIPTS += lessons/30-pools/pool_shutdown
noinst_PROGRAMS += lessons/30-pools/pool_shutdown
lessons_30_pools_pool_shutdown_SOURCES = lessons/30-pools/pool_shutdown.c
lessons_30_pools_pool_shutdown_CPPFLAGS = $(demo_cppflags)
lessons_30_pools_pool_shutdown_LDFLAGS = $(demo_linking)
lessons_30_pools_pool_shutdown_LDADD = $(demo_libs)
demo_objects += lessons/30-pools/pool_shutdown-pool_shutdown.$(OBJEXT)
dist_pools_DATA += lessons/30-pools/chunking.yaml \
	lessons/30-pools/chunking.c lessons/30-pools/chunking.py
poolsexec_SCRIPTS += lessons/30-pools/chunking
noinst_PROGRAMS += lessons/30-pools/chunking
lessons_30_pools_chunking_SOURCES = lessons/30-pools/chunking.c
lessons_30_pools_chunking_CPPFLAGS = $(demo_cppflags)
lessons_30_pools_chunking_LDFLAGS = $(demo_linking)
lessons_30_pools_chunking_LDADD = $(demo_libs)
demo_objects += lessons/30-pools/chunking-chunking.$(OBJEXT)
dist_pools_DATA += lessons/30-pools/chunk_cost.c lessons/30-pools/chunk_cost.py
poolsexec_SCRIPTS += lessons/30-pools/chunk_cost
noinst_PROGRAMS += lessons/30-pools/chunk_cost
lessons_30_pools_chunk_cost_SOURCES = lessons/30-pools/chunk_cost.c
lessons_30_pools_chunk_cost_CPPFLAGS = $(demo_cppflags)
lessons_30_pools_chunk_cost_LDFLAGS = $(demo_linking)
lessons_30_pools_chunk_cost_LDADD = $(demo_libs)
demo_objects += lessons/30-pools/chunk_cost-chunk_cost.$(OBJEXT)
dist_pools_DATA += lessons/30-pools/executor.yaml \
	lessons/30-pools/executor.c lessons/30-pools/executor.py
poolsexec_SCRIPTS += lessons/30-pools/executor
noinst_PROGRAMS += lessons/30-pools/executor
lessons_30_pools_executor_SOURCES = lessons/30-pools/executor.c
lessons_30_pools_executor_CPPFLAGS = $(demo_cppflags)
lessons_30_pools_executor_LDFLAGS = $(demo_linking)
lessons_30_pools_executor_LDADD = $(demo_libs)
demo_objects += lessons/30-pools/executor-executor.$(OBJEXT)
dist_pools_DATA += lessons/30-pools/cpu-bound-work.yaml \
	lessons/30-pools/do_something.c lessons/30-pools/do_something.py
poolsexec_SCRIPTS += lessons/30-pools/do_something
noinst_PROGRAMS += lessons/30-pools/do_something
lessons_30_pools_do_something_SOURCES = lessons/30-pools/do_something.c
lessons_30_pools_do_something_CPPFLAGS = $(demo_cppflags)
lessons_30_pools_do_something_LDFLAGS = $(demo_linking)
lessons_30_pools_do_something_LDADD = $(demo_libs) -lm
demo_objects += lessons/30-pools/do_something-do_something.$(OBJEXT)
dist_pools_DATA += lessons/30-pools/sizing.yaml \
	lessons/30-pools/sizing.c lessons/30-pools/sizing.py
poolsexec_SCRIPTS += lessons/30-pools/sizing
noinst_PROGRAMS += lessons/30-pools/sizing
lessons_30_pools_sizing_SOURCES = lessons/30-pools/sizing.c
lessons_30_pools_sizing_CPPFLAGS = $(demo_cppflags)
lessons_30_pools_sizing_LDFLAGS = $(demo_linking)
lessons_30_pools_sizing_LDADD = $(demo_libs)
demo_objects += lessons/30-pools/sizing-sizing.$(OBJEXT)
