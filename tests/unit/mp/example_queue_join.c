/* SPDX-License-Identifier: MIT */
/* The second example of mp/queue.h, as a program. */
#include <mp.h>
#include <stdio.h>

static int work(void *tasks)
{
	int item;

	while (mp_queue_get(tasks, &item, MP_FOREVER) == 0) {
		printf("working on %d\n", item);
		mp_queue_task_done(tasks);
	}
	return 0;
}

int main(void)
{
	mp_queue *tasks = mp_queue_new("tasks", 4, MP_INT);
	mp_process *p = mp_process_new("worker", work, tasks);

	mp_process_start(p);
	for (int item = 0; item < 10; item++)
		mp_queue_put(tasks, &item, MP_FOREVER);
	mp_queue_join(tasks, MP_FOREVER);
	mp_queue_close(tasks);
	mp_process_join(p, MP_FOREVER);
	mp_process_free(p);
	mp_queue_free(tasks);
	return 0;
}
