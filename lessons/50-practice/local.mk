# Practice: a paragraph for each demo.
practicedir = $(lessonsdir)/50-practice
practiceexecdir = $(pkglibexecdir)/lessons/50-practice
dist_practice_DATA = lessons/50-practice/topic.yaml
practiceexec_SCRIPTS =

dist_practice_DATA += lessons/50-practice/parallelism.yaml \
	lessons/50-practice/data_task.c lessons/50-practice/data_task.py
practiceexec_SCRIPTS += lessons/50-practice/data_task
noinst_PROGRAMS += lessons/50-practice/data_task
lessons_50_practice_data_task_SOURCES = lessons/50-practice/data_task.c
lessons_50_practice_data_task_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_data_task_LDFLAGS = $(demo_linking)
lessons_50_practice_data_task_LDADD = $(demo_libs)
demo_objects += lessons/50-practice/data_task-data_task.$(OBJEXT)

dist_practice_DATA += lessons/50-practice/amdahl.yaml \
	lessons/50-practice/amdahl.c lessons/50-practice/amdahl.py
practiceexec_SCRIPTS += lessons/50-practice/amdahl
noinst_PROGRAMS += lessons/50-practice/amdahl
lessons_50_practice_amdahl_SOURCES = lessons/50-practice/amdahl.c
lessons_50_practice_amdahl_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_amdahl_LDFLAGS = $(demo_linking)
lessons_50_practice_amdahl_LDADD = $(demo_libs)
demo_objects += lessons/50-practice/amdahl-amdahl.$(OBJEXT)
dist_practice_DATA += lessons/50-practice/case-study-pipeline.yaml \
	lessons/50-practice/pipeline.c lessons/50-practice/pipeline.py
practiceexec_SCRIPTS += lessons/50-practice/pipeline
noinst_PROGRAMS += lessons/50-practice/pipeline
lessons_50_practice_pipeline_SOURCES = lessons/50-practice/pipeline.c
lessons_50_practice_pipeline_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_pipeline_LDFLAGS = $(demo_linking)
lessons_50_practice_pipeline_LDADD = $(demo_libs)
demo_objects += lessons/50-practice/pipeline-pipeline.$(OBJEXT)
dist_practice_DATA += lessons/50-practice/overhead.yaml \
	lessons/50-practice/overhead.c lessons/50-practice/overhead.py \
	lessons/50-practice/worth.c lessons/50-practice/worth.py
practiceexec_SCRIPTS += lessons/50-practice/overhead lessons/50-practice/worth
noinst_PROGRAMS += lessons/50-practice/overhead lessons/50-practice/worth
lessons_50_practice_overhead_SOURCES = lessons/50-practice/overhead.c
lessons_50_practice_overhead_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_overhead_LDFLAGS = $(demo_linking)
lessons_50_practice_overhead_LDADD = $(demo_libs)
lessons_50_practice_worth_SOURCES = lessons/50-practice/worth.c
lessons_50_practice_worth_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_worth_LDFLAGS = $(demo_linking)
lessons_50_practice_worth_LDADD = $(demo_libs)
demo_objects += lessons/50-practice/overhead-overhead.$(OBJEXT) \
	lessons/50-practice/worth-worth.$(OBJEXT)

dist_practice_DATA += lessons/50-practice/when-to-use-processes.yaml \
	lessons/50-practice/processes_vs_threads.c \
	lessons/50-practice/processes_vs_threads.py \
	lessons/50-practice/thread_start.c lessons/50-practice/thread_start.py
practiceexec_SCRIPTS += lessons/50-practice/processes_vs_threads \
	lessons/50-practice/thread_start
noinst_PROGRAMS += lessons/50-practice/processes_vs_threads \
	lessons/50-practice/thread_start
lessons_50_practice_processes_vs_threads_SOURCES = lessons/50-practice/processes_vs_threads.c
lessons_50_practice_processes_vs_threads_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_processes_vs_threads_LDFLAGS = $(demo_linking)
lessons_50_practice_processes_vs_threads_LDADD = $(demo_libs)
demo_objects += lessons/50-practice/processes_vs_threads-processes_vs_threads.$(OBJEXT)
lessons_50_practice_thread_start_SOURCES = lessons/50-practice/thread_start.c
lessons_50_practice_thread_start_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_thread_start_LDFLAGS = $(demo_linking)
lessons_50_practice_thread_start_LDADD = $(demo_libs)
demo_objects += lessons/50-practice/thread_start-thread_start.$(OBJEXT)

dist_practice_DATA += lessons/50-practice/project.yaml \
	lessons/50-practice/wordcount.c lessons/50-practice/wordcount.py
practiceexec_SCRIPTS += lessons/50-practice/wordcount
noinst_PROGRAMS += lessons/50-practice/wordcount
lessons_50_practice_wordcount_SOURCES = lessons/50-practice/wordcount.c
lessons_50_practice_wordcount_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_wordcount_LDFLAGS = $(demo_linking)
lessons_50_practice_wordcount_LDADD = $(demo_libs)
demo_objects += lessons/50-practice/wordcount-wordcount.$(OBJEXT)

# Its demos are those of other lessons.
dist_practice_DATA += lessons/50-practice/review.yaml
dist_practice_DATA += lessons/50-practice/other-tools.yaml \
	lessons/50-practice/other_tools.c lessons/50-practice/other_tools.py
practiceexec_SCRIPTS += lessons/50-practice/other_tools
noinst_PROGRAMS += lessons/50-practice/other_tools
lessons_50_practice_other_tools_SOURCES = lessons/50-practice/other_tools.c
lessons_50_practice_other_tools_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_other_tools_LDFLAGS = $(demo_linking)
lessons_50_practice_other_tools_LDADD = $(demo_libs)
demo_objects += lessons/50-practice/other_tools-other_tools.$(OBJEXT)
dist_practice_DATA += lessons/50-practice/case-study-primes.yaml \
	lessons/50-practice/case_primes.c lessons/50-practice/case_primes.py
practiceexec_SCRIPTS += lessons/50-practice/case_primes
noinst_PROGRAMS += lessons/50-practice/case_primes
lessons_50_practice_case_primes_SOURCES = lessons/50-practice/case_primes.c
lessons_50_practice_case_primes_CPPFLAGS = $(demo_cppflags)
lessons_50_practice_case_primes_LDFLAGS = $(demo_linking)
lessons_50_practice_case_primes_LDADD = $(demo_libs)
demo_objects += lessons/50-practice/case_primes-case_primes.$(OBJEXT)
