/* SPDX-License-Identifier: MIT */
/* What is given to processes: it is the same object there. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "unit/mp/crew.h"
#include "unit/mp/methods.h"

/* Objects that any process may be given, whatever is forked. */
static void setup(void)
{
	methods_setup();
	mp_set_givable(true);
}

static void give_and_start(mp_process *p, const char *name, enum mp_given kind,
			   void *object)
{
	ck_assert_int_eq(mp_process_give_object(p, name, kind, object), 0);
	ck_assert_int_eq(mp_process_start(p), 0);
}

/* ---- each kind ---- */

static int square_all(void *unused)
{
	mp_queue *in = mp_queue_given("in"), *out = mp_queue_given("out");
	mp_waitable either[] = { MP_WAIT_QUEUE(in) };
	int n, rest = 3;

	(void)unused;
	if (!in || !out || mp_queue_given("in") != in)
		return 1;
	while (rest--) {
		/* Through the doorbell, not only the queue's futex. */
		if (mp_wait(either, 1, MP_FOREVER) != 1)
			return 2;
		if (mp_queue_get(in, &n, 0))
			return 3;
		n *= n;
		if (mp_queue_put(out, &n, MP_FOREVER))
			return 4;
		if (mp_queue_task_done(in))
			return 5;
	}
	mp_queue_free(in);
	return 0;
}
MP_SPAWNABLE(square_all);

/* conforms: 63 */
START_TEST(a_queue)
{
	mp_queue *in = mp_queue_new("in", 2, MP_INT);
	mp_queue *out = mp_queue_new("results", 2, MP_INT);
	mp_process *p = made_by(METHOD, square_all, NULL, 0);
	int n;

	/* By its own name, and by another. */
	ck_assert_int_eq(mp_process_give(p, NULL, in), 0);
	give_and_start(p, "out", MP_GIVEN_QUEUE, out);
	for (int i = 5; i < 8; i++) {
		ck_assert_int_eq(mp_queue_put(in, &i, MP_FOREVER), 0);
		ck_assert_int_eq(mp_queue_get(out, &n, MP_FOREVER), 0);
		ck_assert_int_eq(n, i * i);
	}
	ck_assert_int_eq(mp_queue_join(in, MP_FOREVER), 0);
	ck_assert_int_eq(ended_with(p), 0);
	mp_queue_free(in);
	mp_queue_free(out);
}
END_TEST

static int count_under_lock(void *unused)
{
	mp_lock *lock = mp_lock_given("lock");
	mp_value *value = mp_value_given("count");
	int n;

	(void)unused;
	if (!lock || !value)
		return 1;
	for (int i = 0; i < 200; i++) {
		if (mp_lock_acquire(lock, MP_FOREVER) ||
		    mp_lock_acquire(lock, MP_FOREVER))
			return 2;
		if (mp_value_get(value, &n))
			return 3;
		n++;
		if (mp_value_set(value, &n))
			return 4;
		if (mp_lock_release(lock) || mp_lock_release(lock))
			return 5;
	}
	return 0;
}
MP_SPAWNABLE(count_under_lock);

/* conforms: 71 */
START_TEST(an_rlock_and_a_value)
{
	mp_lock *lock = mp_rlock_new("lock");
	mp_value *value = mp_value_new("count", MP_INT, &(int){ 0 });
	mp_process *p[3];
	int n;

	for (int i = 0; i < 3; i++) {
		p[i] = made_by(METHOD, count_under_lock, NULL, 0);
		ck_assert_int_eq(mp_process_give(p[i], NULL, lock), 0);
		ck_assert_int_eq(mp_process_give(p[i], NULL, value), 0);
		ck_assert_int_eq(mp_process_start(p[i]), 0);
	}
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(ended_with(p[i]), 0);
	ck_assert_int_eq(mp_value_get(value, &n), 0);
	ck_assert_int_eq(n, 600);
	mp_value_free(value);
	mp_lock_free(lock);
}
END_TEST

static int die_with_lock(void *unused)
{
	(void)unused;
	if (mp_lock_acquire(mp_lock_given("lock"), MP_FOREVER))
		return 1;
	kill_myself();
}
MP_SPAWNABLE(die_with_lock);

/* conforms: 71 */
START_TEST(a_lock_whose_holder_dies)
{
	mp_lock *lock = mp_lock_new("lock");
	mp_process *p = made_by(METHOD, die_with_lock, NULL, 0);

	give_and_start(p, NULL, MP_GIVEN_LOCK, lock);
	ck_assert_int_eq(ended_with(p), -SIGKILL);
	SUCCEEDS_WITH(EOWNERDEAD, mp_lock_acquire(lock, MP_FOREVER));
	ck_assert_int_eq(mp_lock_release(lock), 0);
	mp_lock_free(lock);
}
END_TEST

static int take_two(void *unused)
{
	mp_semaphore *s = mp_semaphore_given("seats");

	(void)unused;
	if (mp_semaphore_acquire(s, 0) || mp_semaphore_acquire(s, 0))
		return 1;
	errno = 0;
	return mp_semaphore_acquire(s, 0) == -1 && errno == EAGAIN ? 0 : 2;
}
MP_SPAWNABLE(take_two);

START_TEST(a_semaphore)
{
	mp_semaphore *plain = mp_semaphore_new("seats", 2);
	mp_semaphore *bounded = mp_bounded_semaphore_new("seats", 2);
	mp_process *p = made_by(METHOD, take_two, NULL, 0);

	give_and_start(p, NULL, MP_GIVEN_SEMAPHORE, plain);
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert_int_eq(mp_semaphore_value(plain), 0);
	p = made_by(METHOD, take_two, NULL, 0);
	give_and_start(p, NULL, MP_GIVEN_SEMAPHORE, bounded);
	ck_assert_int_eq(ended_with(p), 0);
	/* What the dead one has not given back comes back. */
	SUCCEEDS_WITH(EOWNERDEAD, mp_semaphore_acquire(bounded, MP_FOREVER));
	mp_semaphore_free(plain);
	mp_semaphore_free(bounded);
}
END_TEST

static int answer_event(void *unused)
{
	(void)unused;
	if (mp_event_wait(mp_event_given("go"), MP_FOREVER))
		return 1;
	return mp_event_set(mp_event_given("gone"));
}
MP_SPAWNABLE(answer_event);

START_TEST(an_event)
{
	mp_event *go = mp_event_new("go"), *gone = mp_event_new("gone");
	mp_process *p = made_by(METHOD, answer_event, NULL, 0);

	ck_assert_int_eq(mp_process_give(p, NULL, go), 0);
	give_and_start(p, NULL, MP_GIVEN_EVENT, gone);
	ck_assert_int_eq(mp_event_set(go), 0);
	ck_assert_int_eq(mp_event_wait(gone, MP_FOREVER), 0);
	ck_assert_int_eq(ended_with(p), 0);
	mp_event_free(go);
	mp_event_free(gone);
}
END_TEST

static int wait_on_condition(void *unused)
{
	mp_condition *c = mp_condition_given("changed");
	mp_array *a = mp_array_given("state");
	double told = 1;

	(void)unused;
	if (!c || !a || mp_array_len(a) != 2)
		return 1;
	if (mp_lock_acquire(mp_condition_lock(c), MP_FOREVER))
		return 2;
	/* It waits from here on. */
	if (mp_array_set(a, 0, &told))
		return 3;
	if (mp_condition_notify_all(c))
		return 4;
	for (told = 0; told != 2; (void)mp_array_get(a, 1, &told))
		if (mp_condition_wait(c, MP_FOREVER))
			return 5;
	return mp_lock_release(mp_condition_lock(c)) ? 6 : 0;
}
MP_SPAWNABLE(wait_on_condition);

START_TEST(a_condition_and_an_array)
{
	mp_condition *c = mp_condition_new("changed", NULL);
	mp_lock *lock = mp_condition_lock(c);
	mp_array *a = mp_array_new_with("state", MP_DOUBLE, 2, NULL, NULL);
	mp_process *p = made_by(METHOD, wait_on_condition, NULL, 0);
	double told = 0;

	ck_assert_int_eq(mp_process_give(p, NULL, c), 0);
	ck_assert_int_eq(mp_lock_acquire(lock, MP_FOREVER), 0);
	give_and_start(p, NULL, MP_GIVEN_ARRAY, a);
	while (told != 1) {
		ck_assert_int_eq(mp_condition_wait(c, MP_FOREVER), 0);
		ck_assert_int_eq(mp_array_get(a, 0, &told), 0);
	}
	told = 2;
	ck_assert_int_eq(mp_array_set(a, 1, &told), 0);
	ck_assert_int_eq(mp_condition_notify(c, 1), 0);
	ck_assert_int_eq(mp_lock_release(lock), 0);
	ck_assert_int_eq(ended_with(p), 0);
	mp_condition_free(c);
	mp_array_free(a);
}
END_TEST

static int acted;

static int act(void *unused)
{
	(void)unused;
	acted++;
	return 0;
}
MP_SPAWNABLE(act);

static int meet(void *unused)
{
	mp_barrier *b = mp_barrier_given("line");

	(void)unused;
	for (int i = 0; i < 10; i++)
		if (mp_barrier_wait(b, MP_FOREVER) < 0)
			return -1;
	return acted;
}
MP_SPAWNABLE(meet);

START_TEST(a_barrier_with_its_action)
{
	mp_barrier *b = mp_barrier_new("line", 3, act, NULL, MP_FOREVER);
	mp_process *p[2];
	int n = 0;

	for (int i = 0; i < 2; i++) {
		p[i] = made_by(METHOD, meet, NULL, 0);
		give_and_start(p[i], NULL, MP_GIVEN_BARRIER, b);
	}
	for (int i = 0; i < 10; i++)
		ck_assert_int_ge(mp_barrier_wait(b, MP_FOREVER), 0);
	for (int i = 0; i < 2; i++)
		n += ended_with(p[i]);
	/* Once in each round, in whoever came last. */
	ck_assert_int_eq(n + acted, 10);
	mp_barrier_free(b);
}
END_TEST

static int echo(void *unused)
{
	mp_conn *c = mp_conn_given("line");
	char text[64];
	ssize_t n;

	(void)unused;
	while ((n = mp_conn_recv(c, text, sizeof(text), MP_FOREVER)) >= 0)
		if (mp_conn_send(c, text, (size_t)n, MP_FOREVER))
			return 1;
	n = errno == EPIPE ? 0 : 2;
	mp_conn_free(c);
	return (int)n;
}
MP_SPAWNABLE(echo);

START_TEST(a_connection)
{
	mp_process *p = made_by(METHOD, echo, NULL, 0);
	mp_conn *ours, *theirs;
	char text[64] = "";

	ck_assert_int_eq(mp_pipe("line", true, &ours, &theirs), 0);
	give_and_start(p, NULL, MP_GIVEN_CONN, theirs);
	ck_assert_int_eq(mp_conn_close(theirs), 0);
	ck_assert_int_eq(mp_conn_send(ours, "hello", 6, MP_FOREVER), 0);
	ck_assert_int_eq(mp_conn_recv(ours, text, sizeof(text), MP_FOREVER), 6);
	ck_assert_str_eq(text, "hello");
	/* A forked child has our end too, and would see no end of file. */
	if (METHOD == MP_FORK)
		ck_assert_int_eq(mp_process_kill(p), 0);
	mp_conn_free(ours);
	ck_assert_int_eq(ended_with(p), METHOD == MP_FORK ? -SIGKILL : 0);
	mp_conn_free(theirs);
}
END_TEST

static int write_memory(void *unused)
{
	mp_shm *m = mp_shm_given("picture");

	(void)unused;
	if (!m || mp_shm_size(m) != 4096)
		return 1;
	(void)strcpy(mp_shm_data(m), "painted");
	return 0;
}
MP_SPAWNABLE(write_memory);

START_TEST(named_memory)
{
	mp_shm *m = mp_shm_create(NULL, 4096);
	mp_process *p = made_by(METHOD, write_memory, NULL, 0);

	give_and_start(p, "picture", MP_GIVEN_SHM, m);
	ck_assert_int_eq(ended_with(p), 0);
	ck_assert_str_eq(mp_shm_data(m), "painted");
	ck_assert_int_eq(mp_shm_unlink(mp_shm_name(m)), 0);
	mp_shm_free(m);
}
END_TEST

/* ---- on and on ---- */

static int pass_on(void *arg)
{
	mp_queue *q = mp_queue_given("q");
	int next = *(const int *)arg - 1;
	mp_process *p;
	int code;

	if (next < 0)
		return mp_queue_put(q, &(int){ 11 }, MP_FOREVER);
	p = mp_process_new_with(NULL, pass_on, &next, sizeof(next));
	if (!p || mp_process_give(p, "q", q) || mp_process_start(p) ||
	    mp_process_join(p, MP_FOREVER))
		return 1;
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}
MP_SPAWNABLE(pass_on);

START_TEST(what_was_given_can_be_given_on)
{
	mp_queue *q = mp_queue_new("q", 1, MP_INT);
	mp_process *p = made_by(METHOD, pass_on, &(int){ 2 }, sizeof(int));
	int n;

	give_and_start(p, NULL, MP_GIVEN_QUEUE, q);
	ck_assert_int_eq(mp_queue_get(q, &n, MP_FOREVER), 0);
	ck_assert_int_eq(n, 11);
	ck_assert_int_eq(ended_with(p), 0);
	mp_queue_free(q);
}
END_TEST

static int ask_wrongly(void *unused)
{
	(void)unused;
	errno = 0;
	if (mp_queue_given("other") || errno != ENOENT)
		return 1;
	if (mp_event_given("q") || errno != EINVAL)
		return 2;
	errno = 0;
	if (mp_queue_given(NULL) || errno != EINVAL)
		return 3;
	return mp_queue_given("q") ? 0 : 4;
}
MP_SPAWNABLE(ask_wrongly);

START_TEST(a_child_finds_only_what_it_was_given)
{
	mp_queue *q = mp_queue_new("q", 1, MP_INT);
	mp_process *p = made_by(METHOD, ask_wrongly, NULL, 0);

	IS_REFUSED(ENOENT, mp_queue_given("q"));
	give_and_start(p, NULL, MP_GIVEN_QUEUE, q);
	ck_assert_int_eq(ended_with(p), 0);
	mp_queue_free(q);
}
END_TEST

START_TEST(objects_are_givable_if_they_are_made_for_it)
{
	mp_queue *forked, *any;
	mp_process *p;
	int before;

	mp_set_givable(false);
	forked = mp_queue_new("forked", 1, MP_INT);
	p = made_by(METHOD, ask_wrongly, NULL, 0);
	before = open_descriptors();
	/* The default is not to fork by now. */
	any = mp_queue_new("q", 1, MP_INT);
	ck_assert_int_eq(open_descriptors(), before + 1);
	FAILS_WITH(EINVAL, mp_process_give(p, NULL, forked));
	give_and_start(p, NULL, MP_GIVEN_QUEUE, any);
	ck_assert_int_eq(ended_with(p), 0);
	mp_queue_free(any);
	mp_queue_free(forked);
	/* And the server's. */
	ck_assert_int_eq(open_descriptors(),
			 before + (METHOD == MP_FORKSERVER ? 2 : 0));
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("mp/start_give");
	TCase *t = tcase_create("give");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, NULL);
	EACH_METHOD(t, a_queue);
	EACH_METHOD(t, an_rlock_and_a_value);
	EACH_METHOD(t, a_lock_whose_holder_dies);
	EACH_METHOD(t, a_semaphore);
	EACH_METHOD(t, an_event);
	EACH_METHOD(t, a_condition_and_an_array);
	EACH_METHOD(t, a_barrier_with_its_action);
	EACH_METHOD(t, a_connection);
	EACH_METHOD(t, named_memory);
	EACH_METHOD(t, what_was_given_can_be_given_on);
	EACH_METHOD(t, a_child_finds_only_what_it_was_given);
	EACH_FRESH(t, objects_are_givable_if_they_are_made_for_it);
	suite_add_tcase(s, t);
	return s;
}
