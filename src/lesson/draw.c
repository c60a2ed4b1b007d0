/* SPDX-License-Identifier: MIT */
#include "lesson/draw.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lesson/record.h"

/* As many as keys.def allows; and no more than a double can hold. */
enum { DRAWS_MAX = 6, POWER_MAX = 64 };
#define WHOLE_MAX 9e15

const char *lesson_form_word(enum lesson_form form)
{
	static const char *const words[] = {
#define LESSON_FORM(id, word, about) word,
#include "lesson/facts.def"
		""
	};

	return words[form];
}

enum lesson_form lesson_form_of(const struct lesson_answer_key *key)
{
	int form = 0;

	while (key && form < LESSON_FORM_COUNT && !key->forms[form].count)
		form++;
	return key ? (enum lesson_form)form : LESSON_FORM_COUNT;
}

/* ---- reckoning ---- */

static double value_of(const struct lesson_question *q, const char *item,
		       const double *values)
{
	for (size_t i = 0; i < q->draw_count; i++)
		if (!strcmp(q->draws[i].name, item))
			return values[i];
	return strtod(item, NULL);
}

static double power(double x, double times)
{
	double all = 1;

	for (int i = 0; i < POWER_MAX && i < times; i++)
		all *= x;
	return all;
}

/* Without what stands behind the point; one so large has nothing there. */
static double whole(double x)
{
	return x > -WHOLE_MAX && x < WHOLE_MAX ? (double)(int64_t)x : x;
}

static double reckon(enum lesson_form form, double so_far, double x)
{
	switch (form) {
	case LESSON_FORM_SUM:
		return so_far + x;
	case LESSON_FORM_DIFFERENCE:
		return so_far - x;
	case LESSON_FORM_PRODUCT:
		return so_far * x;
	case LESSON_FORM_QUOTIENT:
		return so_far / x;
	case LESSON_FORM_REMAINDER:
		return so_far - x * whole(so_far / x);
	case LESSON_FORM_POWER:
		return power(so_far, x);
	case LESSON_FORM_SMALLEST:
		return x < so_far ? x : so_far;
	case LESSON_FORM_LARGEST:
		return x > so_far ? x : so_far;
	case LESSON_FORM_COUNT:
		break;
	}
	return so_far;
}

void lesson_question_reckon(const struct lesson_question *q,
			    const double *values, struct str *out)
{
	enum lesson_form form = lesson_form_of(q->key);
	const struct lesson_reckon *r;
	double x;

	if (form == LESSON_FORM_COUNT)
		return;
	r = &q->key->forms[form];
	x = value_of(q, r->items[0], values);
	for (size_t i = 1; i < r->count; i++)
		x = reckon(form, x, value_of(q, r->items[i], values));
	/* Not more than is sure after such steps as 0.1. */
	str_addf(out, "%.10g", x);
}

/* ---- texts ---- */

const char *lesson_draw_name(const char *text, size_t *ret_len)
{
	size_t n = 0;

	if (*text != '{' || text[1] == '{')
		return NULL;
	while (isalnum((unsigned char)text[n + 1]) || text[n + 1] == '-' ||
	       text[n + 1] == '_')
		n++;
	*ret_len = n;
	return n && text[n + 1] == '}' ? text + 1 : NULL;
}

struct drawn {
	const struct lesson_question *q;
	double values[DRAWS_MAX];
};

static bool add_value(const struct drawn *d, const char *name, size_t len,
		      struct str *out)
{
	for (size_t i = 0; i < d->q->draw_count; i++) {
		const char *own = d->q->draws[i].name;

		if (strncmp(own, name, len) != 0 || own[len])
			continue;
		str_addf(out, "%.10g", d->values[i]);
		return true;
	}
	return false;
}

static void fill(const struct drawn *d, char **text)
{
	SCOPED_STR out = STR_INIT;
	size_t len = 0;

	for (const char *c = *text; *c; c++) {
		const char *name = lesson_draw_name(c, &len);

		if (name && add_value(d, name, len, &out)) {
			c += len + 1;
			continue;
		}
		str_add_char(&out, *c);
		/* The braces of a gap stay, whatever stands behind them. */
		if (c[0] == '{' && c[1] == '{') {
			str_add_char(&out, '{');
			c++;
		}
	}
	free(*text);
	*text = str_detach(&out);
}

static void fill_all(const struct drawn *d, char **texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fill(d, &texts[i]);
}

static void fill_question(const struct drawn *d, struct lesson_question *q)
{
	fill(d, &q->ask);
	fill(d, &q->why);
	fill(d, &q->gap);
	fill(d, &q->output);
	fill_all(d, q->lines, q->line_count);
	fill_all(d, q->also, q->also_count);
	fill_all(d, q->hints, q->hint_count);
	for (size_t i = 0; i < q->choice_count; i++) {
		fill(d, &q->choices[i].text);
		fill(d, &q->choices[i].why);
	}
	for (size_t i = 0; i < q->explain_count; i++) {
		fill(d, &q->explain[i].name);
		fill(d, &q->explain[i].text);
	}
}

/* ---- drawing ---- */

static double draw(const struct lesson_draw *d, uint64_t *random)
{
	double step = d->step > 0 ? d->step : 1;
	double most = (d->max - d->min) / step + 1e-9;
	uint64_t x, count = (uint64_t)(most < WHOLE_MAX ? most : WHOLE_MAX) + 1;

	/* splitmix64 */
	x = *random += 0x9E3779B97F4A7C15U;
	x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9U;
	x = (x ^ x >> 27) * 0x94D049BB133111EBU;
	x ^= x >> 31;
	return d->min + (double)(x % count) * step;
}

static void settle_key(struct lesson_question *to, const struct drawn *d)
{
	enum lesson_form form = lesson_form_of(to->key);
	SCOPED_STR is = STR_INIT;

	if (form == LESSON_FORM_COUNT)
		return;
	lesson_question_reckon(d->q, d->values, &is);
	free(to->key->is);
	to->key->is = str_detach(&is);
}

struct lesson_question *lesson_question_with(const struct lesson_question *q,
					     const double *values)
{
	struct lesson_question *to = mem_new(1, sizeof(*to));
	struct drawn d = { .q = q };

	for (size_t i = 0; i < q->draw_count && i < DRAWS_MAX; i++)
		d.values[i] = values[i];
	lesson_record_copy(LESSON_SHAPE_QUESTION, q, to);
	fill_question(&d, to);
	settle_key(to, &d);
	return to;
}

struct lesson_question *lesson_question_drawn(const struct lesson_question *q,
					      uint64_t seed)
{
	double values[DRAWS_MAX];

	for (size_t i = 0; i < q->draw_count && i < DRAWS_MAX; i++)
		values[i] = draw(&q->draws[i], &seed);
	return q->draw_count ? lesson_question_with(q, values) : NULL;
}

void lesson_question_free(struct lesson_question *q)
{
	if (!q)
		return;
	lesson_record_release(LESSON_SHAPE_QUESTION, q);
	free(q);
}
