/* SPDX-License-Identifier: MIT */
/* The example of mp/connection.h, as a program. */
#include <mp.h>
#include <stdio.h>
#include <string.h>

static mp_conn *ours, *theirs;

static int shout(void *unused)
{
	char text[80];
	ssize_t n;

	(void)unused;
	mp_conn_close(ours);
	while ((n = mp_conn_recv(theirs, text, sizeof(text), MP_FOREVER)) > 0) {
		text[n - 1] = '!';
		mp_conn_send(theirs, text, (size_t)n, MP_FOREVER);
	}
	mp_conn_free(theirs);
	return 0;
}

int main(void)
{
	mp_process *p = mp_process_new("shouter", shout, NULL);
	char answer[80];
	ssize_t n;

	mp_pipe("line", true, &ours, &theirs);
	mp_process_start(p);
	mp_conn_close(theirs);
	mp_conn_send(ours, "hello.", 6, MP_FOREVER);
	n = mp_conn_recv(ours, answer, sizeof(answer), MP_FOREVER);
	printf("%.*s\n", (int)n, answer);
	mp_conn_free(ours);
	mp_conn_free(theirs);
	mp_process_join(p, MP_FOREVER);
	mp_process_free(p);
	return n != 6 || memcmp(answer, "hello!", 6) != 0;
}
