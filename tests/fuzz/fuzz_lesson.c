/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a lesson: it loads or is refused with errors, and what is
 * printed about it is text.
 */
#include "fuzz/fuzz.h"

#include <locale.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "lesson/draw.h"
#include "lesson/load.h"

static void demand(bool what)
{
	if (!what)
		abort();
}

static void check_diags(const struct lesson_diags *d)
{
	SCOPED_STR out = STR_INIT;

	for (size_t i = 0; i < d->count; i++) {
		const struct lesson_diag *item = &d->items[i];

		demand(item->line >= 0 && item->column >= 0);
		demand((item->line == 0) == (item->column == 0));
		lesson_diag_format(d, i, &out);
	}
	demand(utf8_valid(out.buf, out.len));
	for (size_t i = 0; i < out.len; i++)
		demand(out.buf[i] == '\n' || (unsigned char)out.buf[i] >= 0x20);
}

static void check_fact(const struct lesson_fact *f)
{
	demand(f->look != LESSON_LOOK_NONE && f->object && f->process);
	if (f->look <= LESSON_LOOK_NEVER)
		demand(f->what != LESSON_HAPPENING_NONE);
	if (f->look == LESSON_LOOK_LENGTH)
		demand(*f->object && f->at != LESSON_MOMENT_NONE);
}

static void check_condition(const struct lesson_condition *c)
{
	check_fact(&c->fact);
	demand(c->value && c->within_s >= 0);
	demand((c->test == LESSON_TEST_TRUE) ==
	       (c->fact.look == LESSON_LOOK_HAPPENS ||
		c->fact.look == LESSON_LOOK_NEVER));
}

/* Whatever is drawn, it is the same question with numbers. */
static void check_drawn(const struct lesson_question *q)
{
	for (uint64_t seed = 0; seed < 4; seed++) {
		struct lesson_question *d = lesson_question_drawn(q, seed);

		demand((d != NULL) == (q->draw_count > 0));
		if (!d)
			return;
		demand(d->kind == q->kind && *d->ask);
		demand(d->choice_count == q->choice_count);
		demand(lesson_form_of(d->key) == LESSON_FORM_COUNT ||
		       *d->key->is);
		lesson_question_free(d);
	}
}

/* There is a way to be right, and it can be given. */
static void check_question(const struct lesson_question *q)
{
	bool computed = q->key && q->key->fact.look != LESSON_LOOK_NONE;
	const char *gap = q->gap, *part;
	size_t right = 0, gaps = 0, len;
	bool is_gap;

	demand(*q->id && *q->ask);
	check_drawn(q);
	if (computed)
		check_fact(&q->key->fact);
	for (size_t i = 0; i < q->choice_count; i++)
		right += !computed && lesson_choice_is_right(q, i);
	while (lesson_gap_next(&gap, &part, &len, &is_gap))
		gaps += is_gap && len > 0;
	switch (q->kind) {
	case LESSON_QUESTION_ONE:
		demand(q->choice_count >= 2 && right == (computed ? 0 : 1));
		break;
	case LESSON_QUESTION_SEVERAL:
		demand(q->choice_count >= 2 && right >= 1);
		break;
	case LESSON_QUESTION_NUMBER:
		demand(q->key && (computed || *q->key->is ||
				  lesson_form_of(q->key) != LESSON_FORM_COUNT));
		break;
	case LESSON_QUESTION_OUTPUT:
		demand(*q->output);
		break;
	case LESSON_QUESTION_ORDER:
		demand(q->line_count >= 2);
		break;
	case LESSON_QUESTION_GAP:
		demand(gaps > 0);
		break;
	}
}

static void check_step(const struct lesson_step *s)
{
	const struct lesson_exercise *x = s->exercise;

	if (s->predict)
		check_question(s->predict);
	if (s->observe)
		check_question(s->observe);
	for (size_t i = 0; i < s->quiz_count; i++)
		check_question(&s->quiz[i]);
	for (size_t i = 0; x && i < x->question_count; i++)
		check_question(&x->questions[i]);
	for (size_t i = 0; x && x->success && i < x->success->all_count; i++)
		check_condition(&x->success->all[i]);
	for (size_t i = 0; x && x->success && i < x->success->any_count; i++)
		check_condition(&x->success->any[i]);
	for (size_t i = 0; s->demo && i < s->demo->callout_count; i++)
		check_condition(s->demo->callouts[i].when);
	demand((s->predict || s->observe) ? s->demo != NULL : true);
	demand(!s->demo || *s->demo->program);
	demand(!x || x->choose == LESSON_CHOOSE_ANSWER ||
	       (s->demo && x->success && x->solution));
}

static void check_lesson(const struct lesson *l)
{
	demand(l->step_count > 0 && *l->id && *l->title);
	for (size_t i = 0; i < l->step_count; i++) {
		const struct lesson_demo *demo = l->steps[i].demo;

		demand(*l->steps[i].id && *l->steps[i].title);
		check_step(&l->steps[i]);
		demand(lesson_find_step(l, l->steps[i].id) == (int)i);
		for (size_t v = 0; demo && v < demo->vary_count; v++)
			demand(demo->vary[v].choices ||
			       demo->vary[v].min < demo->vary[v].max);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lesson_diags diags;
	struct lesson *lesson;
	int r;

	(void)setlocale(LC_CTYPE, "C.UTF-8");
	r = lesson_parse("t.yaml", (const char *)data, size, &lesson, &diags);
	demand((r == 0) == (lesson != NULL));
	demand((r == 0) == (diags.count == 0));
	check_diags(&diags);
	if (lesson)
		check_lesson(lesson);
	lesson_free(lesson);
	lesson_diags_release(&diags);
	return 0;
}
