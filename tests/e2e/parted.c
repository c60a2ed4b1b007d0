/* SPDX-License-Identifier: MIT */
/*
 * A program of two source files: this one's process waits here, its child in
 * the other's.
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

void part(int fd);

int main(void)
{
	int fds[2];
	pid_t child;

	if (pipe(fds) < 0)
		return 1;
	child = fork();
	if (child == 0) {
		(void)close(fds[1]);
		part(fds[0]);
		_exit(0);
	}
	(void)close(fds[0]);
	(void)waitpid(child, NULL, 0); /* here the parent waits */
	(void)close(fds[1]);
	return child < 0;
}
