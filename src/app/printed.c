/* SPDX-License-Identifier: MIT */
#include "app/printed.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "trace/print.h"

#define TOLD_MAX 4096 /* of more, the oldest never came */

struct app_print {
	uint32_t pid; /* 0: it is over */
	uint64_t len, hash;
};

void app_printed_release(struct app_printed *p)
{
	free(p->at);
	*p = (struct app_printed){ .at = NULL };
}

static void forget_first(struct app_printed *p)
{
	while (p->first < p->count && !p->at[p->first].pid)
		p->first++;
	if (p->first < p->count && p->first < TOLD_MAX)
		return;
	p->count -= p->first;
	if (!p->first)
		return;
	memmove(p->at, p->at + p->first, p->count * sizeof(*p->at));
	p->first = 0;
}

void app_printed_add(struct app_printed *p, uint32_t pid, uint64_t len,
		     uint64_t hash)
{
	if (!pid || !len)
		return;
	if (p->count - p->first >= TOLD_MAX)
		p->at[p->first].pid = 0;
	forget_first(p);
	p->at = mem_grow(p->at, p->count, &p->cap, sizeof(*p->at));
	p->at[p->count++] = (struct app_print){ pid, len, hash };
}

void app_printed_cut(struct app_printed *p, uint32_t pid)
{
	for (size_t i = p->count; i > p->first; i--) {
		if (p->at[i - 1].pid == pid) {
			p->at[i - 1].pid = 0;
			return;
		}
	}
	/* It is under way already. */
	if (p->pid == pid)
		p->rest = 0;
}

static size_t lesser(uint64_t a, size_t b)
{
	return a < b ? (size_t)a : b;
}

static bool others_wait(const struct app_printed *p)
{
	for (size_t i = p->first; i < p->count; i++) {
		if (p->at[i].pid && p->at[i].pid != p->pid)
			return true;
	}
	return false;
}

static size_t go_on(struct app_printed *p, size_t len, uint32_t *ret_pid)
{
	size_t n = lesser(p->rest, len);

	/* What is longer than the kernel keeps together may be mixed. */
	p->shared |= others_wait(p);
	p->rest -= n;
	*ret_pid = p->shared ? 0 : p->pid;
	return n;
}

/* It and what the same process told before it, and which never came. */
static size_t begin(struct app_printed *p, size_t at, uint32_t *ret_pid)
{
	struct app_print found = p->at[at];
	size_t n = lesser(found.len, TRACE_PRINT_HASHED);

	for (size_t i = p->first; i <= at; i++)
		if (p->at[i].pid == found.pid)
			p->at[i].pid = 0;
	forget_first(p);
	p->pid = *ret_pid = found.pid;
	p->rest = found.len - n;
	p->shared = false;
	return n;
}

/* Up to the end of a line: the next write may be known again. */
static size_t nobodys(const char *bytes, size_t len, uint32_t *ret_pid)
{
	const char *newline = memchr(bytes, '\n', len);

	*ret_pid = 0;
	return newline ? (size_t)(newline - bytes) + 1 : len;
}

size_t app_printed_whose(struct app_printed *p, const char *bytes, size_t len,
			 bool final, uint32_t *ret_pid)
{
	if (!len)
		return 0;
	if (p->rest)
		return go_on(p, len, ret_pid);
	for (size_t i = p->first; i < p->count; i++) {
		const struct app_print *print = &p->at[i];
		size_t n = lesser(print->len, TRACE_PRINT_HASHED);

		if (print->pid && n <= len &&
		    trace_print_hash(TRACE_PRINT_SEED, bytes, n) == print->hash)
			return begin(p, i, ret_pid);
	}
	return final ? nobodys(bytes, len, ret_pid) : 0;
}
