/* SPDX-License-Identifier: MIT */
/*
 * Processes do random things with queues, pipes, locks, semaphores, events,
 * conditions, barriers, values, names, children, pools and executors, and are
 * killed at random instants and replaced; so are the workers of a pool.  The
 * others go on and in the end finish; what they have done adds up, but for
 * the one call that each dead one was in; and nothing is left, no process, no
 * zombie, no descriptor, no name.
 *
 * PROCESSION_TEST_KILLS says how many to kill; PROCESSION_TEST_FULL: 10,000.
 * PROCESSION_TEST_SEED repeats a run, as far as the scheduler does.
 */
#include <poll.h>
#include <signal.h>
#include <string.h>

#include "stress/census.h"
#include "stress/mp_chaos.h"
#include "support/procs.h"

#define AIM_S 0.001

enum { FEW = 300, FULL = 10000, POOL_SHARE = 8 /* one in so many kills */ };

static struct chaos_self *crew; /* of all lives */
static mp_process *slot[CHAOS_SLOTS];
static int life_in[CHAOS_SLOTS];
static int lives;
static int leash[2]; /* all processes hold the second end */

static void start(int s)
{
	crew[lives] = (struct chaos_self){ lives, s };
	life_in[s] = lives;
	slot[s] = stress_start(chaos_work, &crew[lives++]);
}

static void complain(int s, int code)
{
	int call = atomic_load(&chaos->life[life_in[s]].call);

	fprintf(stderr,
		"seed %llu: life %d in slot %d, PID %d: %s in %s (%d)\n",
		(unsigned long long)chaos_seed, life_in[s], s,
		(int)mp_process_pid(slot[s]),
		code == MP_NOT_ENDED ? "stuck" : "ended", chaos_names[call],
		code);
}

/* It has been killed, or has ended well. */
static void end(int s, int expected)
{
	int code;

	(void)mp_process_join(slot[s], 2 * STRESS_PATIENCE);
	code = mp_process_exitcode(slot[s]);
	if (code != expected)
		complain(s, code);
	CHECK(code == expected);
	mp_process_free(slot[s]);
}

/*
 * Whom to kill first: any of them; or one that is in a call chosen at random,
 * if somebody comes to it soon: else mostly those would die who sleep.
 */
static int choose(uint64_t *random)
{
	int s = (int)stress_random(random, CHAOS_SLOTS);
	int call = 1 + (int)stress_random(random, CHAOS_CALLS - 1);
	double limit = mp_now() + AIM_S;

	if (stress_random(random, 4) == 0)
		return s;
	do {
		if (atomic_load(&chaos->life[life_in[s]].call) == call)
			break;
		s = (s + 1) % CHAOS_SLOTS;
	} while (mp_now() < limit);
	return s;
}

/* One, or some at once, so that the living see several dead. */
static int kill_some(uint64_t *random, int most)
{
	int n = stress_random(random, 4) ? 1
					 : 1 + (int)stress_random(random, 3);
	int first = choose(random);

	if (n > most)
		n = most;
	for (int i = 0; i < n; i++)
		CHECK(!mp_process_kill(slot[(first + i) % CHAOS_SLOTS]));
	for (int i = 0; i < n; i++)
		end((first + i) % CHAOS_SLOTS, -SIGKILL);
	for (int i = 0; i < n; i++)
		start((first + i) % CHAOS_SLOTS);
	return n;
}

/* Returns how many of them were workers of the pool. */
static int kill_many(uint64_t *random, int kills)
{
	int killed = 0, of_pool = 0;

	while (killed < kills) {
		stress_nap((long)stress_random(random, 500000));
		if (stress_random(random, POOL_SHARE)) {
			killed += kill_some(random, kills - killed);
		} else if (chaos_pool_kill(random)) {
			killed++;
			of_pool++;
		}
	}
	return of_pool;
}

static void let_all_end(void)
{
	double limit = mp_now() + 2 * STRESS_PATIENCE;

	atomic_store(&chaos->stop, true);
	for (int s = 0; s < CHAOS_SLOTS; s++) {
		while (mp_process_join(slot[s], 0.001) && mp_now() < limit)
			chaos_let_go();
		end(s, 0);
	}
}

/* In the environment of those that are this program anew, without the leash. */
#define MARK "PROCESSION_TEST_CHAOS"

/* No process of ours holds the leash, and none waits to be reaped. */
static void check_nobody_is_left(void)
{
	char mark[64];
	struct pollfd p = { .fd = leash[0] };
	struct census now;

	CHECK(!close(leash[1]));
	CHECK(poll(&p, 1, (int)STRESS_PATIENCE * 1000) == 1);
	CHECK(p.revents & POLLHUP);
	CHECK(!close(leash[0]));
	(void)snprintf(mark, sizeof(mark), MARK "=%d", (int)getpid());
	CHECK(procs_wait_none(mark, STRESS_PATIENCE));
	now = census_take();
	CHECK(!now.children && now.threads == 1);
}

/* No name of ours, in the namespace of sockets or of files. */
static void check_no_names(void)
{
	char line[300], name[40];
	FILE *f = fopen("/proc/net/unix", "re");

	(void)snprintf(name, sizeof(name), "chaos-%d-", (int)getpid());
	while (f && fgets(line, sizeof(line), f))
		CHECK(!strstr(line, name));
	if (f)
		(void)fclose(f);
}

int main(int argc, char **argv)
{
	int kills = stress_kills(FEW, FULL), of_pool;
	struct census before, after;
	uint64_t random;
	char mark[12];
	double began;

	mp_main(argc, argv);
	chaos_seed = random = stress_seed();
	printf("seed %llu\n", (unsigned long long)chaos_seed);
	(void)fflush(stdout);
	(void)alarm(300 + (unsigned)kills / 20);
	(void)snprintf(mark, sizeof(mark), "%d", (int)getpid());
	CHECK(!setenv(MARK, mark, 1));
	before = census_take();
	CHECK(!pipe(leash));
	crew = calloc((size_t)kills + CHAOS_SLOTS, sizeof(*crew));
	CHECK(crew);
	chaos_make(kills + CHAOS_SLOTS);
	began = mp_now();
	chaos_pool_begin();
	for (int s = 0; s < CHAOS_SLOTS; s++)
		start(s);
	of_pool = kill_many(&random, kills);
	let_all_end();
	chaos_pool_end();
	printf("%9d kills, %d of them of workers of the pool, in %.1f s\n",
	       kills, of_pool, mp_now() - began);
	chaos_check(lives);
	check_nobody_is_left();
	check_no_names();
	after = census_take();
	CHECK(after.descriptors <= before.descriptors + 1);
	free(crew);
	return EXIT_SUCCESS;
}
