/* SPDX-License-Identifier: MIT */
/* The example of mp/dict.h, as a program. */
#include <errno.h>
#include <mp.h>
#include <stdio.h>

int main(void)
{
	mp_manager *m = mp_manager_new(NULL, NULL);
	mp_dict *d = mp_dict_new(m, "words");
	struct mp_any *keys;
	int64_t n = 0;
	ssize_t len;

	mp_dict_set(d, MP_ANY("one"), MP_ANY(1));
	mp_dict_set(d, MP_ANY(2), MP_ANY("two"));
	mp_dict_get_int(d, MP_ANY("one"), &n);
	mp_dict_add(d, MP_ANY("one"), MP_ANY(1), NULL);
	if (mp_dict_get_int(d, MP_ANY("three"), &n) && errno == ENOENT)
		printf("no three, one is %d\n", (int)n);
	len = mp_dict_keys(d, &keys);
	for (ssize_t i = 0; i < len; i++) {
		if (keys[i].kind == MP_ANY_TEXT)
			printf("%s\n", keys[i].text);
		else
			printf("%d\n", (int)keys[i].integer);
	}
	mp_any_free(keys, (size_t)len);
	mp_dict_free(d);
	mp_manager_free(m);
	return len != 2;
}
