/* SPDX-License-Identifier: MIT */
/*
 * Series of measured points.
 *
 * A series that gets too long is thinned evenly, from its beginning: of 2, 4,
 * 8, ... points one is kept, so what is drawn are points that were told.
 */
#include <math.h>

#include "base/mem.h"
#include "model/fold.h"
#include "model/words.h"

static struct model_series *series_of(struct model *m, uint32_t name)
{
	for (size_t i = 0; i < m->series_count; i++)
		if (m->series[i].name == name)
			return &m->series[i];
	if (m->series_count == MODEL_SERIES_MAX) {
		m->beyond++;
		return NULL;
	}
	m->series = mem_grow(m->series, m->series_count, &m->series_cap,
			     sizeof(*m->series));
	m->series[m->series_count] =
		(struct model_series){ .name = name, .each = 1 };
	return &m->series[m->series_count++];
}

static void thin_out(struct model *m, struct model_series *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->count; i += 2)
		s->points[kept++] = s->points[i];
	m->points -= s->count - kept;
	s->count = kept;
	s->each *= 2;
}

static void add(struct model *m, struct model_series *s,
		struct model_point point)
{
	if (s->told++ % s->each)
		return;
	if (s->count == MODEL_POINTS_MAX)
		thin_out(m, s);
	if ((s->told - 1) % s->each)
		return;
	s->points = mem_grow(s->points, s->count, &s->cap, sizeof(*s->points));
	s->points[s->count++] = point;
	m->points++;
}

void model_fold_measure(struct model *m, const struct trace_event *e)
{
	struct model_point point = { model_bits_double(e->a),
				     model_bits_double(e->b) };
	struct model_series *s;

	model_fold_heard(m, e);
	if (e->phase != MP_HAPPENS || !e->text || !isfinite(point.x) ||
	    !isfinite(point.y))
		return;
	s = series_of(m, e->text);
	if (s)
		add(m, s, point);
}
