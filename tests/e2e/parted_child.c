/* SPDX-License-Identifier: MIT */
#include <unistd.h>

void part(int fd);

/* It waits until its parent has ended, and so for ever. */
void part(int fd)
{
	char c;

	while (read(fd, &c, 1) > 0) /* here the child waits */
		;
}
