/* SPDX-License-Identifier: MIT */
/*
 * Lines and corners as four arms, so that lines that meet can be joined.
 */
#ifndef UI_BOX_H
#define UI_BOX_H

#include <stdbool.h>
#include <stdint.h>

/* The weight of each arm: 0 none, 1 light, 2 heavy. */
struct ui_box {
	unsigned char up, right, down, left;
};

/* Whether @rune is made of arms, and which. */
bool ui_box_arms(uint32_t rune, struct ui_box *ret);
/* The character with these arms, light corners round; ' ' without arms. */
uint32_t ui_box_rune(struct ui_box arms);
/* Both together; the heavier arm wins. */
struct ui_box ui_box_join(struct ui_box a, struct ui_box b);

#endif
