/* SPDX-License-Identifier: MIT */
/*
 * May the programs of this folder run?
 */
#ifndef VIEW_TRUST_H
#define VIEW_TRUST_H

#include "ui/canvas.h"

struct view_trust {
	const char *folder;  /* of the course */
	const char *program; /* that is about to run */
};

/* A box over whatever is drawn. */
void view_trust_draw(const struct view_trust *t, struct ui_canvas *c);

#endif
