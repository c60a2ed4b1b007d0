/* SPDX-License-Identifier: MIT */
/* What the processes of the crew share: made before them, checked after. */
#include "stress/mp_chaos.h"

struct chaos *chaos;
uint64_t chaos_seed;
struct chaos_things things;

const char *const chaos_names[CHAOS_CALLS] = {
	"nothing", "put",   "put a task", "send",    "get",  "get a task",
	"receive", "done",  "lock",       "rlock",   "seat", "take",
	"give",    "event", "condition",  "barrier", "add",  "array",
	"text",    "wait",  "shm",        "dict",    "list", "child",
	"spawn",   "pool",  "executor",   "manager",
};

struct chaos_self chaos_self;
struct chaos_life *chaos_me;
static uint64_t state;

void chaos_become(struct chaos_self who)
{
	chaos_self = who;
	chaos_me = &chaos->life[who.life];
	state = chaos_seed + (uint64_t)who.life * 1000003;
}

uint32_t chaos_chance(uint32_t n)
{
	return stress_random(&state, n);
}

void chaos_begin(int call)
{
	atomic_store(&chaos_me->call, call);
}

void chaos_end(bool effect)
{
	if (effect)
		atomic_fetch_add(&chaos_me->calls[atomic_load(&chaos_me->call)],
				 1);
	atomic_store(&chaos_me->call, CHAOS_NONE);
}

double chaos_patience(bool patient)
{
	uint32_t n = chaos_chance(64);

	/* Mostly not at all: who sleeps is killed in its sleep. */
	if (n < 61)
		return 0;
	return n == 61 || !patient ? 0.0002 : STRESS_PATIENCE;
}

void chaos_is_short(double timeout)
{
	CHECK(timeout > 0 ? errno == ETIMEDOUT : errno == EAGAIN);
	CHECK(timeout < STRESS_PATIENCE);
}

static void make_objects(void)
{
	things.manager = mp_manager_new(NULL, NULL);
	CHECK(things.manager);
	things.dict = mp_dict_new(things.manager, NULL);
	things.list = mp_list_new(things.manager, NULL);
	CHECK(things.dict && things.list);
	CHECK(!mp_dict_set(things.dict, MP_ANY("sum"), MP_ANY(0)));
}

void chaos_make(int lives)
{
	/* And that of the process that checks. */
	size_t accounts = ((size_t)lives + 1) * sizeof(struct chaos_life);

	chaos = stress_shared(sizeof(*chaos) + accounts);
	things.queue = mp_queue_new("queue", 3, MP_LONG);
	things.work = mp_queue_new("work", 5, MP_LONG);
	CHECK(things.queue && things.work &&
	      !mp_pipe("pipe", false, &things.in, &things.out));
	things.lock = mp_lock_new("lock");
	things.rlock = mp_rlock_new("rlock");
	things.seats = mp_bounded_semaphore_new("seats", 2);
	things.units = mp_semaphore_new("units", 0);
	CHECK(things.lock && things.rlock && things.seats && things.units);
	mp_set_givable(true);
	things.event = mp_event_new("event");
	mp_set_givable(false);
	things.condition = mp_condition_new("condition", NULL);
	things.barrier = mp_barrier_new("barrier", CHAOS_PARTIES, NULL, NULL,
					MP_FOREVER);
	CHECK(things.event && things.condition && things.barrier);
	things.sum = mp_value_new("sum", MP_LONG, NULL);
	things.text = mp_value_new("text", MP_TEXT(64), "");
	things.cells = mp_array_new("cells", MP_LONG, CHAOS_CELLS, NULL);
	CHECK(things.sum && things.text && things.cells);
	make_objects();
}

long chaos_count(int lives, int call, long *ret_cut)
{
	long returned = 0;

	*ret_cut = 0;
	for (int i = 0; i < lives; i++) {
		returned += atomic_load(&chaos->life[i].calls[call]);
		*ret_cut += atomic_load(&chaos->life[i].call) == call;
	}
	return returned;
}

/* @now is what the calls have made, and may be what those cut short have. */
static void is_count(int lives, int call, long now)
{
	long cut, returned = chaos_count(lives, call, &cut);

	printf("%9ld %s, %ld cut short\n", returned, chaos_names[call], cut);
	if (now < returned || now > returned + cut)
		printf("but it is %ld\n", now);
	CHECK(now >= returned && now <= returned + cut);
}

static void check_lock(int lives, int call, mp_lock *l, long *a, long *b)
{
	chaos_use_lock(call, l, a, b);
	CHECK(*a == *b);
	is_count(lives, call, *a);
}

static void check_semaphores(int lives)
{
	long given, taken, give_cut, take_cut, left;

	for (int i = 0; i < 2; i++)
		CHECK(!mp_semaphore_acquire(things.seats, STRESS_PATIENCE));
	CHECK(mp_semaphore_acquire(things.seats, 0) && errno == EAGAIN);
	for (int i = 0; i < 2; i++)
		CHECK(!mp_semaphore_release(things.seats));
	CHECK(mp_semaphore_release(things.seats) && errno == EOVERFLOW);
	given = chaos_count(lives, CHAOS_GIVE, &give_cut);
	taken = chaos_count(lives, CHAOS_TAKE, &take_cut);
	left = mp_semaphore_value(things.units);
	printf("%9ld give, %ld cut short; %ld take, %ld cut short; %ld left\n",
	       given, give_cut, taken, take_cut, left);
	CHECK(left <= given + give_cut - taken);
	CHECK(left >= given - taken - take_cut);
}

static void check_values(int lives)
{
	int64_t now, all = 0;

	CHECK(!mp_value_get(things.sum, &now));
	is_count(lives, CHAOS_ADD, now);
	for (size_t i = 0; i < CHAOS_CELLS; i++) {
		CHECK(!mp_array_get(things.cells, i, &now));
		all += now;
	}
	is_count(lives, CHAOS_ARRAY, all);
	CHECK(!mp_dict_get_int(things.dict, MP_ANY("sum"), &now));
	is_count(lives, CHAOS_DICT, now);
	chaos_use_text();
}

static void check_rest(int lives)
{
	static const int calls[] = {
		CHAOS_SEAT,    CHAOS_EVENT, CHAOS_CONDITION, CHAOS_BARRIER,
		CHAOS_TEXT,    CHAOS_WAIT,  CHAOS_SHM,       CHAOS_LIST,
		CHAOS_CHILD,   CHAOS_SPAWN, CHAOS_POOL,      CHAOS_EXECUTOR,
		CHAOS_MANAGER,
	};
	long cut, returned;

	chaos_use_condition();
	CHECK(!mp_barrier_reset(things.barrier) &&
	      !mp_barrier_waiting(things.barrier));
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		returned = chaos_count(lives, calls[i], &cut);
		printf("%9ld %s, %ld cut short\n", returned,
		       chaos_names[calls[i]], cut);
	}
}

static void free_all(void)
{
	mp_queue_free(things.queue);
	mp_queue_free(things.work);
	mp_conn_free(things.in);
	mp_conn_free(things.out);
	mp_lock_free(things.lock);
	mp_lock_free(things.rlock);
	mp_semaphore_free(things.seats);
	mp_semaphore_free(things.units);
	mp_event_free(things.event);
	mp_condition_free(things.condition);
	mp_barrier_free(things.barrier);
	mp_value_free(things.sum);
	mp_value_free(things.text);
	mp_array_free(things.cells);
	mp_dict_free(things.dict);
	mp_list_free(things.list);
	mp_manager_free(things.manager);
}

void chaos_check(int lives)
{
	/* One life more: this process's. */
	chaos_become((struct chaos_self){ lives++, 0 });
	chaos_check_lines(lives);
	check_lock(lives, CHAOS_LOCK, things.lock, &chaos->lock_a,
		   &chaos->lock_b);
	check_lock(lives, CHAOS_RLOCK, things.rlock, &chaos->rlock_a,
		   &chaos->rlock_b);
	check_semaphores(lives);
	check_values(lives);
	check_rest(lives);
	free_all();
}
