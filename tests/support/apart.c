/* SPDX-License-Identifier: MIT */
#include "support/apart.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

/* /proc takes such a map in one write only. */
static bool write_map(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	size_t len = strlen(text);
	bool good = fd >= 0 && write(fd, text, len) == (ssize_t)len;

	if (fd >= 0)
		(void)close(fd);
	return good;
}

/* Each is in the new space who it was before. */
static bool unshare_as_user(void)
{
	uid_t uid = getuid();
	gid_t gid = getgid();
	char users[64], groups[64];

	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWIPC) < 0)
		return false;
	(void)snprintf(users, sizeof(users), "%d %d 1", (int)uid, (int)uid);
	(void)snprintf(groups, sizeof(groups), "%d %d 1", (int)gid, (int)gid);
	return write_map("/proc/self/uid_map", users) &&
	       write_map("/proc/self/setgroups", "deny") &&
	       write_map("/proc/self/gid_map", groups);
}

bool apart(void)
{
	return (unshare(CLONE_NEWNS | CLONE_NEWIPC) == 0 ||
		unshare_as_user()) &&
	       mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV,
		     "mode=1777") == 0;
}
