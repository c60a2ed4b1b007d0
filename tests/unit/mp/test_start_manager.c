/* SPDX-License-Identifier: MIT */
/*
 * A manager and its objects, given to processes: they are the same there, and
 * the server keeps them as long as somebody has them, or may ask for them, and
 * no longer.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mp/proxy.h"
#include "unit/mp/crew.h"
#include "unit/mp/methods.h"
#include "unit/mp/watch.h"

static mp_manager *m;
static mp_namespace *ns;
static mp_dict *d;
static mp_list *l;
/* For a child that is to wait: it has come so far; it may go on. */
static mp_event *there, *go;

static void setup(void)
{
	methods_setup();
	mp_set_givable(true);
	m = mp_manager_new("m", NULL);
	ns = mp_namespace_new(m, "ns");
	d = mp_dict_new(m, "d");
	l = mp_list_new(m, "l");
	there = mp_event_new("there");
	go = mp_event_new("go");
	ck_assert(ns && d && l && there && go);
}

static void teardown(void)
{
	mp_namespace_free(ns);
	mp_dict_free(d);
	mp_list_free(l);
	mp_manager_free(m);
	mp_event_free(there);
	mp_event_free(go);
}

/* A child that has the events too. */
static mp_process *made(enum mp_start_method method, mp_process_fn *fn)
{
	mp_process *p = made_by(method, fn, NULL, 0);

	ck_assert_int_eq(mp_process_give(p, NULL, there), 0);
	ck_assert_int_eq(mp_process_give(p, NULL, go), 0);
	return p;
}

static void start_with(mp_process *p, mp_dict *given)
{
	ck_assert_int_eq(mp_process_give(p, "given", given), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
}

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

/* ---- each kind ---- */

static int use_each(void *unused)
{
	mp_namespace *own_ns = mp_namespace_given("ns");
	mp_dict *own_d = mp_dict_given("other name");
	mp_list *own_l = mp_list_given("l"), *made_here;
	mp_manager *own = mp_manager_given("m");

	(void)unused;
	if (!own || !own_ns || !own_d || !own_l)
		return 1;
	if (mp_manager_given("m") != own || mp_list_given("l") != own_l)
		return 2;
	if (mp_namespace_set(own_ns, "x", MP_ANY(10)) ||
	    mp_dict_set(own_d, MP_ANY("half"), MP_ANY(0.5)))
		return 3;
	/* They are of one manager here too. */
	made_here = mp_list_new(own, "inner");
	if (!made_here || mp_list_append(made_here, MP_ANY(own_d)) ||
	    mp_list_append(own_l, MP_ANY(made_here)))
		return 4;
	mp_list_free(made_here);
	mp_namespace_free(own_ns);
	mp_dict_free(own_d);
	mp_manager_free(own);
	/* Each for itself. */
	if (mp_list_append(own_l, MP_ANY("last")))
		return 5;
	mp_list_free(own_l);
	return 0;
}
MP_SPAWNABLE(use_each);

/* conforms: 63 102 */
START_TEST(a_manager_and_each_kind_of_object)
{
	mp_process *p = made_by(METHOD, use_each, NULL, 0);
	struct mp_any inner, v;
	int64_t x;
	double half;

	ck_assert_int_eq(mp_process_give(p, NULL, ns), 0);
	ck_assert_int_eq(mp_process_give(p, "other name", d), 0);
	ck_assert_int_eq(mp_process_give(p, NULL, l), 0);
	ck_assert_int_eq(mp_process_give(p, NULL, m), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(ended_with(p), 0);
	SUCCEEDS_WITH(0, mp_namespace_get_int(ns, "x", &x));
	ck_assert_int_eq(x, 10);
	SUCCEEDS_WITH(0, mp_dict_get_double(d, MP_ANY("half"), &half));
	ck_assert(half == 0.5);
	ck_assert_int_eq(mp_list_len(l), 2);
	SUCCEEDS_WITH(0, mp_list_get(l, 0, &inner));
	SUCCEEDS_WITH(0, mp_list_get(inner.list, 0, &v));
	ck_assert_int_eq((int)v.kind, MP_ANY_DICT);
	ck_assert_uint_eq(v.dict->proxy.number, d->proxy.number);
	mp_any_clear(&v);
	mp_any_clear(&inner);
}
END_TEST

static int look_at_namespace(void *unused)
{
	mp_namespace *own = mp_namespace_given("ns");
	int64_t x;

	(void)unused;
	if (!own || mp_event_set(mp_event_given("there")) ||
	    mp_event_wait(mp_event_given("go"), MP_FOREVER))
		return 1;
	if (mp_namespace_get_int(own, "x", &x) || x != 11)
		return 2;
	if (mp_manager_pid(own->proxy.m) <= 0 ||
	    !mp_manager_is_alive(own->proxy.m))
		return 3;
	errno = 0;
	if (!mp_manager_shutdown(own->proxy.m) || errno != EPERM)
		return 4;
	/* It is read here as it is there. */
	return own->proxy.image ? 0 : 5;
}
MP_SPAWNABLE(look_at_namespace);

START_TEST(what_is_set_after_the_start_is_read_there)
{
	mp_process *p = made(METHOD, look_at_namespace);

	SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(10)));
	ck_assert_int_eq(mp_process_give(p, NULL, ns), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	ck_assert_int_eq(mp_event_wait(there, MP_FOREVER), 0);
	SUCCEEDS_WITH(0, mp_namespace_set(ns, "x", MP_ANY(11)));
	ck_assert_int_eq(mp_event_set(go), 0);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

static int write_into_hall(void *unused)
{
	mp_manager *own = mp_manager_given("m");

	(void)unused;
	if (!own)
		return 1;
	(void)signal(SIGSEGV, SIG_DFL);
	own->hall->memory[0] = 1;
	return 2;
}
MP_SPAWNABLE(write_into_hall);

START_TEST(nobody_but_the_server_writes_what_all_read)
{
	mp_process *p = made_by(METHOD, write_into_hall, NULL, 0);

	ck_assert_int_eq(mp_process_give(p, NULL, m), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
	/* A sanitizer makes an exit of it. */
	ck_assert(ended_with(p) != 2);
}
END_TEST

/* ---- on and on ---- */

/* Give what was given to a child started by @method; its exit code. */
static int pass_on(enum mp_start_method method, mp_process_fn *fn)
{
	mp_process *p = mp_process_new_with(NULL, fn, NULL, 0);
	int code;

	if (!p || mp_process_set_start_method(p, method) ||
	    mp_process_give(p, "given", mp_dict_given("given")) ||
	    mp_process_start(p) || mp_process_join(p, MP_FOREVER))
		return 10;
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}

static int count(void)
{
	mp_dict *own = mp_dict_given("given");

	return own && !mp_dict_add(own, MP_ANY("n"), MP_ANY(1), NULL) ? 0 : 11;
}

static int count_last(void *unused)
{
	(void)unused;
	return count();
}
MP_SPAWNABLE(count_last);

static int count_forked(void *unused)
{
	int code = pass_on(MP_SPAWN, count_last);

	(void)unused;
	return code ? code : count();
}
MP_SPAWNABLE(count_forked);

static int count_first(void *unused)
{
	int code = pass_on(MP_FORK, count_forked);

	(void)unused;
	return code ? code : count();
}
MP_SPAWNABLE(count_first);

START_TEST(what_was_given_is_inherited_and_given_on)
{
	mp_process *p = made_by(METHOD, count_first, NULL, 0);
	int64_t n;

	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("n"), MP_ANY(0)));
	start_with(p, d);
	ck_assert_int_eq(ended_with(p), 0);
	SUCCEEDS_WITH(0, mp_dict_get_int(d, MP_ANY("n"), &n));
	ck_assert_int_eq(n, 3);
}
END_TEST

static int count_twice(void *unused)
{
	int status;
	pid_t copy = fork();

	(void)unused;
	if (!copy)
		_exit(count());
	if (copy < 0 || waitpid(copy, &status, 0) != copy || status)
		return 1;
	return count();
}
MP_SPAWNABLE(count_twice);

START_TEST(a_copy_of_the_child_may_ask_before_it)
{
	mp_process *p = made_by(METHOD, count_twice, NULL, 0);
	int64_t n;

	SUCCEEDS_WITH(0, mp_dict_set(d, MP_ANY("n"), MP_ANY(0)));
	start_with(p, d);
	ck_assert_int_eq(ended_with(p), 0);
	SUCCEEDS_WITH(0, mp_dict_get_int(d, MP_ANY("n"), &n));
	ck_assert_int_eq(n, 2);
}
END_TEST

/* ---- what is refused ---- */

static int ask_wrongly(void *unused)
{
	(void)unused;
	errno = 0;
	if (mp_list_given("given") || errno != EINVAL)
		return 1;
	errno = 0;
	if (mp_manager_given("given") || errno != EINVAL)
		return 2;
	errno = 0;
	if (mp_dict_given("m") || errno != ENOENT)
		return 3;
	return mp_dict_given("given") ? 0 : 4;
}
MP_SPAWNABLE(ask_wrongly);

START_TEST(a_child_gets_what_it_asks_for_by_its_kind)
{
	mp_process *p = made_by(METHOD, ask_wrongly, NULL, 0);

	start_with(p, d);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

START_TEST(a_manager_must_be_made_to_be_given)
{
	mp_manager *forked;
	mp_dict *x;
	mp_process *p;

	mp_set_givable(false);
	forked = mp_manager_new(NULL, NULL);
	x = mp_dict_new(forked, NULL);
	p = made_by(METHOD, ask_wrongly, NULL, 0);
	FAILS_WITH(EINVAL, mp_process_give(p, NULL, forked));
	FAILS_WITH(EINVAL, mp_process_give(p, NULL, x));
	mp_process_free(p);
	mp_dict_free(x);
	mp_manager_free(forked);
}
END_TEST

static int ask_when_told(void *unused)
{
	(void)unused;
	if (mp_event_set(mp_event_given("there")) ||
	    mp_event_wait(mp_event_given("go"), MP_FOREVER))
		return 1;
	for (int i = 0; i < 2; i++) {
		errno = 0;
		if (mp_dict_given("given") || errno != EPIPE)
			return 2;
	}
	errno = 0;
	return !mp_manager_given("m") && errno == EPIPE ? 0 : 3;
}
MP_SPAWNABLE(ask_when_told);

START_TEST(without_its_server_nothing_can_be_given_or_asked_for)
{
	mp_process *p = made(METHOD, ask_when_told);
	mp_process *late = made(METHOD, ask_when_told);
	int before;

	ck_assert_int_eq(mp_process_give(p, NULL, m), 0);
	start_with(p, d);
	ck_assert_int_eq(mp_event_wait(there, MP_FOREVER), 0);
	/* One that is given it in time, and started too late. */
	before = open_descriptors();
	ck_assert_int_eq(mp_process_give(late, NULL, d), 0);
	SUCCEEDS_WITH(0, mp_manager_shutdown(m));
	ck_assert_int_eq(mp_event_set(go), 0);
	ck_assert_int_eq(ended_with(p), 0);
	FAILS_WITH(EPIPE, mp_process_start(late));
	FAILS_WITH(EPIPE, mp_process_give(late, NULL, l));
	mp_process_free(late);
	/* The end of the process that ended took more than it brought. */
	ck_assert_int_le(open_descriptors(), before);
}
END_TEST

START_TEST(a_server_that_takes_nothing_is_not_waited_for_for_ever)
{
	mp_process *p = made(METHOD, ask_when_told);
	char name[32];
	int i = 0, before = open_descriptors();

	SUCCEEDS_WITH(0, mp_manager_set_timeout(m, 0.01));
	ck_assert_int_eq(kill(mp_manager_pid(m), SIGSTOP), 0);
	do {
		ck_assert_int_lt(i, 100000);
		(void)snprintf(name, sizeof(name), "%d", i++);
		errno = 0;
	} while (!mp_process_give(p, name, d));
	ck_assert_int_eq(errno, ETIMEDOUT);
	ck_assert_int_eq(open_descriptors(), before);
	SUCCEEDS_WITH(0, mp_manager_set_timeout(m, MP_FOREVER));
	ck_assert_int_eq(kill(mp_manager_pid(m), SIGCONT), 0);
	ck_assert_int_eq(mp_process_give(p, name, d), 0);
	mp_process_free(p);
}
END_TEST

/* ---- references ---- */

static int wait_unasked(void *unused)
{
	(void)unused;
	if (mp_event_set(mp_event_given("there")) ||
	    mp_event_wait(mp_event_given("go"), MP_FOREVER))
		return 1;
	return mp_dict_given("given") &&
			       mp_dict_len(mp_dict_given("given")) == 0
		       ? 0
		       : 2;
}
MP_SPAWNABLE(wait_unasked);

static int wait_asked(void *unused)
{
	return mp_dict_given("given") ? wait_unasked(unused) : 3;
}
MP_SPAWNABLE(wait_asked);

static int wait_freed(void *unused)
{
	(void)unused;
	mp_dict_free(mp_dict_given("given"));
	if (mp_event_set(mp_event_given("there")) ||
	    mp_event_wait(mp_event_given("go"), MP_FOREVER))
		return 1;
	return 0;
}
MP_SPAWNABLE(wait_freed);

/* Given to a child that has come so far; the handle here is freed. */
static mp_process *given_away(enum mp_start_method method, mp_process_fn *fn,
			      struct mp__proxy *ret_copy)
{
	mp_process *p = made(method, fn);
	mp_dict *x = mp_dict_new(m, "x");

	*ret_copy = x->proxy;
	start_with(p, x);
	mp_dict_free(x);
	ck_assert_int_eq(mp_event_wait(there, MP_FOREVER), 0);
	ck_assert_int_eq(mp_event_clear(there), 0);
	/* The server has done what was asked before by now. */
	ck_assert_int_eq(mp_list_len(l), 0);
	return p;
}

START_TEST(what_was_given_lives_until_its_owner_ends)
{
	mp_process_fn *const fns[] = { wait_unasked, wait_asked };
	struct mp__proxy copy;

	for (int i = 0; i < 2; i++) {
		mp_process *p = given_away(METHOD, fns[i], &copy);

		ck_assert_int_eq(stale(&copy), 0);
		ck_assert_int_eq(mp_event_set(go), 0);
		ck_assert_int_eq(ended_with(p), 0);
		ck_assert(eventually(is_stale, &copy));
		ck_assert_int_eq(mp_event_clear(go), 0);
	}
}
END_TEST

START_TEST(what_was_given_goes_with_its_owner_who_is_killed)
{
	mp_process_fn *const fns[] = { wait_unasked, wait_asked };
	struct mp__proxy copy;

	for (int i = 0; i < 2; i++) {
		mp_process *p = given_away(METHOD, fns[i], &copy);

		ck_assert_int_eq(stale(&copy), 0);
		SUCCEEDS_WITH(0, mp_process_kill(p));
		ck_assert_int_eq(ended_with(p), -SIGKILL);
		ck_assert(eventually(is_stale, &copy));
	}
}
END_TEST

START_TEST(what_was_given_can_be_let_go_of)
{
	struct mp__proxy copy;
	mp_process *p = given_away(METHOD, wait_freed, &copy);

	ck_assert(eventually(is_stale, &copy));
	ck_assert_int_eq(mp_event_set(go), 0);
	ck_assert_int_eq(ended_with(p), 0);
}
END_TEST

START_TEST(a_start_that_fails_keeps_nothing)
{
	mp_process *p = made(METHOD, wait_unasked);
	mp_dict *x = mp_dict_new(m, "x");
	struct mp__proxy copy = x->proxy;
	mp_conn *a, *b;
	int before;

	ck_assert_int_eq(mp_pipe("p", true, &a, &b), 0);
	before = open_descriptors();
	ck_assert_int_eq(mp_process_give(p, NULL, x), 0);
	ck_assert_int_eq(mp_process_give(p, NULL, a), 0);
	ck_assert_int_eq(mp_conn_close(a), 0);
	/* After the dict was packed. */
	FAILS_WITH(EBADF, mp_process_start(p));
	FAILS_WITH(EBADF, mp_process_start(p));
	ck_assert_int_eq(open_descriptors(), before - 1);
	mp_dict_free(x);
	ck_assert(eventually(is_stale, &copy));
	mp_process_free(p);
	mp_conn_free(a);
	mp_conn_free(b);
}
END_TEST

/* Gives its dict to a child of its own, and is killed. */
static int give_and_die(void *proxy)
{
	mp_process *p = mp_process_new_with(NULL, wait_unasked, NULL, 0);
	mp_dict *x = mp_dict_new(m, "x");

	*(struct mp__proxy *)proxy = x->proxy;
	if (!p || mp_process_set_start_method(p, MP_SPAWN) ||
	    mp_process_give(p, NULL, there) || mp_process_give(p, NULL, go) ||
	    mp_process_give(p, "given", x) || mp_process_start(p))
		return 1;
	kill_myself();
}

START_TEST(a_giver_that_is_killed_harms_nobody)
{
	struct mp__proxy *copy = shared_memory(sizeof(*copy));

	killed(give_and_die, copy);
	copy->m = m;
	/* Its child ends with it, wherever it was. */
	ck_assert(eventually(is_stale, copy));
	ck_assert_int_eq(mp_list_len(l), 0);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/start: managers");
	TCase *t = tcase_create("give");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	EACH_METHOD(t, a_manager_and_each_kind_of_object);
	EACH_METHOD(t, what_is_set_after_the_start_is_read_there);
	EACH_METHOD(t, nobody_but_the_server_writes_what_all_read);
	EACH_METHOD(t, what_was_given_is_inherited_and_given_on);
	EACH_METHOD(t, a_copy_of_the_child_may_ask_before_it);
	EACH_METHOD(t, a_child_gets_what_it_asks_for_by_its_kind);
	EACH_FRESH(t, a_manager_must_be_made_to_be_given);
	EACH_FRESH(t, without_its_server_nothing_can_be_given_or_asked_for);
	EACH_FRESH(t, a_server_that_takes_nothing_is_not_waited_for_for_ever);
	EACH_METHOD(t, what_was_given_lives_until_its_owner_ends);
	EACH_METHOD(t, what_was_given_goes_with_its_owner_who_is_killed);
	EACH_METHOD(t, what_was_given_can_be_let_go_of);
	EACH_FRESH(t, a_start_that_fails_keeps_nothing);
	tcase_add_test(t, a_giver_that_is_killed_harms_nobody);
	suite_add_tcase(s, t);
	return s;
}
