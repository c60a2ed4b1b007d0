/* SPDX-License-Identifier: MIT */
/*
 * Clean-up at the end of a block.  Always initialise at the declaration:
 *
 *	SCOPED_FREE char *text = read_it();
 *	SCOPED_FD int fd = open(...);
 *	...
 *	return fd_take(&fd);		hand it over instead
 */
#ifndef BASE_SCOPE_H
#define BASE_SCOPE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SCOPED_FREE __attribute__((cleanup(scope_free)))
#define SCOPED_FD   __attribute__((cleanup(scope_close)))
#define SCOPED_FILE __attribute__((cleanup(scope_fclose)))

static inline void scope_free(void *p)
{
	free(*(void **)p);
}

static inline void scope_close(const int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
}

static inline void scope_fclose(FILE *const *f)
{
	if (*f)
		(void)fclose(*f);
}

static inline int fd_take(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

static inline void *ptr_take(void *p)
{
	void *taken = *(void **)p;

	*(void **)p = NULL;
	return taken;
}

#endif
