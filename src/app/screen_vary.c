/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/screen.h"
#include "base/mem.h"
#include "base/str.h"
#include "view/vary.h"

struct vary {
	struct app_screen base;
	struct view_vary view;
	struct lesson_parameter *values;
	char typed[16];   /* a number, as far as it has been typed */
	struct str wrong; /* with it */
	void (*apply)(void *arg);
	void *arg;
};

static struct vary *vary_of(const struct app_screen *s)
{
	return (struct vary *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	(void)s;
	return "v#";
}

static void set(struct vary *v, size_t i, const char *value)
{
	char *copy = mem_text(value);

	free(v->values[i].value);
	v->values[i].value = copy;
}

static void change(struct vary *v, int by)
{
	SCOPED_STR value = STR_INIT;
	size_t i = v->view.cursor;

	view_vary_changed(&v->view.rows.at[i], v->values[i].value, by, &value);
	set(v, i, value.buf);
}

static void reset(struct vary *v)
{
	for (size_t i = 0; i < v->view.rows.count; i++)
		set(v, i, view_vary_own(v->view.demo, &v->view.rows.at[i]));
}

/* What was typed becomes the value; false: it cannot. */
static bool take_typed(struct vary *v)
{
	SCOPED_STR value = STR_INIT;
	size_t i = v->view.cursor;

	str_clear(&v->wrong);
	if (!*v->typed)
		return true;
	if (view_vary_typed(&v->view.rows.at[i], v->typed, &value, &v->wrong) <
	    0)
		return false;
	set(v, i, value.buf);
	*v->typed = '\0';
	return true;
}

/* Digits, a point and a minus go to the value at the cursor. */
static bool key(struct app_screen *s, uint32_t key)
{
	struct vary *v = vary_of(s);
	size_t len = strlen(v->typed);
	const struct lesson_vary *at =
		v->view.rows.count ? &v->view.rows.at[v->view.cursor] : NULL;
	bool number = at && !at->choice_count;

	if (key == UI_KEY_BACKSPACE && len) {
		v->typed[len - 1] = '\0';
	} else if (number && len + 1 < sizeof(v->typed) &&
		   ((key >= '0' && key <= '9') || (key == '.' && len) ||
		    (key == '-' && !len && at->min < 0))) {
		v->typed[len] = (char)key;
		v->typed[len + 1] = '\0';
	} else {
		return false;
	}
	str_clear(&v->wrong);
	return true;
}

static bool command(struct app_screen *s, enum ui_command c)
{
	struct vary *v = vary_of(s);

	if (c == UI_CMD_RESET) {
		*v->typed = '\0';
		str_clear(&v->wrong);
	} else if (c != UI_CMD_QUIT && c != UI_CMD_HELP && !take_typed(v)) {
		return true;
	}
	if (c == UI_CMD_UP) {
		view_vary_move(&v->view, -1);
	} else if (c == UI_CMD_DOWN) {
		view_vary_move(&v->view, 1);
	} else if (c == UI_CMD_LESS) {
		change(v, -1);
	} else if (c == UI_CMD_MORE) {
		change(v, 1);
	} else if (c == UI_CMD_RESET) {
		reset(v);
	} else if (c == UI_CMD_APPLY) {
		void (*apply)(void *) = v->apply;
		void *arg = v->arg;

		app_tui_pop(s->tui);
		apply(arg);
	} else {
		return false;
	}
	return true;
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	struct vary *v = vary_of(s);
	struct ui_rect all = ui_canvas_rect(c);

	v->view.typed = v->typed;
	v->view.wrong = v->wrong.buf;
	view_vary_layout(&v->view, all.rows, all.cols);
	view_vary_draw(&v->view, c);
}

static void free_vary(struct app_screen *s)
{
	str_release(&vary_of(s)->wrong);
	free(vary_of(s));
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.key = key,
	.draw = draw,
	.free = free_vary,
};

struct app_screen *app_screen_vary(const struct view_vary *what,
				   struct lesson_parameter *values,
				   void (*apply)(void *arg), void *arg)
{
	struct vary *v = mem_new(1, sizeof(*v));

	v->base.ops = &ops;
	v->base.overlay = true;
	v->view = *what;
	v->view.values = values;
	v->wrong = STR_INIT;
	v->values = values;
	v->apply = apply;
	v->arg = arg;
	return &v->base;
}
