/* SPDX-License-Identifier: MIT */
/*
 * The names of the weights are those of the formulas: w0 to w18.
 */
#include "progress/fsrs.h"

#include <math.h>

static const double w[19] = {
	0.40255, 1.18385, 3.173,  15.69105, 7.1949, 0.5345, 1.4604,
	0.0046,  1.54575, 0.1192, 1.01925,  1.9395, 0.11,   0.29605,
	2.2698,  0.2315,  2.9898, 0.51655,  0.6621,
};

static const double DECAY = -0.5;
static const double FACTOR = 19.0 / 81.0; /* recall is 0.9 at t = stability */

static const double STABILITY_MIN = 0.01, STABILITY_MAX = 36500;

static double clamp(double x, double least, double most)
{
	return x < least ? least : x > most ? most : x;
}

static double first_difficulty(int grade)
{
	return clamp(w[4] - exp(w[5] * (grade - 1)) + 1, 1, 10);
}

/* Drawn a little towards that of an easy one, so that it does not stick. */
static double next_difficulty(double d, int grade)
{
	double moved = d - w[6] * (grade - 3) * (10 - d) / 9;

	return clamp(w[7] * first_difficulty(FSRS_EASY) + (1 - w[7]) * moved, 1,
		     10);
}

static double known(struct fsrs_memory m, int grade, double recall)
{
	double gain = exp(w[8]) * (11 - m.difficulty) *
		      pow(m.stability, -w[9]) * (exp(w[10] * (1 - recall)) - 1);

	if (grade == FSRS_HARD)
		gain *= w[15];
	else if (grade == FSRS_EASY)
		gain *= w[16];
	return m.stability * (1 + gain);
}

static double forgotten(struct fsrs_memory m, double recall)
{
	double left = w[11] * pow(m.difficulty, -w[12]) *
		      (pow(m.stability + 1, w[13]) - 1) *
		      exp(w[14] * (1 - recall));

	return left < m.stability ? left : m.stability;
}

struct fsrs_memory fsrs_review(struct fsrs_memory m, enum fsrs_grade grade,
			       double days)
{
	const int g = (int)grade; /* signed: it is compared with 3 */
	struct fsrs_memory next = { w[g - 1], first_difficulty(g) };
	double recall;

	if (!(m.stability > 0))
		return next;
	recall = fsrs_recall(m, days);
	if (days < 1) /* again on the same day */
		next.stability = m.stability * exp(w[17] * (g - 3 + w[18]));
	else if (grade == FSRS_AGAIN)
		next.stability = forgotten(m, recall);
	else
		next.stability = known(m, g, recall);
	next.stability = clamp(next.stability, STABILITY_MIN, STABILITY_MAX);
	next.difficulty = next_difficulty(m.difficulty, g);
	return next;
}

double fsrs_recall(struct fsrs_memory m, double days)
{
	if (!(m.stability > 0))
		return 0;
	return pow(1 + FACTOR * (days > 0 ? days : 0) / m.stability, DECAY);
}

double fsrs_interval(struct fsrs_memory m, double recall)
{
	return m.stability / FACTOR * (pow(recall, 1 / DECAY) - 1);
}
