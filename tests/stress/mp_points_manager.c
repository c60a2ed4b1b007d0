/* SPDX-License-Identifier: MIT */
/*
 * Scenes with a manager.  Who is killed may be a client, which nobody notices;
 * or the server, and then each call of each client fails with EPIPE.
 */
#include "mp/dict.h"
#include "mp/list.h"
#include "mp/manager.h"
#include "mp/namespace.h"
#include "stress/mp_points.h"

static mp_manager *manager;
static mp_namespace *space;
static mp_dict *dict;
static mp_list *list;

/* It has succeeded, or the server is dead. */
static bool is_well(ssize_t result)
{
	if (result >= 0)
		return true;
	CHECK(errno == EPIPE);
	return false;
}

static void make_objects(void)
{
	manager = mp_manager_new(NULL, NULL);
	CHECK(manager);
	space = mp_namespace_new(manager, NULL);
	dict = mp_dict_new(manager, NULL);
	list = mp_list_new(manager, NULL);
	CHECK(space && dict && list);
	CHECK(!mp_namespace_set(space, "sum", MP_ANY(0)));
	CHECK(!mp_dict_set(dict, MP_ANY("sum"), MP_ANY(0)));
	CHECK(!mp_list_append(list, MP_ANY(7)));
}

static void use_space(void)
{
	struct mp_any *names;
	int64_t sum;
	ssize_t n;

	(void)is_well(mp_namespace_add(space, "sum", MP_ANY(1), NULL));
	if (is_well(mp_namespace_get_int(space, "sum", &sum)))
		CHECK(sum == 1);
	(void)is_well(mp_namespace_set(space, "text", MP_ANY("a text")));
	n = mp_namespace_names(space, &names);
	if (is_well(n))
		mp_any_free(names, (size_t)n);
	(void)is_well(mp_namespace_delete(space, "text"));
}

static void use_dict(void)
{
	struct mp_any value, *items;
	ssize_t n;

	(void)is_well(mp_dict_set(dict, MP_ANY("x"), MP_ANY("a text")));
	if (is_well(mp_dict_get(dict, MP_ANY("x"), &value)))
		mp_any_clear(&value);
	(void)is_well(mp_dict_add(dict, MP_ANY("sum"), MP_ANY(1), NULL));
	(void)is_well(mp_dict_has(dict, MP_ANY("sum")));
	(void)is_well(mp_dict_len(dict));
	n = mp_dict_items(dict, &items);
	if (is_well(n))
		mp_any_free(items, (size_t)n);
	if (is_well(mp_dict_pop(dict, MP_ANY("x"), &value)))
		mp_any_clear(&value);
}

static void use_list(void)
{
	struct mp_any value;

	for (int i = 9; i > 6; i--)
		(void)is_well(mp_list_append(list, MP_ANY(i)));
	(void)is_well(mp_list_sort(list, false));
	(void)is_well(mp_list_find(list, MP_ANY(8)));
	(void)is_well(mp_list_set(list, 0, MP_ANY(7)));
	(void)is_well(mp_list_add(list, 0, MP_ANY(0), NULL));
	if (is_well(mp_list_pop(list, -1, &value)))
		mp_any_clear(&value);
	(void)is_well(mp_list_delete(list, 1));
}

static void use_objects(void)
{
	mp_list *own;

	use_space();
	use_dict();
	use_list();
	own = mp_list_new(manager, "own");
	CHECK(own || errno == EPIPE);
	if (own)
		(void)is_well(mp_list_clear(own));
	mp_list_free(own);
}

/* The sums are what they were before, or should be after. */
static void check_objects(void)
{
	int64_t sum;

	if (is_well(mp_namespace_get_int(space, "sum", &sum)))
		CHECK(sum == 0 || sum == 1);
	if (is_well(mp_dict_get_int(dict, MP_ANY("sum"), &sum)))
		CHECK(sum == 0 || sum == 1);
	if (is_well(mp_list_get_int(list, 0, &sum)))
		CHECK(sum == 7 || sum == 9);
	(void)is_well(mp_list_append(list, MP_ANY("still there")));
	mp_namespace_free(space);
	mp_dict_free(dict);
	mp_list_free(list);
	mp_manager_free(manager);
}

/* One's own: the server may die before it is ready. */
static void use_manager(void)
{
	mp_manager *m = mp_manager_new(NULL, NULL);
	mp_namespace *ns;
	mp_dict *d;

	if (!m) {
		CHECK(errno == ENOTRECOVERABLE || errno == EPIPE);
		return;
	}
	ns = mp_namespace_new(m, NULL);
	d = mp_dict_new(m, NULL);
	CHECK((ns && d) || errno == EPIPE);
	if (ns && d)
		(void)is_well(mp_dict_set(d, MP_ANY("space"), MP_ANY(ns)));
	mp_namespace_free(ns);
	mp_dict_free(d);
	CHECK(!mp_manager_shutdown(m));
	mp_manager_free(m);
}

/* Left to the end of this process. */
static void leave_manager(void)
{
	mp_manager *m = mp_manager_new(NULL, NULL);

	if (m)
		(void)mp_dict_new(m, NULL);
}

const struct scene points_manager[] = {
	{ "objects", make_objects, use_objects, check_objects },
	{ "manager", NULL, use_manager, NULL },
	{ "manager-left", NULL, leave_manager, NULL },
	{ NULL, NULL, NULL, NULL },
};
