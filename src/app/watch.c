/* SPDX-License-Identifier: MIT */
#include "app/watch.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/map.h"
#include "base/mem.h"

struct entry {
	uv_poll_t poll;
	struct app_watch *watch;
	pid_t pid;
	int fd;
};

struct app_watch {
	uv_loop_t *loop;
	app_watch_fn *fn;
	void *arg;
	struct map by_pid; /* PID to struct entry * */
};

static void on_closed(uv_handle_t *handle)
{
	struct entry *entry = handle->data;

	(void)close(entry->fd);
	free(entry);
}

static void drop(struct entry *entry)
{
	(void)uv_poll_stop(&entry->poll);
	uv_close((uv_handle_t *)&entry->poll, on_closed);
}

static void on_end(uv_poll_t *poll, int status, int events)
{
	struct entry *entry = poll->data;
	struct app_watch *w = entry->watch;
	pid_t pid = entry->pid;

	(void)status;
	(void)events;
	map_remove(&w->by_pid, (uint64_t)pid);
	drop(entry);
	w->fn(w->arg, pid);
}

struct app_watch *app_watch_new(uv_loop_t *loop, app_watch_fn *fn, void *arg)
{
	struct app_watch *w = mem_new(1, sizeof(*w));

	w->loop = loop;
	w->fn = fn;
	w->arg = arg;
	return w;
}

bool app_watch_add(struct app_watch *w, pid_t pid)
{
	struct entry *entry;
	int fd;

	if (map_get(&w->by_pid, (uint64_t)pid, NULL))
		return true;
	fd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (fd < 0)
		return false;
	entry = mem_new(1, sizeof(*entry));
	entry->watch = w;
	entry->pid = pid;
	entry->fd = fd;
	entry->poll.data = entry;
	(void)uv_poll_init(w->loop, &entry->poll, fd);
	(void)uv_poll_start(&entry->poll, UV_READABLE, on_end);
	map_set(&w->by_pid, (uint64_t)pid, (uint64_t)(uintptr_t)entry);
	return true;
}

int app_watch_fd(const struct app_watch *w, pid_t pid)
{
	uint64_t entry;

	return map_get(&w->by_pid, (uint64_t)pid, &entry)
		       ? ((const struct entry *)(uintptr_t)entry)->fd
		       : -1;
}

void app_watch_close(struct app_watch *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->by_pid.cap; i++) {
		if (w->by_pid.slots[i].used)
			drop((struct entry *)(uintptr_t)w->by_pid.slots[i]
				     .value);
	}
	map_release(&w->by_pid);
	free(w);
}
