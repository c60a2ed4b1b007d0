/* SPDX-License-Identifier: MIT */
/* The example of mp/wait.h, as a program. */
#include <mp.h>
#include <stdio.h>

static mp_conn *line, *far_end;
static mp_queue *results;

static int work(void *unused)
{
	int result = 42;

	(void)unused;
	mp_conn_close(line);
	mp_conn_send(far_end, "at work", 7, MP_FOREVER);
	mp_queue_put(results, &result, MP_FOREVER);
	return 0;
}

int main(void)
{
	mp_process *worker = mp_process_new("worker", work, NULL);
	int result, got = 0;
	char text[80];

	results = mp_queue_new("results", 4, MP_INT);
	mp_pipe("line", true, &line, &far_end);
	mp_process_start(worker);
	mp_conn_close(far_end);
	for (;;) {
		mp_waitable w[] = {
			MP_WAIT_CONN(line),
			MP_WAIT_PROCESS(worker),
			MP_WAIT_QUEUE(results),
		};

		if (mp_wait(w, 3, MP_FOREVER) < 0)
			return 1;
		if (w[2].ready && mp_queue_get(results, &result, 0) == 0)
			printf("result %d\n", got = result);
		else if (w[0].ready &&
			 mp_conn_recv(line, text, sizeof(text), 0) > 0)
			puts("a message");
		else if (w[1].ready)
			break;
	}
	mp_process_join(worker, MP_FOREVER);
	mp_process_free(worker);
	mp_queue_free(results);
	mp_conn_free(line);
	mp_conn_free(far_end);
	return got != 42;
}
