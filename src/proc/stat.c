/* SPDX-License-Identifier: MIT */
/*
 * The files are text of the kernel's, but a part of it is chosen by programs:
 * the name of a process may hold spaces, parentheses, newlines, anything.
 * So stat is taken apart from its last parenthesis on, and everything is
 * bounded by @len; nothing here needs a terminator or trusts a number to fit.
 */
#include "proc/stat.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

/* A piece of the text. */
struct token {
	const char *at;
	size_t len;
};

/* Fields of /proc/PID/stat by their number in proc(5). */
enum {
	STAT_STATE = 3,
	STAT_PPID = 4,
	STAT_PGRP = 5,
	STAT_SESSION = 6,
	STAT_MINOR = 10,
	STAT_MAJOR = 12,
	STAT_UTIME = 14,
	STAT_STIME = 15,
	STAT_PRIORITY = 18,
	STAT_NICE = 19,
	STAT_THREADS = 20,
	STAT_START = 22,
	STAT_PROCESSOR = 39,
	STAT_RT_PRIORITY = 40,
	STAT_POLICY = 41,
	STAT_EXIT_CODE = 52,
	STAT_FIELDS = 53,
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* The next piece between spaces; false at the end. */
static bool next_token(struct token *rest, struct token *ret)
{
	size_t n = 0;

	while (rest->len && is_space(*rest->at)) {
		rest->at++;
		rest->len--;
	}
	while (n < rest->len && !is_space(rest->at[n]))
		n++;
	*ret = (struct token){ rest->at, n };
	rest->at += n;
	rest->len -= n;
	return n > 0;
}

static bool parse_unsigned(struct token t, unsigned base, uint64_t *ret)
{
	uint64_t value = 0;

	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];
		unsigned digit = 99;

		if (c >= '0' && c <= '9')
			digit = (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			digit = (unsigned)(c - 'a') + 10;
		if (digit >= base || value > (UINT64_MAX - digit) / base)
			return false;
		value = value * base + digit;
	}
	*ret = value;
	return t.len > 0;
}

static bool parse_signed(struct token t, int64_t *ret)
{
	bool negative = t.len && *t.at == '-';
	uint64_t value;

	if (negative)
		t = (struct token){ t.at + 1, t.len - 1 };
	if (!parse_unsigned(t, 10, &value) || value > INT64_MAX)
		return false;
	*ret = negative ? -(int64_t)value : (int64_t)value;
	return true;
}

static bool parse_int(struct token t, int *ret)
{
	int64_t value;

	if (!parse_signed(t, &value) || value < INT_MIN || value > INT_MAX)
		return false;
	*ret = (int)value;
	return true;
}

/* A count that may not be negative but is kept in a signed number. */
static bool parse_count(struct token t, int64_t *ret)
{
	int64_t value;

	if (!parse_signed(t, &value) || value < 0)
		return false;
	*ret = value;
	return true;
}

/* "PID (COMM)": what comes before the last parenthesis. */
static bool parse_head(struct token head, struct proc_stat *s)
{
	const char *open = memchr(head.at, '(', head.len);
	size_t comm_len;

	if (!open || open < head.at + 2 || open[-1] != ' ')
		return false;
	if (!parse_int((struct token){ head.at, (size_t)(open - head.at) - 1 },
		       &s->pid) ||
	    s->pid < 0)
		return false;
	comm_len = head.len - (size_t)(open + 1 - head.at);
	if (comm_len >= sizeof(s->comm) || memchr(open + 1, 0, comm_len))
		return false;
	memcpy(s->comm, open + 1, comm_len);
	s->comm[comm_len] = 0;
	return true;
}

static bool parse_state(struct token t, char *ret)
{
	if (t.len != 1 ||
	    !((*t.at >= 'A' && *t.at <= 'Z') || (*t.at >= 'a' && *t.at <= 'z')))
		return false;
	*ret = *t.at;
	return true;
}

int proc_stat_parse(const char *text, size_t len, struct proc_stat *ret)
{
	const char *close = text && len ? memrchr(text, ')', len) : NULL;
	struct token field[STAT_FIELDS] = { { NULL, 0 } };
	struct proc_stat s = { 0 };
	struct token rest;
	int count = STAT_STATE;

	if (!close ||
	    !parse_head((struct token){ text, (size_t)(close - text) }, &s))
		return -EINVAL;
	rest = (struct token){ close + 1, len - (size_t)(close + 1 - text) };
	while (count < STAT_FIELDS && next_token(&rest, &field[count]))
		count++;
	if (!parse_int(field[STAT_POLICY], &s.policy) ||
	    !parse_int(field[STAT_RT_PRIORITY], &s.rt_priority))
		s.policy = -1;
	if (count <= STAT_PROCESSOR ||
	    !parse_state(field[STAT_STATE], &s.state) ||
	    !parse_int(field[STAT_PPID], &s.ppid) ||
	    !parse_int(field[STAT_PGRP], &s.pgrp) ||
	    !parse_int(field[STAT_SESSION], &s.session) ||
	    !parse_unsigned(field[STAT_MINOR], 10, &s.minor_faults) ||
	    !parse_unsigned(field[STAT_MAJOR], 10, &s.major_faults) ||
	    !parse_count(field[STAT_UTIME], &s.utime_ticks) ||
	    !parse_count(field[STAT_STIME], &s.stime_ticks) ||
	    !parse_int(field[STAT_PRIORITY], &s.priority) ||
	    !parse_int(field[STAT_NICE], &s.nice) ||
	    !parse_int(field[STAT_THREADS], &s.threads) ||
	    !parse_unsigned(field[STAT_START], 10, &s.start_ticks) ||
	    !parse_int(field[STAT_PROCESSOR], &s.processor))
		return -EINVAL;
	s.has_exit_code = s.state == 'Z' &&
			  parse_int(field[STAT_EXIT_CODE], &s.exit_code);
	*ret = s;
	return 0;
}

int proc_schedstat_parse(const char *text, size_t len,
			 struct proc_schedstat *ret)
{
	struct token rest = { text, len };
	struct proc_schedstat s;
	struct token t;

	if (!next_token(&rest, &t) || !parse_count(t, &s.run_ns) ||
	    !next_token(&rest, &t) || !parse_count(t, &s.wait_ns) ||
	    !next_token(&rest, &t) || !parse_unsigned(t, 10, &s.slices))
		return -EINVAL;
	*ret = s;
	return 0;
}

/* The kernel writes \n and \\ for a newline and a backslash of the name. */
static bool parse_name(struct token t, char *ret, size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < t.len; i++) {
		char c = t.at[i];

		if (c == '\\' && i + 1 < t.len) {
			c = t.at[++i];
			if (c == 'n')
				c = '\n';
		}
		if (!c || n + 1 >= size)
			return false;
		ret[n++] = c;
	}
	ret[n] = 0;
	return true;
}

/* One "Key:<tab>value" line; keys that nobody asked for are passed over. */
static bool parse_status_line(struct token key, struct token value,
			      struct proc_status *s)
{
	const struct {
		const char *key;
		uint64_t *to;
		unsigned base;
	} numbers[] = {
		{ "VmRSS", &s->vm_rss_kib, 10 },
		{ "RssAnon", &s->anon_kib, 10 },
		{ "RssFile", &s->file_kib, 10 },
		{ "RssShmem", &s->shmem_kib, 10 },
		{ "SigPnd", &s->sig_pending, 16 },
		{ "ShdPnd", &s->shared_pending, 16 },
		{ "SigBlk", &s->sig_blocked, 16 },
		{ "SigIgn", &s->sig_ignored, 16 },
		{ "SigCgt", &s->sig_caught, 16 },
		{ "voluntary_ctxt_switches", &s->voluntary, 10 },
		{ "nonvoluntary_ctxt_switches", &s->involuntary, 10 },
	};
	struct token t;

	if (key.len == 9 && !memcmp(key.at, "TracerPid", 9))
		return next_token(&value, &t) && parse_int(t, &s->tracer_pid);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		if (key.len == strlen(numbers[i].key) &&
		    !memcmp(key.at, numbers[i].key, key.len))
			return next_token(&value, &t) &&
			       parse_unsigned(t, numbers[i].base,
					      numbers[i].to);
	}
	return true;
}

/* The text up to the next newline, which is taken off too. */
static struct token next_line(struct token *rest)
{
	const char *newline = memchr(rest->at, '\n', rest->len);
	size_t n = newline ? (size_t)(newline - rest->at) : rest->len;
	struct token line = { rest->at, n };

	n += newline != NULL;
	rest->at += n;
	rest->len -= n;
	return line;
}

int proc_status_parse(const char *text, size_t len, struct proc_status *ret)
{
	static const char head[] = "Name:\t";
	struct token rest = { text, len };
	struct proc_status s = { 0 };

	if (len < strlen(head) || memcmp(text, head, strlen(head)) != 0)
		return -EINVAL;
	rest = (struct token){ text + strlen(head), len - strlen(head) };
	if (!parse_name(next_line(&rest), s.name, sizeof(s.name)))
		return -EINVAL;
	while (rest.len) {
		struct token line = next_line(&rest);
		const char *colon = memchr(line.at, ':', line.len);
		size_t n;

		if (!colon)
			return -EINVAL;
		n = (size_t)(colon - line.at);
		if (!parse_status_line(
			    (struct token){ line.at, n },
			    (struct token){ colon + 1, line.len - n - 1 }, &s))
			return -EINVAL;
	}
	*ret = s;
	return 0;
}
