/* SPDX-License-Identifier: MIT */
/* The example of mp/list.h, as a program. */
#include <mp.h>
#include <stdio.h>

int main(void)
{
	mp_manager *m = mp_manager_new(NULL, NULL);
	mp_list *l = mp_list_new(m, "log");
	struct mp_any last;
	int good;

	mp_list_append(l, MP_ANY("first"));
	mp_list_append(l, MP_ANY(2));
	mp_list_pop(l, -1, &last);
	good = last.kind == MP_ANY_INT && last.integer == 2;
	printf("the last was %d, %d left\n", (int)last.integer,
	       (int)mp_list_len(l));
	mp_any_clear(&last);
	mp_list_free(l);
	mp_manager_free(m);
	return !good;
}
