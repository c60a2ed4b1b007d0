/* SPDX-License-Identifier: MIT */
/*
 * A program that does one thing after another to its own control block: the
 * next for each byte that comes through the FIFO argv[1].
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int fifo = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	sigset_t set;
	char c;

	/* The file that it opens is itself: it is there. */
	while (fifo >= 0 && read(fifo, &c, 1) == 1) {
		if (c == 'o')
			(void)!open(argv[0], O_RDONLY);
		if (c == 'm')
			(void)mmap(NULL, (size_t)7 << 20, PROT_READ,
				   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (c == 'w')
			for (volatile long i = 0; i < 1500000000; i++)
				;
		if (c != 'b')
			continue;
		(void)sigemptyset(&set);
		(void)sigaddset(&set, SIGUSR1);
		(void)sigprocmask(SIG_BLOCK, &set, NULL);
	}
	return 0;
}
