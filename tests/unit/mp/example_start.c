/* SPDX-License-Identifier: MIT */
/* The example of mp/start.h, once with each method. */
#include <mp.h>
#include <stdio.h>

struct job {
	int n;
};

static int work(void *arg)
{
	const struct job *job = arg;
	mp_queue *results = mp_queue_given("results");
	int n = job->n * job->n;

	return mp_queue_put(results, &n, MP_FOREVER);
}
MP_SPAWNABLE(work);

static int run(enum mp_start_method method)
{
	int n = 0;

	mp_force_start_method(method);

	mp_queue *results = mp_queue_new("results", 4, MP_INT);
	struct job job = { .n = 3 };
	mp_process *p = mp_process_new_with("worker", work, &job, sizeof(job));

	mp_process_give(p, "results", results);
	if (mp_process_start(p))
		perror(mp_start_method_name(method));
	else
		mp_queue_get(results, &n, 20);
	mp_process_join(p, MP_FOREVER);
	mp_process_free(p);
	mp_queue_free(results);
	return n;
}

int main(int argc, char **argv)
{
	mp_main(argc, argv);
	for (int m = 0; m < MP_START_METHODS; m++)
		if (run((enum mp_start_method)m) != 9)
			return 1;
	return 0;
}
