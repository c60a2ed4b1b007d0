/* SPDX-License-Identifier: MIT */
/* The example of mp/manager.h, as a program. */
#include <mp.h>
#include <stdio.h>

static mp_namespace *settings;
static mp_dict *results;
static mp_list *tale;

static int work(void *name)
{
	mp_namespace_set(settings, "x", MP_ANY(10));
	mp_dict_set(results, MP_ANY((const char *)name), MP_ANY(0.5));
	mp_list_append(tale, MP_ANY("hello"));
	return 0;
}

int main(void)
{
	mp_manager *m = mp_manager_new(NULL, NULL);
	char name[] = "worker";
	mp_process *p = mp_process_new(name, work, name);
	int64_t x = 0;
	double half = 0;

	settings = mp_namespace_new(m, "settings");
	results = mp_dict_new(m, "results");
	tale = mp_list_new(m, "tale");
	mp_process_start(p);
	mp_process_join(p, MP_FOREVER);
	mp_process_free(p);
	mp_namespace_get_int(settings, "x", &x);
	mp_dict_get_double(results, MP_ANY("worker"), &half);
	printf("x is %d, the worker says %g, %d in the list\n", (int)x, half,
	       (int)mp_list_len(tale));
	mp_namespace_free(settings);
	mp_dict_free(results);
	mp_list_free(tale);
	mp_manager_free(m);
	return x != 10;
}
