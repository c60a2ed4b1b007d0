/* SPDX-License-Identifier: MIT */
/*
 * A program that prints what the test of lines is to find out: for some calls
 * the address they return to and where they are, in the form
 *	module BASE SIZE
 *	call ADDRESS FUNCTION LINE
 * It is built in several ways.
 */
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * Prints where it returns to; to be called in a line of its own.  Nothing can
 * be made of the call that is not a call of that line: neither a jump nor one
 * for two lines.
 */
#define HERE()                                                                 \
	do {                                                                   \
		where(__func__, __LINE__);                                     \
		__asm__ volatile("# %0" ::"i"(__LINE__));                      \
	} while (0)

static void print_call(const void *address, const char *function, int line)
{
	printf("call %jx %s %d\n", (uintmax_t)(uintptr_t)address, function,
	       line);
}

__attribute__((noinline)) void where(const char *function, int line)
{
	print_call(__builtin_return_address(0), function, line);
}

__attribute__((noinline, noreturn)) void where_at_last(const char *function,
						       int line)
{
	print_call(__builtin_return_address(0), function, line);
	exit(0);
}

static inline __attribute__((always_inline)) void inlined(void)
{
	HERE();
	(void)fflush(stdout);
}

static __attribute__((noinline)) void hidden(void)
{
	HERE();
	inlined();
	HERE();
}

__attribute__((noinline)) void visible(int depth)
{
	if (depth) {
		visible(depth - 1);
		HERE();
		return;
	}
	HERE();
	hidden();
	HERE();
}

/* This call never returns: the address after it is another function's. */
static __attribute__((noinline, noreturn)) void last(void)
{
	where_at_last(__func__, __LINE__);
}

/* The program itself is the first object. */
static int print_module(struct dl_phdr_info *info, size_t size, void *unused)
{
	uint64_t end = 0;

	(void)size;
	(void)unused;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		uint64_t e =
			info->dlpi_phdr[i].p_vaddr + info->dlpi_phdr[i].p_memsz;

		if (info->dlpi_phdr[i].p_type == PT_LOAD && e > end)
			end = e;
	}
	printf("module %jx %jx\n", (uintmax_t)info->dlpi_addr, (uintmax_t)end);
	return 1;
}

int main(void)
{
	(void)dl_iterate_phdr(print_module, NULL);
	HERE();
	visible(2);
	HERE();
	last();
}
