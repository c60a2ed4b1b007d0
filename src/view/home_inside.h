/* SPDX-License-Identifier: MIT */
/*
 * What the files of the home screen share: home.c (rows and places),
 * home_find.c (looking for words), home_draw.c (the list) and home_detail.c
 * (what the line under the cursor is about).
 */
#ifndef VIEW_HOME_INSIDE_H
#define VIEW_HOME_INSIDE_H

#include "view/home.h"

/* A line of the list, and of what is below it, is no wider. */
#define VIEW_HOME_WIDTH  110
#define VIEW_METER_CELLS 12

const struct catalog_topic *view_home_topic_of(const struct view_home *h,
					       struct view_home_row row);
/* NULL: the row is a topic. */
const struct catalog_entry *view_home_entry_of(const struct view_home *h,
					       struct view_home_row row);
/* Whether the lessons of a topic are listed. */
bool view_home_is_open(const struct view_home *h, size_t topic);
/* Whether the words are in what is said of the topic itself. */
bool view_home_topic_fits(const struct view_home *h, size_t topic);
/* Whether a lesson is listed below its topic, which is open. */
bool view_home_is_listed(const struct view_home *h, size_t topic, size_t entry);
/* How many lessons the topics before @topic have. */
size_t view_home_before(const struct catalog *c, size_t topic);

struct progress_lesson view_home_progress(const struct view_home *h,
					  size_t lesson);
/* Whether the lesson is another one than when it was seen. */
bool view_home_has_changed(const struct catalog_entry *e,
			   const struct progress_lesson *done);

/* The rows at the bottom that tell about the line under the cursor. */
int view_home_detail_rows(int rows);
/* The row above the keys that names the paths, if there are any to choose. */
int view_home_route_rows(const struct view_home *h, int rows);
/* The part of a wide screen that is used. */
struct ui_rect view_home_middle(int rows, int cols);
/* How much of all is done, from column @col of @row on. */
void view_home_draw_meter(struct ui_canvas *c, struct ui_rect row, int col,
			  size_t done, size_t all);
void view_home_draw_detail(const struct view_home *h, struct ui_canvas *c,
			   struct ui_rect all);

#endif
