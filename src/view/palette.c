/* SPDX-License-Identifier: MIT */
#include "view/palette.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ui/layout.h"

#define NAME_COLS 16
#define KEY_COLS  16
#define ROWS_MOST 14

enum rank { BEGINS, WORD_BEGINS, HAS, IN_ORDER, IN_HELP, NOT };

static size_t first_len(const char *typed)
{
	return strcspn(typed, " ");
}

enum ui_command view_palette_command(const char *typed)
{
	char name[16];
	size_t len = first_len(typed);

	if (len >= sizeof(name))
		return UI_CMD_NONE;
	memcpy(name, typed, len);
	name[len] = '\0';
	return ui_command_find(name);
}

bool view_palette_has_argument(const char *typed)
{
	return typed[first_len(typed)] == ' ';
}

const char *view_palette_argument(const char *typed)
{
	const char *rest = typed + first_len(typed);

	return rest + strspn(rest, " ");
}

static bool in_order(const char *name, const char *typed, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		name = strchr(name, typed[i]);
		if (!name)
			return false;
		name++;
	}
	return true;
}

static enum rank rank_of(const struct ui_command_info *info, const char *typed)
{
	char word[32];
	size_t len = first_len(typed);
	const char *at;

	if (len >= sizeof(word))
		return NOT;
	memcpy(word, typed, len);
	word[len] = '\0';
	at = strcasestr(info->name, word);
	if (at == info->name)
		return BEGINS;
	if (at)
		return at[-1] == '-' ? WORD_BEGINS : HAS;
	if (in_order(info->name, word, len))
		return IN_ORDER;
	return len > 2 && strcasestr(info->help, word) ? IN_HELP : NOT;
}

/* By rank, in the order of the list; @applies: those that do, or the others. */
static void add_commands(struct view_palette *p, bool applies)
{
	for (int rank = BEGINS; rank < NOT; rank++)
		for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++) {
			enum ui_command c = (enum ui_command)i;

			if (ui_command_applies(c, p->where) == applies &&
			    (int)rank_of(ui_command_info(c), p->typed) == rank)
				p->commands[p->command_count++] = c;
		}
}

static void add_words(struct view_palette *p)
{
	const char *argument = view_palette_argument(p->typed);
	size_t len = strlen(argument);

	for (const char *at = p->words; *at;) {
		size_t n = strcspn(at, "\n");

		if (n >= len && !strncasecmp(at, argument, len) &&
		    p->fit_count < VIEW_WORDS_MAX) {
			p->fits[p->fit_count].start = at;
			p->fits[p->fit_count++].len = (int)n;
		}
		at += n + (at[n] == '\n');
	}
}

void view_palette_update(struct view_palette *p)
{
	p->command_count = p->fit_count = 0;
	if (view_palette_has_argument(p->typed)) {
		add_words(p);
	} else {
		add_commands(p, true);
		add_commands(p, false);
	}
	p->list.cursor = 0;
	ui_list_resize(&p->list, p->command_count + p->fit_count, p->list.page);
	ui_list_select(&p->list, 0);
}

void view_palette_complete(const struct view_palette *p, struct str *out)
{
	size_t at = p->list.cursor;

	if (at < p->command_count)
		str_add(out, ui_command_info(p->commands[at])->name);
	else if (at < p->fit_count)
		str_addf(out, "%.*s %.*s", (int)first_len(p->typed), p->typed,
			 p->fits[at].len, p->fits[at].start);
}

void view_palette_layout(struct view_palette *p, int rows)
{
	int room = rows - 4;
	size_t page = room > ROWS_MOST ? ROWS_MOST
		      : room > 0       ? (size_t)room
				       : 0;

	if (page > p->list.count)
		page = p->list.count;
	ui_list_resize(&p->list, p->list.count, page);
}

/* Where it applies, for one that does not here. */
static void add_places(const struct ui_command_info *info, struct str *out)
{
	str_add(out, "only");
	for (const char *at = info->where; *at; at++)
		str_addf(out, "%s %s", at == info->where ? "" : ",",
			 ui_place_words(*at));
}

static void draw_command(const struct view_palette *p, struct ui_canvas *c,
			 struct ui_rect row, enum ui_command command)
{
	const struct ui_command_info *info = ui_command_info(command);
	bool applies = ui_command_applies(command, p->where);
	int key_cols = row.cols < 60 ? 8 : KEY_COLS;
	SCOPED_STR help = STR_INIT;

	if (applies)
		str_add(&help, info->help);
	else
		add_places(info, &help);
	ui_text_fit(c, row, 0, 1, NAME_COLS - 1, applies ? UI_STRONG : UI_FAINT,
		    info->name);
	ui_text_fit(c, row, 0, 1 + NAME_COLS, key_cols - 1,
		    applies ? UI_KEY : UI_FAINT, ui_command_keys(command));
	ui_text_fit(c, row, 0, 1 + NAME_COLS + key_cols,
		    row.cols - NAME_COLS - key_cols - 2,
		    applies ? UI_NORMAL : UI_FAINT, help.buf);
}

void view_palette_draw(const struct view_palette *p, struct ui_canvas *c)
{
	struct ui_rect all = ui_canvas_rect(c), box = all, in;
	const struct ui_list *l = &p->list;
	char buf[48];

	box.rows = (int)l->page + 2;
	box.row = all.rows - 1 - box.rows;
	if (!l->page || box.row < 0)
		return;
	ui_fill(c, box, UI_NORMAL, ' ');
	in = ui_frame(c, box, true, "Commands", ui_list_note(l, buf));
	for (size_t i = 0; i < l->page; i++) {
		size_t at = l->first + i;
		struct ui_rect row = { in.row + (int)i, in.col, 1, in.cols };

		if (at < p->command_count)
			draw_command(p, c, row, p->commands[at]);
		else if (at < p->fit_count)
			(void)ui_text_n(c, row, 0, 1, UI_NORMAL,
					p->fits[at].start,
					(size_t)p->fits[at].len);
		if (at != l->cursor)
			continue;
		ui_restyle(c, row, UI_SELECTED);
		(void)ui_text(c, row, 0, 0, UI_SELECTED | UI_STYLE(UI_BOLD),
			      "▌");
	}
	ui_list_marks(l, c, box);
}
