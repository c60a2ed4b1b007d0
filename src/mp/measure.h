/* SPDX-License-Identifier: MIT */
/*
 * Measurements for whoever watches: points of a chart.
 *
 * A program that finds something out about itself (how much faster four
 * workers are, what a message costs) says so in a point of a named series; a
 * player draws it while the program runs.  Nobody watches: nothing is done.
 */
#ifndef MP_MEASURE_H
#define MP_MEASURE_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Add the point (@x, @y) to the series @series; points of one name belong
 * together, whoever reports them.  What should come out is reported in the same
 * way, in a series of its own; one that is called "expected" or "ideal" is
 * taken for that by itself.
 *
 * Copied; of a name longer than 40 bytes the beginning counts.  Never waits.
 * Returns 0, or -1 and EINVAL: @series is NULL or empty, or a number is not
 * finite; the same whether anybody watches or not.  May be called from any
 * thread, not from a signal handler.
 */
int mp_measure(const char *series, double x, double y);

#ifdef __cplusplus
}
#endif
#endif
