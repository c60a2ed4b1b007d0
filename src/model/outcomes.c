/* SPDX-License-Identifier: MIT */
#include "model/outcomes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/scope.h"

void outcomes_init(struct outcomes *o)
{
	*o = (struct outcomes){ .why = STR_INIT, .all_numbers = true };
}

void outcomes_release(struct outcomes *o)
{
	for (size_t i = 0; i < o->count; i++)
		free(o->items[i].answer);
	free(o->items);
	str_release(&o->why);
	outcomes_init(o);
}

static bool is_number(const char *text, double *ret)
{
	char *end;

	*ret = strtod(text, &end);
	return end != text && !*end && isfinite(*ret);
}

void outcomes_add(struct outcomes *o, const char *answer)
{
	double number, other;
	bool is_one = is_number(answer, &number);

	o->told++;
	o->all_numbers &= is_one;
	for (size_t i = 0; i < o->count; i++) {
		const char *known = o->items[i].answer;

		/* 7 and 7.0 are one outcome. */
		if (strcmp(known, answer) == 0 ||
		    (is_one && is_number(known, &other) && other == number)) {
			o->items[i].count++;
			return;
		}
	}
	o->items = mem_grow(o->items, o->count, &o->cap, sizeof(*o->items));
	o->items[o->count++] = (struct outcome){ mem_text(answer), 1 };
}

void outcomes_add_untold(struct outcomes *o, const char *why)
{
	o->untold++;
	str_clear(&o->why);
	str_add(&o->why, why);
}

/* ---- bars ---- */

static int by_number(const void *x, const void *y)
{
	const struct outcome_bar *a = x, *b = y;
	double m = strtod(a->answer, NULL), n = strtod(b->answer, NULL);

	return (m > n) - (m < n);
}

/* What is as frequent as another stays behind it: the order is the texts'. */
static int by_count(const void *x, const void *y)
{
	const struct outcome_bar *a = x, *b = y;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return strcmp(a->answer, b->answer);
}

/* A bar for each answer. */
static struct outcome_bar *single_bars(const struct outcomes *o)
{
	struct outcome_bar *bars = mem_new(o->count + 1, sizeof(*bars));

	for (size_t i = 0; i < o->count; i++)
		bars[i] = (struct outcome_bar){
			.kind = OUTCOME_ONE,
			.answer = o->items[i].answer,
			.count = o->items[i].count,
		};
	qsort(bars, o->count, sizeof(*bars),
	      o->all_numbers ? by_number : by_count);
	return bars;
}

/* The least of 1, 2, 5, 10, 20, ... (or their tenths) that is @least. */
static double round_width(double least)
{
	double power = pow(10, floor(log10(least)));

	for (int i = 0; i < 3; i++) {
		static const double steps[] = { 1, 2, 5 };

		if (steps[i] * power >= least * (1 - 1e-9))
			return steps[i] * power;
	}
	return 10 * power;
}

/* Ranges over all of @all, which are @count sorted numbers. */
static size_t ranges(const struct outcome_bar *all, size_t count, size_t most,
		     struct outcome_bar *ret)
{
	double least = strtod(all[0].answer, NULL);
	double greatest = strtod(all[count - 1].answer, NULL);
	double width = round_width((greatest - least) / (double)most);
	double first = floor(least / width) * width;
	bool whole = true;
	size_t n;

	while (floor((greatest - first) / width) >= (double)most) {
		width = round_width(width * 1.01);
		first = floor(least / width) * width;
	}
	n = (size_t)floor((greatest - first) / width) + 1;
	for (size_t i = 0; i < count; i++)
		whole &= fmod(strtod(all[i].answer, NULL), 1) == 0;
	for (size_t i = 0; i < n; i++)
		ret[i] = (struct outcome_bar){
			.kind = OUTCOME_RANGE,
			.low = first + (double)i * width,
			.high = first + (double)(i + 1) * width,
			.whole = whole && width >= 1,
		};
	for (size_t i = 0; i < count; i++) {
		double at = strtod(all[i].answer, NULL) - first;

		ret[(size_t)floor(at / width)].count += all[i].count;
	}
	return n;
}

size_t outcomes_bars(const struct outcomes *o, size_t most,
		     struct outcome_bar *ret)
{
	SCOPED_FREE struct outcome_bar *all = single_bars(o);
	size_t n = o->count;

	if (n > most && o->all_numbers)
		return ranges(all, n, most, ret);
	for (size_t i = 0; i < n; i++) {
		if (i < most)
			ret[i] = all[i];
		else
			ret[most - 1].count += all[i].count;
	}
	if (n <= most)
		return n;
	ret[most - 1].kind = OUTCOME_OTHERS;
	return most;
}

void outcome_bar_name(const struct outcome_bar *b, struct str *out)
{
	switch (b->kind) {
	case OUTCOME_ONE:
		str_add(out, b->answer);
		break;
	case OUTCOME_RANGE:
		if (b->whole && b->high - b->low <= 1)
			str_addf(out, "%.0f", b->low);
		else if (b->whole)
			str_addf(out, "%.0f to %.0f", b->low, b->high - 1);
		else
			str_addf(out, "%g up to %g", b->low, b->high);
		break;
	case OUTCOME_OTHERS:
		str_add(out, "others");
		break;
	}
}

bool outcome_bar_has(const struct outcome_bar *b, const char *answer)
{
	double number;

	switch (b->kind) {
	case OUTCOME_ONE:
		return strcmp(b->answer, answer) == 0;
	case OUTCOME_RANGE:
		return is_number(answer, &number) && number >= b->low &&
		       number < b->high;
	case OUTCOME_OTHERS:
		break;
	}
	return false;
}
