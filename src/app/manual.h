/* SPDX-License-Identifier: MIT */
#ifndef APP_MANUAL_H
#define APP_MANUAL_H

struct app_tui;

/*
 * Show a page of the manual: man gets the terminal until the reader leaves it.
 * Says so if there is no such page, or no man.
 */
void app_manual(struct app_tui *t, const char *page, const char *section);

#endif
