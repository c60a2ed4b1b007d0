/* SPDX-License-Identifier: MIT */
#include "stress/census.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_CHILDREN = 2048 };

/* Names in a directory, without those that begin with a dot. */
static long count_names(const char *directory)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;
	long n = 0;

	if (!dir)
		return -1;
	while ((entry = readdir(dir)))
		n += entry->d_name[0] != '.';
	(void)closedir(dir);
	return n;
}

static long count_lines(const char *path)
{
	FILE *f = fopen(path, "re");
	long n = 0;
	int c;

	if (!f)
		return -1;
	while ((c = getc(f)) != EOF)
		n += c == '\n';
	(void)fclose(f);
	return n;
}

/* The numbers behind "Pss:" and "Rss:" of a process; 0 if it is gone. */
static void read_memory(pid_t pid, long *pss, long *rss)
{
	char path[64], line[128];
	FILE *f;

	*pss = *rss = 0;
	(void)snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return;
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, "Pss:", 4) == 0)
			*pss = strtol(line + 4, NULL, 10);
		if (strncmp(line, "Rss:", 4) == 0)
			*rss = strtol(line + 4, NULL, 10);
	}
	(void)fclose(f);
}

static char state_of(pid_t pid)
{
	char path[64], line[512] = "";
	char *end;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	if (!fgets(line, sizeof(line), f))
		line[0] = 0;
	(void)fclose(f);
	end = strrchr(line, ')');
	return end && end[1] ? end[2] : 0;
}

/* Those that the thread @tid has started. */
static int children_of(const char *tid, pid_t *pids, int most)
{
	char path[300];
	int n = 0, pid;
	FILE *f;

	(void)snprintf(path, sizeof(path), "/proc/self/task/%s/children", tid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	while (n < most && fscanf(f, "%d", &pid) == 1)
		pids[n++] = pid;
	(void)fclose(f);
	return n;
}

int census_children(pid_t *pids, int most)
{
	DIR *dir = opendir("/proc/self/task");
	struct dirent *entry;
	int n = 0;

	if (!dir)
		return 0;
	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			n += children_of(entry->d_name, pids + n, most - n);
	(void)closedir(dir);
	return n;
}

struct census census_take(void)
{
	static pid_t pids[MOST_CHILDREN];
	struct census c = { 0 };
	long pss, rss;

	read_memory(getpid(), &c.pss, &c.rss);
	c.mappings = count_lines("/proc/self/maps");
	c.descriptors = count_names("/proc/self/fd") - 1; /* of the look */
	c.threads = count_names("/proc/self/task");
	c.shm = count_names("/dev/shm");
	c.children = census_children(pids, MOST_CHILDREN);
	for (int i = 0; i < c.children; i++) {
		c.zombies += state_of(pids[i]) == 'Z';
		read_memory(pids[i], &pss, &rss);
		c.children_pss += pss;
	}
	return c;
}
