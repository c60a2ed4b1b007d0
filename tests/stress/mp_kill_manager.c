/* SPDX-License-Identifier: MIT */
/*
 * Those who use a manager are killed, and its server: at each point at which
 * they tell something, and at random moments.  When a client dies the others go
 * on, and what is counted adds up; when the server dies every client finds out.
 *
 * PROCESSION_TEST_KILLS says how many clients to kill at random, and a tenth as
 * many servers; PROCESSION_TEST_FULL: 3,000.
 */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mp.h"
#include "mp/probe.h"
#include "stress/stress.h"

enum { WORKERS = 4, ROUNDS = 20, PATIENCE_S = 300 };

/* Shared by all. */
static struct {
	atomic_llong added; /* calls that returned */
	atomic_llong appended;
	atomic_llong rounds;
	atomic_int wrong;
	atomic_bool stop;
	atomic_int fatal_verb; /* the server's; 0: none */
} * book;

static mp_manager *m;
static mp_namespace *ns;
static mp_dict *d;
static mp_list *l;
static enum mp_verb fatal_verb;
static enum mp_phase fatal_phase;

static void die(const struct mp_probe_event *e)
{
	if (e->verb == fatal_verb && e->phase == fatal_phase)
		(void)kill(getpid(), SIGKILL);
}

static const struct mp_probe_sink fatal_sink = { .emit = die };

/* Of the server, which is there before it is known where it is to die. */
static void die_serving(const struct mp_probe_event *e)
{
	if (e->phase == MP_HAPPENS && e->verb == atomic_load(&book->fatal_verb))
		(void)kill(getpid(), SIGKILL);
}

static const struct mp_probe_sink server_sink = { .emit = die_serving };

static void make(void)
{
	struct mp_manager_options options = { .timeout = STRESS_PATIENCE };

	m = mp_manager_new(NULL, &options);
	CHECK(m);
	ns = mp_namespace_new(m, NULL);
	d = mp_dict_new(m, NULL);
	l = mp_list_new(m, NULL);
	CHECK(ns && d && l);
	CHECK(!mp_namespace_set(ns, "n", MP_ANY(0)));
	CHECK(!mp_namespace_set(ns, "text", MP_ANY("aaaa")));
	CHECK(!mp_dict_set(d, MP_ANY("n"), MP_ANY(0)));
}

static void end(void)
{
	mp_namespace_free(ns);
	mp_dict_free(d);
	mp_list_free(l);
	mp_manager_free(m);
}

/* ---- what a client does ---- */

/* Objects in objects, made, got, and let go of. */
static int nest(void)
{
	mp_dict *inner = mp_dict_new(m, NULL);
	int64_t key = rand() % 8;
	struct mp_any v;
	ssize_t n = 1;

	if (!inner || mp_dict_set(inner, MP_ANY(1), MP_ANY("inside")) ||
	    mp_dict_set(d, MP_ANY(key), MP_ANY(inner)))
		return -1;
	mp_dict_free(inner);
	if (mp_dict_pop(d, MP_ANY(rand() % 8), &v))
		return errno == ENOENT ? 0 : -1;
	if (v.kind == MP_ANY_DICT)
		n = mp_dict_len(v.dict);
	if (v.kind != MP_ANY_DICT || (n >= 0 && n != 1))
		atomic_fetch_add(&book->wrong, 1);
	mp_any_clear(&v);
	return n < 0 ? -1 : 0;
}

/* The text is one letter over and over, of a length that is its own. */
static int look_and_write(void)
{
	char text[300];
	int c = rand() % 26;
	size_t len;

	if (mp_namespace_get_text(ns, "text", text, sizeof(text)))
		return -1;
	len = strlen(text);
	if (len != (size_t)(text[0] - 'a') * 10 + 4 ||
	    strspn(text, (char[]){ text[0], 0 }) != len)
		atomic_fetch_add(&book->wrong, 1);
	len = (size_t)c * 10 + 4;
	memset(text, 'a' + c, len);
	text[len] = '\0';
	return mp_namespace_set(ns, "text", MP_ANY(text));
}

static int append_and_copy(void)
{
	struct mp_any *all;
	ssize_t n;

	if (mp_list_append(l, MP_ANY("some text")))
		return -1;
	atomic_fetch_add(&book->appended, 1);
	n = mp_list_slice(l, -100, INT64_MAX, &all);
	if (n < 0)
		return -1;
	for (ssize_t i = 0; i < n; i++)
		if (all[i].kind != MP_ANY_TEXT)
			atomic_fetch_add(&book->wrong, 1);
	mp_any_free(all, (size_t)n);
	return 0;
}

static int one_round(void)
{
	if (mp_namespace_add(ns, "n", MP_ANY(1), NULL) ||
	    mp_dict_add(d, MP_ANY("n"), MP_ANY(1), NULL))
		return -1;
	atomic_fetch_add(&book->added, 1);
	if (nest() || look_and_write() || append_and_copy())
		return -1;
	atomic_fetch_add(&book->rounds, 1);
	return 0;
}

static int work(void *unused)
{
	(void)unused;
	srand((unsigned)getpid());
	while (!atomic_load(&book->stop))
		if (one_round())
			return errno;
	return 0;
}

/* ---- clients, at random ---- */

static void pause_up_to(long ns_most)
{
	struct timespec t = { .tv_nsec = rand() % ns_most };

	(void)nanosleep(&t, NULL);
}

static void kill_clients(int kills)
{
	mp_process *worker[WORKERS];
	int64_t in_ns = 0, in_dict = 0, added, appended;

	for (int i = 0; i < WORKERS; i++)
		worker[i] = stress_start(work, NULL);
	for (int i = 0; i < kills; i++) {
		int k = rand() % WORKERS;

		pause_up_to(3000000);
		CHECK(!mp_process_kill(worker[k]));
		CHECK(stress_end(worker[k]) == -SIGKILL);
		worker[k] = stress_start(work, NULL);
		/* Lest it becomes long. */
		if (i % 50 == 49) {
			CHECK(!mp_list_clear(l));
			atomic_store(&book->appended, 0);
		}
	}
	atomic_store(&book->stop, true);
	for (int i = 0; i < WORKERS; i++)
		CHECK(stress_end(worker[i]) == 0);
	CHECK(!mp_namespace_get_int(ns, "n", &in_ns));
	CHECK(!mp_dict_get_int(d, MP_ANY("n"), &in_dict));
	added = atomic_load(&book->added);
	appended = atomic_load(&book->appended);
	printf("%d clients killed: %lld adds, %lld rounds\n", kills,
	       (long long)added, atomic_load(&book->rounds));
	/* Done, but killed before the call returned. */
	CHECK(in_ns >= added && in_ns <= added + kills);
	CHECK(in_dict >= added && in_dict <= added + kills);
	CHECK(mp_list_len(l) <= appended + kills + WORKERS);
	CHECK(!atomic_load(&book->wrong));
}

/* ---- servers, at random ---- */

static void kill_servers(int kills)
{
	mp_process *worker[WORKERS];

	for (int i = 0; i < kills; i++) {
		make();
		for (int k = 0; k < WORKERS; k++)
			worker[k] = stress_start(work, NULL);
		pause_up_to(20000000);
		CHECK(!kill(mp_manager_pid(m), SIGKILL));
		for (int k = 0; k < WORKERS; k++)
			CHECK(stress_end(worker[k]) == EPIPE);
		CHECK(one_round() == -1 && errno == EPIPE);
		CHECK(!mp_manager_is_alive(m));
		end();
	}
	printf("%d servers killed\n", kills);
	CHECK(!atomic_load(&book->wrong));
}

/* ---- at each point ---- */

static int pop_first(void)
{
	struct mp_any v;

	if (mp_list_pop(l, 0, &v))
		return errno == ERANGE ? 0 : -1;
	mp_any_clear(&v);
	return 0;
}

static int victim(void *unused)
{
	struct mp_any *all;
	int64_t value;
	ssize_t n;

	(void)unused;
	mp_probe = fatal_verb ? &fatal_sink : NULL;
	for (;;) {
		if (one_round() || mp_dict_get_int(d, MP_ANY("n"), &value) ||
		    mp_list_insert(l, 0, MP_ANY("first")) || pop_first() ||
		    mp_list_len(l) < 0 || mp_list_reverse(l) ||
		    mp_dict_has(d, MP_ANY(1)) < 0 ||
		    mp_dict_set(d, MP_ANY("x"), MP_ANY(1)) ||
		    mp_dict_delete(d, MP_ANY("x")) || mp_list_clear(l))
			return errno;
		n = mp_dict_items(d, &all);
		if (n < 0)
			return errno;
		mp_any_free(all, (size_t)n);
		if (!mp_list_new(m, NULL) || !mp_namespace_new(m, NULL))
			return errno;
	}
}

/* A client dies; another goes on, and the counts add up. */
static void run_client_point(void)
{
	int64_t before = 0, after = 0;
	mp_process *p;

	CHECK(!mp_dict_get_int(d, MP_ANY("n"), &before));
	CHECK(stress_end(stress_start(victim, NULL)) == -SIGKILL);
	atomic_store(&book->stop, false);
	p = stress_start(work, NULL);
	for (int i = 0; i < ROUNDS; i++)
		CHECK(!one_round());
	atomic_store(&book->stop, true);
	CHECK(stress_end(p) == 0);
	CHECK(!mp_dict_get_int(d, MP_ANY("n"), &after));
	CHECK(after >= before + ROUNDS);
	CHECK(!atomic_load(&book->wrong));
}

/* The server dies while it does it: whoever asked finds out, and all others. */
static void run_server_point(enum mp_verb verb)
{
	mp_process *p;

	atomic_store(&book->stop, false);
	fatal_verb = MP_VERB_NONE;
	mp_probe = &server_sink;
	make();
	mp_probe = NULL;
	atomic_store(&book->fatal_verb, verb);
	p = stress_start(work, NULL);
	CHECK(stress_end(stress_start(victim, NULL)) == EPIPE);
	CHECK(stress_end(p) == EPIPE);
	atomic_store(&book->fatal_verb, MP_VERB_NONE);
	end();
}

static const enum mp_verb verbs[] = {
	MP_VERB_ITEM_GET,    MP_VERB_ITEM_SET,    MP_VERB_ITEM_ADD,
	MP_VERB_ITEM_POP,    MP_VERB_ITEM_FIND,   MP_VERB_ITEM_DELETE,
	MP_VERB_ITEM_INSERT, MP_VERB_ITEMS_LEN,   MP_VERB_ITEMS_COPY,
	MP_VERB_ITEMS_SORT,  MP_VERB_ITEMS_CLEAR,
};

static void run_points(void)
{
	static const enum mp_phase phases[] = { MP_BEGINS, MP_WAITS, MP_ENDS };
	static const enum mp_verb made[] = { MP_VERB_NAMESPACE_NEW,
					     MP_VERB_DICT_NEW,
					     MP_VERB_LIST_NEW };
	int points = 0;

	make();
	for (size_t v = 0; v < sizeof(verbs) / sizeof(*verbs); v++) {
		for (int i = 0; i < 3; i++) {
			fatal_verb = verbs[v];
			fatal_phase = phases[i];
			run_client_point();
			points++;
		}
	}
	fatal_phase = MP_HAPPENS;
	for (size_t v = 0; v < sizeof(made) / sizeof(*made); v++) {
		fatal_verb = made[v];
		run_client_point();
		points++;
	}
	end();
	printf("clients killed at %d points\n", points);
}

int main(void)
{
	int kills = stress_kills(200, 3000);

	(void)alarm(PATIENCE_S);
	book = stress_shared(sizeof(*book));
	srand(1);
	run_points();
	for (size_t v = 0; v < sizeof(verbs) / sizeof(*verbs); v++)
		run_server_point(verbs[v]);
	atomic_store(&book->added, 0);
	atomic_store(&book->rounds, 0);
	atomic_store(&book->stop, false);
	make();
	kill_clients(kills);
	end();
	atomic_store(&book->stop, false);
	kill_servers(kills / 10);
	return EXIT_SUCCESS;
}
