/* SPDX-License-Identifier: MIT */
/*
 * Changes JSON so that it mostly stays JSON: what is broken is refused at once,
 * and says little about what becomes of values.  For libFuzzer alone.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "fuzz/fuzz.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
			       unsigned seed);

static const char *const values[] = {
	"0",
	"1",
	"-1",
	"2",
	"3",
	"64",
	"1e999",
	"-1e999",
	"0.5",
	"1e-320",
	"2147483648",
	"9223372036854775807",
	"-9223372036854775808",
	"18446744073709551616",
	"null",
	"true",
	"[]",
	"{}",
	"[1]",
	"\"\"",
	"\"ipc\"",
	"\"queue\"",
	"\"full\"",
	"\"a/b\"",
	"\"\\u0000\"",
	"\"a\\u0000b\"",
	"\"\\ud800\"",
	"\"\\u202e\"",
	"\"\x1b[2J\"",
	"\"\xff\"",
	"\"12345678901234567890123456789012345678901234567890123456789012345\"",
	"\"12\"",
	"\"NaN\"",
};

static unsigned next(unsigned *state)
{
	*state = *state * 1103515245 + 12345;
	return *state >> 8;
}

/* Replace @old bytes at @at by @len others.  0: no room. */
static size_t put(uint8_t *data, size_t size, size_t max_size, size_t at,
		  size_t old, const void *bytes, size_t len)
{
	if (size - old + len > max_size)
		return 0;
	memmove(data + at + len, data + at + old, size - at - old);
	memcpy(data + at, bytes, len);
	return size - old + len;
}

/* The value after the next colon from @at; false: none. */
static bool find_value(const uint8_t *data, size_t size, size_t at,
		       size_t *begin, size_t *len)
{
	const uint8_t *colon = memchr(data + at, ':', size - at);
	size_t i;
	bool text;

	if (!colon)
		return false;
	*begin = i = (size_t)(colon - data) + 1;
	text = i < size && data[i] == '"';
	for (i += text; i < size; i++) {
		if (text && data[i] == '\\')
			i++;
		else if (text ? data[i] == '"' : strchr(",}]\n", data[i]) != 0)
			break;
	}
	*len = (i < size ? i + text : size) - *begin;
	return true;
}

/* A record once more, so that two are of the same. */
static size_t repeat(uint8_t *data, size_t size, size_t max_size, size_t at)
{
	uint8_t copy[512];
	const uint8_t *open = memchr(data + at, '{', size - at), *close;
	size_t len;

	if (!open)
		return 0;
	close = memchr(open, '}', (size_t)(data + size - open));
	if (!close || (size_t)(close - open) + 2 > sizeof(copy))
		return 0;
	len = (size_t)(close - open) + 1;
	memcpy(copy, open, len);
	copy[len] = ',';
	return put(data, size, max_size, (size_t)(open - data), 0, copy,
		   len + 1);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size,
			       unsigned seed)
{
	size_t at = size ? next(&seed) % size : 0, begin, len, changed = 0;
	const char *value =
		values[next(&seed) % (sizeof(values) / sizeof(*values))];
	unsigned how = next(&seed) % 8;

	if (size && how < 5 && find_value(data, size, at, &begin, &len))
		changed = put(data, size, max_size, begin, len, value,
			      strlen(value));
	else if (size && how == 5)
		changed = repeat(data, size, max_size, at);
	return changed ? changed : LLVMFuzzerMutate(data, size, max_size);
}
