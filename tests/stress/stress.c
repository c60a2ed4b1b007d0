/* SPDX-License-Identifier: MIT */
#include "stress/stress.h"

#include <sys/mman.h>
#include <time.h>

void *stress_shared(size_t bytes)
{
	void *m = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	CHECK(m != MAP_FAILED);
	return m;
}

int stress_kills(int few, int full)
{
	const char *kills = getenv("PROCESSION_TEST_KILLS");

	if (kills)
		return atoi(kills);
	return getenv("PROCESSION_TEST_FULL") ? full : few;
}

uint64_t stress_seed(void)
{
	const char *seed = getenv("PROCESSION_TEST_SEED");
	struct timespec now;

	if (seed)
		return strtoull(seed, NULL, 10);
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return ((uint64_t)now.tv_sec * 1000003 + (uint64_t)now.tv_nsec +
		(uint64_t)getpid()) %
	       1000000000;
}

/* splitmix64: any seed will do, also a small one. */
uint32_t stress_random(uint64_t *state, uint32_t n)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (uint32_t)((z ^ z >> 31) % n);
}

mp_process *stress_start(mp_process_fn *fn, void *arg)
{
	mp_process *p = mp_process_new(NULL, fn, arg);

	CHECK(p && !mp_process_start(p));
	return p;
}

int stress_end(mp_process *p)
{
	int code;

	CHECK(!mp_process_join(p, 2 * STRESS_PATIENCE));
	code = mp_process_exitcode(p);
	mp_process_free(p);
	return code;
}

void stress_nap(long ns)
{
	(void)nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
}
