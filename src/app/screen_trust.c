/* SPDX-License-Identifier: MIT */
/*
 * The question before the first program of a course that did not come with the
 * player.
 */
#include <stdint.h>
#include <stdlib.h>

#include "app/screen.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "progress/marks.h"
#include "view/trust.h"

struct trust {
	struct app_screen base;
	struct view_trust view;
	char *folder, *program;
	void (*yes)(void *arg);
	void *arg;
};

static struct trust *trust_of(const struct app_screen *s)
{
	return (struct trust *)(uintptr_t)s;
}

static const char *where(const struct app_screen *s)
{
	(void)s;
	return "y";
}

static bool command(struct app_screen *s, enum ui_command c)
{
	struct trust *t = trust_of(s);
	struct app_tui *tui = s->tui;
	void (*yes)(void *) = t->yes;
	void *arg = t->arg;

	if (c == UI_CMD_TRUST) {
		(void)progress_trust(app_tui_context(tui)->progress, t->folder,
				     clock_today_ms());
		app_tui_pop(tui);
		yes(arg);
	} else if (c == UI_CMD_REFUSE || c == UI_CMD_QUIT) {
		app_tui_pop(tui);
		app_tui_say(tui, "It was not run; run it again to be asked "
				 "again");
	} else {
		return false;
	}
	return true;
}

static void draw(struct app_screen *s, struct ui_canvas *c)
{
	view_trust_draw(&trust_of(s)->view, c);
}

static void free_trust(struct app_screen *s)
{
	free(trust_of(s)->folder);
	free(trust_of(s)->program);
	free(trust_of(s));
}

static const struct app_screen_ops ops = {
	.where = where,
	.command = command,
	.draw = draw,
	.free = free_trust,
};

struct app_screen *app_screen_trust(const char *folder, const char *program,
				    void (*yes)(void *arg), void *arg)
{
	struct trust *t = mem_new(1, sizeof(*t));

	t->base.ops = &ops;
	t->base.overlay = true;
	t->view.folder = t->folder = mem_text(folder);
	t->view.program = t->program = mem_text(program);
	t->yes = yes;
	t->arg = arg;
	return &t->base;
}
