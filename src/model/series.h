/* SPDX-License-Identifier: MIT */
/*
 * What a program has measured: points in named series.
 */
#ifndef MODEL_SERIES_H
#define MODEL_SERIES_H

#include <stddef.h>
#include <stdint.h>

#define MODEL_SERIES_MAX 16 /* more are counted and not kept */
/* Past this many points of a series every other one is dropped. */
#define MODEL_POINTS_MAX 4096

struct model_point {
	double x, y;
};

struct model_series {
	uint32_t name;              /* text number */
	struct model_point *points; /* as they were told */
	size_t count, cap;
	uint64_t told; /* points ever */
	uint64_t each; /* one of so many is kept; 1: all of them */
};

#endif
