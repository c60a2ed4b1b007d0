/* SPDX-License-Identifier: MIT */
/*
 * The clients of a manager: what they refer to, and what those can do who do
 * not behave.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mp/manager.h"
#include "mp/proxy.h"
#include "unit/mp/crew.h"
#include "unit/mp/watch.h"

static mp_manager *m;
static mp_namespace *ns;
static mp_dict *d;
static mp_list *l;

static void setup(void)
{
	(void)signal(SIGTERM, SIG_DFL);
	m = mp_manager_new(NULL, NULL);
	ns = mp_namespace_new(m, NULL);
	d = mp_dict_new(m, NULL);
	l = mp_list_new(m, NULL);
	ck_assert(ns && d && l);
}

static void teardown(void)
{
	mp_namespace_free(ns);
	mp_dict_free(d);
	mp_list_free(l);
	mp_manager_free(m);
}

/* ---- references ---- */

static int stale(void *proxy)
{
	mp_dict handle = { .proxy = *(struct mp__proxy *)proxy };

	errno = 0;
	return mp_dict_len(&handle) == -1 ? errno : 0;
}

static bool is_stale(void *proxy)
{
	return stale(proxy) == ESTALE;
}

/* conforms: 106 */
START_TEST(an_object_lives_while_somebody_refers_to_it)
{
	mp_dict *x = mp_dict_new(m, "x");
	struct mp__proxy copy = x->proxy;
	struct mp_any v;

	SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY(x)));
	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("x"), MP_ANY(x)));
	mp_dict_free(x);
	SUCCEEDS_WITH(0, mp_dict_delete(d, MP_ANY("x")));
	SUCCEEDS_WITH(0, mp_list_get(l, 0, &v));
	SUCCEEDS_WITH(0, mp_list_clear(l));
	ck_assert_int_eq(stale(&copy), 0);
	mp_any_clear(&v);
	ck_assert(eventually(is_stale, &copy));
	/* Another in its place is another. */
	x = mp_dict_new(m, "y");
	ck_assert_int_eq(stale(&copy), ESTALE);
	mp_dict_free(x);
}
END_TEST

static mp_dict *lent;
static int go[2];

static int use_it_later(void *unused)
{
	char c;

	(void)unused;
	if (read(go[0], &c, 1) != 1)
		return 1;
	for (int i = 0; i < 10; i++)
		if (mp_dict_set(lent, MP_ANY(i), MP_ANY(i)))
			return errno;
	return mp_dict_len(lent) == 10 ? 0 : 2;
}

/* conforms: 102 */
START_TEST(a_child_keeps_what_it_inherited)
{
	struct mp__proxy copy;
	mp_process *p;

	lent = mp_dict_new(m, "lent");
	copy = lent->proxy;
	ck_assert_int_eq(pipe(go), 0);
	p = started(use_it_later, NULL);
	mp_dict_free(lent);
	ck_assert_int_eq(mp_list_len(l), 0);
	ck_assert_int_eq(stale(&copy), 0);
	ck_assert_int_eq(write(go[1], "x", 1), 1);
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert(eventually(is_stale, &copy));
	(void)close(go[0]);
	(void)close(go[1]);
}
END_TEST

static int make_and_die(void *proxy)
{
	mp_dict *x = mp_dict_new(m, "x");

	*(struct mp__proxy *)proxy = x->proxy;
	if (mp_dict_set(x, MP_ANY(1), MP_ANY(1)))
		return 1;
	kill_myself();
}

START_TEST(who_is_killed_lets_go_of_its_objects)
{
	struct mp__proxy *copy = shared_memory(sizeof(*copy));

	killed(make_and_die, copy);
	copy->m = m;
	ck_assert(eventually(is_stale, copy));
	ck_assert_int_eq(mp_list_len(l), 0);
}
END_TEST

/* ---- those who do not behave ---- */

static int flood(void *unused)
{
	struct mp__request r = { .op = MP__OP_COPY, .b = INT64_MAX };
	struct mp__line *line;
	struct wire_packet p;

	(void)unused;
	r.number = l->proxy.number;
	if (mp__line_take(m, MP__NEVER, &line))
		return 1;
	(void)mp__wire_pack(&p, MP__PAPER_SLIP, &r, sizeof(r));
	for (int i = 0; i < 20000; i++)
		(void)mp__wire_send(line->fd, &p);
	(void)write(go[1], "x", 1);
	(void)pause();
	return 0;
}

START_TEST(who_asks_and_does_not_listen_holds_up_nobody)
{
	mp_process *p;
	char c;

	for (int i = 0; i < 100; i++)
		SUCCEEDS_WITH(0, mp_list_append(l, MP_ANY("some text")));
	ck_assert_int_eq(pipe(go), 0);
	p = started(flood, NULL);
	ck_assert_int_eq(read(go[0], &c, 1), 1);
	for (int i = 0; i < 200; i++)
		ck_assert_int_eq(mp_list_len(l), 100);
	SUCCEEDS_WITH(0, mp_process_kill(p));
	ck_assert_int_eq(ended_with(p), -SIGKILL);
	ck_assert_int_eq(mp_list_len(l), 100);
}
END_TEST

static int babble(void *seed)
{
	unsigned char bytes[300];

	srand(*(unsigned *)seed);
	for (int i = 0; i < 3000; i++) {
		struct mp__line *line;
		struct wire_packet p;
		size_t len = (size_t)rand() % sizeof(bytes);
		uint64_t number = d->proxy.number;

		if (mp__line_take(m, MP__NEVER, &line))
			return 1;
		for (size_t k = 0; k < len; k++)
			bytes[k] = (unsigned char)(rand() % 8 ? 0 : rand());
		bytes[4] = (unsigned char)(rand() % MP__OP_END);
		bytes[5] = 0;
		if (bytes[4] == MP__OP_SHUTDOWN)
			continue;
		if (rand() % 4)
			memcpy(bytes + 16,
			       rand() % 2 ? &number : &l->proxy.number, 8);
		(void)mp__wire_pack(&p, (mp_type)(rand() % 20 ? 0 : rand() % 5),
				    bytes, len);
		(void)mp__wire_send(line->fd, &p);
		(void)mp__line_give(m, line, true);
	}
	return 0;
}

START_TEST(who_writes_nonsense_harms_nobody)
{
	mp_process *p[2];
	unsigned seed[] = { 1, 2 };

	for (int i = 0; i < 2; i++)
		p[i] = started(babble, &seed[i]);
	for (int i = 0; i < 100; i++)
		SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(i)));
	for (int i = 0; i < 2; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(1)));
	ck_assert(mp_list_len(l) >= 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/manager: clients");
	TCase *t = tcase_create("clients");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, an_object_lives_while_somebody_refers_to_it);
	tcase_add_test(t, a_child_keeps_what_it_inherited);
	tcase_add_test(t, who_is_killed_lets_go_of_its_objects);
	tcase_add_test(t, who_asks_and_does_not_listen_holds_up_nobody);
	tcase_add_test(t, who_writes_nonsense_harms_nobody);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	return s;
}
