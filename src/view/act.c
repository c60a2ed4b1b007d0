/* SPDX-License-Identifier: MIT */
/*
 *	 consumer 4712   ‖ waiting   nice 0
 *	 get tasks for 0.75 s
 *
 *	▌z  stop          SIGSTOP, until it is continued
 *	 c  continue      it is not stopped
 *	 ...
 */
#include "view/act.h"

#include "base/utf8.h"
#include "ui/layout.h"
#include "view/footer.h"
#include "view/message.h"
#include "view/order.h"
#include "view/pane.h"
#include "view/process_row.h"

enum { WIDTH = 76, ABOUT_COL = 17, HEAD_ROWS = 3, FOOT_ROWS = 2 };

static const struct {
	enum ui_command command;
	const char *does;
} items[] = {
	{ UI_CMD_ACT_STOP, "SIGSTOP, until it is continued" },
	{ UI_CMD_ACT_CONTINUE, "SIGCONT, from where it was stopped" },
	{ UI_CMD_ACT_TERMINATE, "SIGTERM, a request: it may tidy up" },
	{ UI_CMD_ACT_KILL, "SIGKILL, at once, without a last word" },
	{ UI_CMD_ACT_NICER, "5 more: it gives way on a busy CPU" },
	{ UI_CMD_ACT_LESS_NICE, "5 fewer: others give way to it" },
	{ UI_CMD_ACT_STEP, "up to its next call that others see" },
	{ UI_CMD_ACT_FOLLOW, "stays selected, and the source with it" },
};
#define ITEMS (sizeof(items) / sizeof(*items))

enum ui_command view_act_at_cursor(const struct view_act *a)
{
	return items[a->cursor < ITEMS ? a->cursor : 0].command;
}

void view_act_point(struct view_act *a, enum ui_command c)
{
	for (size_t i = 0; i < ITEMS; i++)
		if (items[i].command == c)
			a->cursor = i;
}

void view_act_move(struct view_act *a, long by)
{
	long to = (long)a->cursor + by;

	a->cursor = to < 0 ? 0 : to >= (long)ITEMS ? ITEMS - 1 : (size_t)to;
}

/* ---- what can be done ---- */

static const char *why_no_run(const struct view_player *p)
{
	switch (p->run) {
	case VIEW_RUN_NONE:
	case VIEW_RUN_STARTING:
	case VIEW_RUN_FAILED:
		return "nothing runs";
	case VIEW_RUN_ENDED:
		return "the run is over";
	case VIEW_RUN_PLAYING:
	case VIEW_RUN_RECORDING:
		return "this is a recording";
	case VIEW_RUN_PAST:
		return p->history && history_head(p->history)->over
			       ? "the run is over"
			       : NULL;
	case VIEW_RUN_LIVE:
	case VIEW_RUN_PAUSED:
		break;
	}
	return NULL;
}

static const char *why_not_nice(const struct view_act *a, bool more)
{
	if (!a->nice_known)
		return "its nice value is not known";
	if (more && a->nice >= 19)
		return "19 is as nice as can be";
	if (!more && a->nice <= -20)
		return "-20 is the least there is";
	return NULL;
}

static const char *why_not_alive(const struct view_act *a,
				 const struct model_process *p,
				 enum ui_command c)
{
	bool stopped = p->state == MODEL_STOPPED;

	if (c == UI_CMD_ACT_STOP && stopped)
		return "it is stopped already";
	if (c == UI_CMD_ACT_CONTINUE && !stopped)
		return "it is not stopped";
	if (c == UI_CMD_ACT_STEP && stopped)
		return "it is stopped: continue it first";
	if (c == UI_CMD_ACT_STEP && p->untraced)
		return "its calls are not seen";
	if (c == UI_CMD_ACT_NICER || c == UI_CMD_ACT_LESS_NICE)
		return why_not_nice(a, c == UI_CMD_ACT_NICER);
	return NULL;
}

const char *view_act_why_not(const struct view_act *a, enum ui_command c)
{
	const struct model_process *p = view_pane_selected(a->player);
	const char *why;

	if (!p)
		return "there is no process";
	if (c == UI_CMD_ACT_FOLLOW)
		return NULL;
	why = why_no_run(a->player);
	if (why)
		return why;
	if (p->state == MODEL_ENDED)
		return "it has ended";
	if (p->state == MODEL_ZOMBIE)
		return "a zombie has ended already";
	return why_not_alive(a, p, c);
}

uint32_t view_act_neighbour(const struct view_player *p, int by)
{
	const struct model *m = p->model;
	const struct model_process *now = view_pane_selected(p);
	long count = m ? (long)m->process_count : 0, row;

	if (!count)
		return 0;
	row = now      ? (long)view_order_row(&p->order,
					      (size_t)(now - m->processes))
	      : by > 0 ? -1
		       : count;
	for (long i = 0; i < count; i++) {
		const struct model_process *at;

		row = (row + by + count) % count;
		at = &m->processes[view_order_process(&p->order, (size_t)row)];
		if (at->state < MODEL_ZOMBIE)
			return at->pid;
	}
	return now ? now->pid : 0;
}

/* ---- drawing ---- */

static struct ui_rect box_for(struct ui_rect all)
{
	return ui_rect_centre(all, (int)ITEMS + HEAD_ROWS + FOOT_ROWS + 3,
			      WIDTH);
}

static struct ui_list list_for(const struct view_act *a, struct ui_rect all)
{
	struct ui_list list = { .first = a->scroll, .cursor = a->cursor };
	int rows = box_for(all).rows - 2 - HEAD_ROWS - FOOT_ROWS;

	ui_list_resize(&list, ITEMS, rows > 1 ? (size_t)rows : 1);
	ui_list_select(&list, a->cursor);
	return list;
}

void view_act_layout(struct view_act *a, int rows, int cols)
{
	a->scroll = list_for(a, (struct ui_rect){ 0, 0, rows, cols }).first;
}

static void draw_head(const struct view_act *a, struct ui_canvas *c,
		      struct ui_rect in)
{
	const struct model_process *p = view_pane_selected(a->player);
	struct view_state s;
	SCOPED_STR name = STR_INIT;
	int col = 1;

	if (!p) {
		(void)ui_text(c, in, 0, col, UI_FAINT, "Nobody is there.");
		return;
	}
	s = view_pane_state(a->player->model, p);
	view_pane_name(a->player, a->player->model, p->pid, &name);
	if (model_process_has_name(a->player->model, p))
		str_addf(&name, " %u", p->pid);
	col = ui_text(c, in, 0, col, UI_STRONG, name.buf) + 3;
	col = ui_textf(c, in, 0, col, s.role, "%s %s", s.mark, s.word) + 3;
	if (a->nice_known)
		col = ui_textf(c, in, 0, col, UI_NORMAL, "nice %d", a->nice) +
		      3;
	if (a->chosen)
		ui_text_fit(c, in, 0, col, in.cols - col, UI_FAINT,
			    "(none was selected)");
	str_clear(&name);
	view_process_doing(a->player, p, in.cols - 2, &name);
	ui_text_fit(c, in, 1, 1, in.cols - 2, UI_NORMAL, name.buf);
}

static const char *label_of(const struct view_act *a, enum ui_command c)
{
	if (c == UI_CMD_ACT_FOLLOW && a->player->followed &&
	    a->player->followed == a->player->selected)
		return "follow no more";
	return ui_command_info(c)->brief;
}

static void draw_item(const struct view_act *a, struct ui_canvas *c,
		      struct ui_rect row, size_t i)
{
	enum ui_command command = items[i].command;
	const char *why = view_act_why_not(a, command);
	ui_style style = why ? UI_FAINT : UI_NORMAL;
	char key[16];

	(void)ui_text(c, row, 0, 1, why ? UI_FAINT : UI_STRONG,
		      ui_command_key(command, key));
	(void)ui_text(c, row, 0, 4, style, label_of(a, command));
	if (why)
		(void)ui_text(c, row, 0, ABOUT_COL + 2, style, "─ ");
	ui_text_fit(c, row, 0, ABOUT_COL + (why ? 4 : 2),
		    row.cols - ABOUT_COL - (why ? 4 : 2), UI_FAINT,
		    why ? why : items[i].does);
	if (i != a->cursor)
		return;
	ui_restyle(c, row, UI_SELECTED);
	(void)ui_text(c, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD), "▌");
}

static const struct view_key keys[] = {
	{ UI_CMD_ACT_DO, UI_CMD_NONE, NULL, 9 },
	{ UI_CMD_ACT_BEFORE, UI_CMD_ACT_OTHER, "another process", 8 },
	{ UI_CMD_QUIT, UI_CMD_NONE, "leave", 7 },
};

void view_act_draw(const struct view_act *a, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c), box = box_for(all), in, row;
	struct ui_list list = list_for(a, all);
	char buf[48];

	in = view_box(c, box.rows, box.cols, "What to do with",
		      ui_list_note(&list, buf));
	draw_head(a, c, in);
	for (size_t i = 0; i < list.page && list.first + i < list.count; i++) {
		row = (struct ui_rect){ in.row + HEAD_ROWS + (int)i, in.col, 1,
					in.cols };
		draw_item(a, c, row, list.first + i);
	}
	row = in;
	row.row += in.rows - 2;
	row.rows = 1;
	if (a->said)
		ui_text_fit(c, row, 0, 1, row.cols - 2, UI_NOTICE, a->said);
	row.row++;
	ui_fill(c, row, UI_FOOTER, ' ');
	view_keys_draw(c, row, 1, "x", keys, sizeof(keys) / sizeof(*keys));
}
