/* SPDX-License-Identifier: MIT */
#include "app/manual.h"

#include <errno.h>
#include <string.h>

#include "app/screen.h"
#include "base/str.h"

#define NO_PAGE 16 /* of man, and of most others: see man(1) */

void app_manual(struct app_tui *t, const char *page, const char *section)
{
	static char man[] = "man", options_end[] = "--";
	char name[96], number[48];
	char *argv[] = { man, options_end, number, name, NULL };
	SCOPED_STR say = STR_INIT;
	int status;

	(void)snprintf(name, sizeof(name), "%s", page);
	(void)snprintf(number, sizeof(number), "%s", section);
	status = app_tui_lend(t, argv);
	if (status == -ENOENT)
		str_addf(&say,
			 "There is no program man here: install man-db to read "
			 "%s(%s)",
			 page, section);
	else if (status < 0)
		str_addf(&say, "man cannot be started: %s", strerror(-status));
	else if (status == NO_PAGE)
		str_addf(&say,
			 "The manual here has no page %s(%s): install "
			 "manpages-dev",
			 page, section);
	else if (status)
		str_addf(&say, "man %s %s ended with status %d", section, page,
			 status);
	if (say.len)
		app_tui_say(t, say.buf);
}
