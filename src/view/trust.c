/* SPDX-License-Identifier: MIT */
#include "view/trust.h"

#include "base/str.h"
#include "ui/command.h"
#include "view/page.h"

#define WIDTH 64

static void fill(struct view_page *p, const void *arg)
{
	const struct view_trust *t = arg;

	view_page_next(p);
	view_page_words(p, 1, UI_STRONG, t->folder);
	view_page_next(p);
	view_page_words(p, 1, UI_NORMAL,
			"This course did not come with Procession. Its "
			"programs can do whatever you can do: read your "
			"files, change them, use the network.");
	view_page_next(p);
	view_page_words(p, 1, UI_NORMAL,
			"Say yes only if you trust who made it. You will not "
			"be asked again for this folder.");
	view_page_next(p);
}

void view_trust_draw(const struct view_trust *t, struct ui_canvas *c)
{
	SCOPED_STR title = STR_INIT, leave = STR_INIT;
	char yes[16], no[16];
	struct view_box_page box = { .cols = WIDTH, .fill = fill, .arg = t };

	str_addf(&title, "May %s run?", t->program);
	str_addf(&leave, "%s yes, run it   %s no",
		 ui_command_key(UI_CMD_TRUST, yes),
		 ui_command_key(UI_CMD_REFUSE, no));
	box.title = title.buf;
	box.leave = leave.buf;
	view_box_page_draw(&box, c, 0);
}
