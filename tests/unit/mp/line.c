/* SPDX-License-Identifier: MIT */
#include "unit/mp/line.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "support/check_main.h"
#include "unit/mp/crew.h"

mp_conn *a, *b;

const size_t lengths[LENGTHS] = {
	1, 32751, 32752, 32753, 65536, 1 << 20, LARGE
};

void line_setup(void)
{
	crew_setup();
	ck_assert_int_eq(mp_pipe("line", true, &a, &b), 0);
}

void line_teardown(void)
{
	mp_conn_free(a);
	mp_conn_free(b);
}

void send_text(mp_conn *c, const char *text)
{
	ck_assert_int_eq(mp_conn_send(c, text, strlen(text), MP_FOREVER), 0);
}

void expect(mp_conn *c, const char *text)
{
	char buf[100];
	ssize_t n = mp_conn_recv(c, buf, sizeof(buf) - 1, MP_FOREVER);

	ck_assert_int_ge(n, 0);
	buf[n] = '\0';
	ck_assert_str_eq(buf, text);
}

unsigned char *pattern(size_t len)
{
	unsigned char *data = malloc(len);

	ck_assert_ptr_nonnull(data);
	for (size_t i = 0; i < len; i++)
		data[i] = (unsigned char)(i * 2654435761U >> 13);
	return data;
}
