/* SPDX-License-Identifier: MIT */
/*
 * What a student knows and what not, by objective.  It is gathered once, in
 * the order in which it is told, and then told in words or as JSON.
 */
#include <string.h>

#include "app/student.h"
#include "base/mem.h"
#include "base/scope.h"
#include "progress/answers.h"
#include "progress/cards.h"

enum { EXAMS = 8, RECENT = 5 };

/* ---- where things are in the course ---- */

const struct lesson *app_find_lesson(const struct catalog *c, const char *topic,
				     const char *lesson)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct catalog_topic *t = &c->topics[i];

		for (size_t j = 0; j < t->count; j++) {
			const struct lesson *l = t->entries[j].lesson;

			if (l && !strcmp(t->id, topic) &&
			    !strcmp(l->id, lesson))
				return l;
		}
	}
	return NULL;
}

const char *app_objective_text(const struct lesson *l, const char *id)
{
	for (size_t i = 0; l && i < l->objective_count; i++)
		if (!strcmp(l->objectives[i].id, id))
			return l->objectives[i].text;
	return id;
}

static bool asks_about(const struct lesson_step *s, const char *objective)
{
	const struct lesson_exercise *e = s->exercise;

	if ((s->predict && !strcmp(s->predict->objective, objective)) ||
	    (s->observe && !strcmp(s->observe->objective, objective)))
		return true;
	for (size_t i = 0; e && i < e->question_count; i++)
		if (!strcmp(e->questions[i].objective, objective))
			return true;
	return false;
}

const struct lesson_step *app_step_about(const struct lesson *l,
					 const char *objective)
{
	for (size_t i = 0; l && i < l->step_count; i++)
		if (asks_about(&l->steps[i], objective))
			return &l->steps[i];
	/* A card shows it, where no question with a demo does. */
	for (size_t i = 0; l && i < l->card_count; i++) {
		int step = lesson_find_step(l, l->cards[i].run);

		if (step >= 0 && !strcmp(l->cards[i].objective, objective))
			return &l->steps[step];
	}
	for (size_t i = 0; l && i < l->step_count; i++)
		if (l->steps[i].demo)
			return &l->steps[i];
	return l && l->step_count ? l->steps : NULL;
}

/* ---- gathering ---- */

enum standing { WEAK, SHAKY, KNOWN, NOT_ASKED };

static const char *const standings[] = { "weak", "shaky", "known",
					 "not-asked" };

struct row {
	struct progress_objective o;
	const struct lesson *lesson; /* NULL: not in the course any more */
	enum standing standing;
};

struct report {
	const struct app_student *student;
	struct row *rows;
	size_t count, cap;
};

static struct row *add_row(struct report *r)
{
	r->rows = mem_grow(r->rows, r->count, &r->cap, sizeof(*r->rows));
	r->rows[r->count] = (struct row){ .standing = NOT_ASKED };
	return &r->rows[r->count++];
}

/* Of the last five answers: four right ones are enough to be known. */
static enum standing standing_of(const struct progress_objective *o)
{
	int asked = o->recent_right + o->recent_wrong;

	if (!asked || o->recent_right * 2 < asked)
		return WEAK;
	return o->recent_right * RECENT >= asked * 4 ? KNOWN : SHAKY;
}

static bool add_answered(void *arg, const struct progress_objective *o)
{
	struct report *r = arg;
	struct row *row = add_row(r);

	row->o = *o;
	row->standing = standing_of(o);
	row->lesson = app_find_lesson(r->student->catalog, o->topic, o->lesson);
	return true;
}

static bool is_answered(const struct report *r, size_t answered,
			const struct lesson *l, const char *id)
{
	for (size_t i = 0; i < answered; i++)
		if (r->rows[i].lesson == l && !strcmp(r->rows[i].o.id, id))
			return true;
	return false;
}

static void add_not_asked(struct report *r, const struct lesson *l,
			  size_t answered)
{
	for (size_t i = 0; i < l->objective_count; i++) {
		struct row *row;

		if (is_answered(r, answered, l, l->objectives[i].id))
			continue;
		row = add_row(r);
		row->lesson = l;
		(void)snprintf(row->o.topic, sizeof(row->o.topic), "%s",
			       l->topic);
		(void)snprintf(row->o.lesson, sizeof(row->o.lesson), "%s",
			       l->id);
		(void)snprintf(row->o.id, sizeof(row->o.id), "%s",
			       l->objectives[i].id);
	}
}

static void gather(struct report *r)
{
	const struct catalog *c = r->student->catalog;
	size_t answered;

	progress_objectives(r->student->progress, add_answered, r);
	answered = r->count;
	for (size_t i = 0; i < c->count; i++)
		for (size_t j = 0; j < c->topics[i].count; j++)
			if (c->topics[i].entries[j].lesson)
				add_not_asked(r, c->topics[i].entries[j].lesson,
					      answered);
}

static size_t count_of(const struct report *r, enum standing standing)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++)
		n += r->rows[i].standing == standing;
	return n;
}

/* ---- in words ---- */

static void add_numbers(const struct progress_objective *o, struct str *out)
{
	int asked = o->recent_right + o->recent_wrong;

	if (asked)
		str_addf(out, "%d of the last %d right", o->recent_right,
			 asked);
	else
		str_add(out, "not answered");
	if (o->certain_wrong)
		str_addf(out, ", %d wrong though certain", o->certain_wrong);
	if (o->skipped)
		str_addf(out, ", %d skipped", o->skipped);
	if (o->shown)
		str_addf(out, ", %d solution%s shown", o->shown,
			 o->shown == 1 ? "" : "s");
}

static void add_advice(const struct row *row, struct str *out)
{
	const struct lesson_step *step = app_step_about(row->lesson, row->o.id);

	if (step)
		str_addf(out, "procession %s/%s:%s", row->o.topic,
			 row->o.lesson, step->id);
}

static void add_part(const struct report *r, const char *title,
		     enum standing standing, struct str *out)
{
	if (!count_of(r, standing))
		return;
	str_addf(out, "\n%s\n", title);
	for (size_t i = 0; i < r->count; i++) {
		const struct row *row = &r->rows[i];

		if (row->standing != standing)
			continue;
		str_addf(out, "  %s  (%s/%s)\n",
			 app_objective_text(row->lesson, row->o.id),
			 row->o.topic, row->o.lesson);
		if (standing != NOT_ASKED) {
			str_add(out, "      ");
			add_numbers(&row->o, out);
			str_add_char(out, '\n');
		}
		if (standing == KNOWN || !row->lesson)
			continue;
		str_add(out, standing == NOT_ASKED ? "      see "
						   : "      look again: ");
		add_advice(row, out);
		str_add_char(out, '\n');
	}
}

struct exam_text {
	const struct catalog *catalog;
	struct str *out;
};

static bool add_exam_objective(void *arg, const struct progress_objective *o)
{
	const struct exam_text *x = arg;
	const struct lesson *l =
		app_find_lesson(x->catalog, o->topic, o->lesson);

	str_addf(x->out, "      %d of %d  %s\n", o->right,
		 o->right + o->wrong + o->skipped,
		 app_objective_text(l, o->id));
	return true;
}

static void add_exams(const struct report *r, struct str *out)
{
	struct exam_text x = { r->student->catalog, out };
	struct progress_exam exams[EXAMS];
	int n = progress_exams(r->student->progress, exams, EXAMS);

	if (n)
		str_add(out, "\nExams, the latest first\n");
	for (int i = 0; i < n; i++) {
		const struct progress_exam *e = &exams[i];

		str_add(out, "  ");
		app_add_date(out, e->began);
		str_addf(out,
			 "  %d of %d right, %d wrong, %d skipped, "
			 "%d not answered%s\n",
			 e->right, e->questions, e->wrong, e->skipped,
			 e->questions - e->right - e->wrong - e->skipped,
			 e->ended ? "" : " (broken off)");
		progress_exam_objectives(r->student->progress, e->began,
					 add_exam_objective, &x);
	}
}

static void as_text(const struct report *r, struct str *out)
{
	int due = progress_due_count(r->student->progress, app_now_ms());

	str_addf(out,
		 "Of %zu objectives: %zu known, %zu shaky, %zu weak, %zu not "
		 "asked yet.\n",
		 r->count, count_of(r, KNOWN), count_of(r, SHAKY),
		 count_of(r, WEAK), count_of(r, NOT_ASKED));
	if (due)
		str_addf(out, "%d to review now: procession review\n", due);
	add_part(r, "Weak, the weakest first", WEAK, out);
	add_part(r, "Shaky", SHAKY, out);
	add_part(r, "Known", KNOWN, out);
	add_part(r, "Not asked yet", NOT_ASKED, out);
	add_exams(r, out);
}

/* ---- as JSON ---- */

static void add_string(struct str *out, const char *key, const char *value)
{
	str_addf(out, "\"%s\":\"", key);
	str_add_json(out, value, strlen(value));
	str_add(out, "\"");
}

static void add_row_json(const struct row *row, struct str *out)
{
	const struct progress_objective *o = &row->o;
	const struct lesson_step *step = app_step_about(row->lesson, o->id);

	str_add_char(out, '{');
	add_string(out, "topic", o->topic);
	str_add_char(out, ',');
	add_string(out, "lesson", o->lesson);
	str_add_char(out, ',');
	add_string(out, "objective", o->id);
	str_add_char(out, ',');
	add_string(out, "text", app_objective_text(row->lesson, o->id));
	str_add_char(out, ',');
	add_string(out, "standing", standings[row->standing]);
	str_addf(out,
		 ",\"right\":%d,\"wrong\":%d,\"recent_right\":%d,"
		 "\"recent_wrong\":%d,\"skipped\":%d,\"shown\":%d,"
		 "\"certain_wrong\":%d,\"last\":%lld,",
		 o->right, o->wrong, o->recent_right, o->recent_wrong,
		 o->skipped, o->shown, o->certain_wrong, (long long)o->last);
	add_string(out, "look", step ? step->id : "");
	str_add_char(out, '}');
}

static bool add_exam_objective_json(void *arg,
				    const struct progress_objective *o)
{
	struct str *out = arg;

	str_add(out, out->buf[out->len - 1] == '[' ? "{" : ",{");
	add_string(out, "topic", o->topic);
	str_add_char(out, ',');
	add_string(out, "lesson", o->lesson);
	str_add_char(out, ',');
	add_string(out, "objective", o->id);
	str_addf(out, ",\"right\":%d,\"wrong\":%d,\"skipped\":%d}", o->right,
		 o->wrong, o->skipped);
	return true;
}

static void add_exams_json(const struct report *r, struct str *out)
{
	struct progress_exam exams[EXAMS];
	int n = progress_exams(r->student->progress, exams, EXAMS);

	for (int i = 0; i < n; i++) {
		const struct progress_exam *e = &exams[i];

		str_addf(out,
			 "%s{\"began\":%lld,\"ended\":%lld,\"seconds\":%d,"
			 "\"questions\":%d,\"right\":%d,\"wrong\":%d,"
			 "\"skipped\":%d,\"objectives\":[",
			 i ? "," : "", (long long)e->began, (long long)e->ended,
			 e->seconds, e->questions, e->right, e->wrong,
			 e->skipped);
		progress_exam_objectives(r->student->progress, e->began,
					 add_exam_objective_json, out);
		str_add(out, "]}");
	}
}

static void as_json(const struct report *r, struct str *out)
{
	const char *learner = r->student->options->learner;

	str_add_char(out, '{');
	add_string(out, "learner", learner ? learner : "");
	str_addf(out, ",\"due\":%d,\"objectives\":[",
		 progress_due_count(r->student->progress, app_now_ms()));
	for (size_t i = 0; i < r->count; i++) {
		if (i)
			str_add_char(out, ',');
		add_row_json(&r->rows[i], out);
	}
	str_add(out, "],\"exams\":[");
	add_exams_json(r, out);
	str_add(out, "]}\n");
}

int app_report(const struct app_student *s)
{
	struct report r = { .student = s };
	SCOPED_STR text = STR_INIT;

	if (s->options->class_dir)
		return app_report_class(s);
	if (s->trouble->code)
		(void)fprintf(stderr, "procession: %s\n", s->trouble->text);
	gather(&r);
	if (s->options->json)
		as_json(&r, &text);
	else
		as_text(&r, &text);
	free(r.rows);
	(void)fwrite(text.buf, 1, text.len, stdout);
	return fflush(stdout) == 0 ? 0 : 1;
}
