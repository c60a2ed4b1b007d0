/* SPDX-License-Identifier: MIT */
/*
 * Time as a demo sees it.
 *
 * Under a player the demo's clock stands still while the run is paused and
 * follows the run's speed; without one it is CLOCK_MONOTONIC.
 *
 * mp_now may be called in a signal handler; mp_sleep may not: while somebody
 * watches it tells of itself.
 */
#ifndef MP_TIME_H
#define MP_TIME_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Sleep for @seconds.  Negative and NaN count as 0.  A signal handler that
 * runs meanwhile does not shorten the sleep.  Returns 0.
 */
int mp_sleep(double seconds);

/* The demo's clock, in seconds from some fixed moment.  Never fails. */
double mp_now(void);

#ifdef __cplusplus
}
#endif
#endif
