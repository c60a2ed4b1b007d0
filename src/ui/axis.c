/* SPDX-License-Identifier: MIT */
/*
 * Axes: from values to places, and where the ticks are.
 */
#include <math.h>

#include "ui/plot.h"

static double decade(double value)
{
	return pow(10, floor(log10(value)));
}

/* The least of 1, 2, 5 times a power of ten that is at least @step. */
static double round_step(double step, bool whole)
{
	double base, part;

	if (!(step > 0))
		step = 1;
	base = decade(step);
	part = step / base;
	/* A little more than 2 is 2: that comes of computing. */
	step = base * (part <= 1.000001   ? 1
		       : part <= 2.000001 ? 2
		       : part <= 5.000001 ? 5
					  : 10);
	return whole && step < 1 ? 1 : step;
}

static double step_of(const struct ui_axis *a, size_t most)
{
	double span = a->max - a->min;

	return round_step(span / (double)(most > 1 ? most - 1 : 1), a->whole);
}

static size_t log_ticks(const struct ui_axis *a, size_t most,
			double ret[UI_TICKS_MAX])
{
	double low = ceil(log10(a->min) - 1e-9);
	double high = floor(log10(a->max) + 1e-9);
	double every = most ? ceil((high - low + 1) / (double)most) : 1;
	size_t n = 0;

	for (; n < most && low + (double)n * every <= high; n++)
		ret[n] = pow(10, low + (double)n * every);
	return n;
}

size_t ui_axis_ticks(const struct ui_axis *a, size_t most,
		     double ret[UI_TICKS_MAX])
{
	double step, first;
	size_t n = 0;

	if (most > UI_TICKS_MAX)
		most = UI_TICKS_MAX;
	if (!(a->max > a->min) || !isfinite(a->max - a->min))
		return 0;
	if (a->log)
		return a->min > 0 ? log_ticks(a, most, ret) : 0;
	step = step_of(a, most);
	first = ceil(a->min / step - 1e-9);
	for (; n < most; n++) {
		double at = (first + (double)n) * step;

		if (at > a->max + step * 1e-9)
			break;
		ret[n] = at + 0.0;
	}
	return n;
}

void ui_axis_round(struct ui_axis *a, size_t most)
{
	double step;

	if (a->log) {
		if (!(a->min > 0))
			return;
		a->min = pow(10, floor(log10(a->min) + 1e-9));
		a->max = pow(10, ceil(log10(a->max) - 1e-9));
		if (a->max <= a->min)
			a->max = a->min * 10;
		return;
	}
	if (!(a->max > a->min))
		a->max = a->min + 1;
	step = step_of(a, most);
	a->min = floor(a->min / step + 1e-9) * step;
	a->max = ceil(a->max / step - 1e-9) * step;
}

double ui_axis_part(const struct ui_axis *a, double value)
{
	if (!(a->max > a->min))
		return 0;
	if (!a->log)
		return (value - a->min) / (a->max - a->min);
	if (!(a->min > 0) || !(value > 0))
		return -1;
	return log(value / a->min) / log(a->max / a->min);
}

void ui_plot_number(double value, struct str *out)
{
	static const struct {
		double unit;
		const char *letter;
	} units[] = { { 1e9, "G" }, { 1e6, "M" },  { 1e3, "k" },
		      { 1, "" },    { 1e-3, "m" }, { 1e-6, "\u00b5" },
		      { 1e-9, "n" } };
	double size = fabs(value);
	size_t i = 0;

	/* Up to 9999 and down to 0.001 nobody needs a letter. */
	if (size == 0 || (size < 9999.5 && size >= 0.00099995)) {
		str_addf(out, size >= 999.5 ? "%.0f" : "%.3g", value);
		return;
	}
	while (i < sizeof(units) / sizeof(*units) - 1 &&
	       size < units[i].unit * 0.9995)
		i++;
	str_addf(out, "%.3g%s", value / units[i].unit, units[i].letter);
}
