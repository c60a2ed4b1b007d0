bin_PROGRAMS += src/procession
src_procession_SOURCES = src/app/main.c
