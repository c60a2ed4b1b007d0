/* SPDX-License-Identifier: MIT */
/*
 * A line to type in.
 *
 *	Left Right Home End	move		Backspace Delete	one
 *character
 *	Ctrl-A Ctrl-E		the ends	Ctrl-U Ctrl-K		all
 *before, after Up Down			older, newer lines	Ctrl-W a word
 *
 * Characters that combine move and go with the one before them.
 */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "ui/canvas.h"

/* Lines that were entered, the oldest first; zero-initialised is none. */
#define UI_HISTORY_MAX 32
struct ui_history {
	char *lines[UI_HISTORY_MAX];
	size_t count;
};

/* Remember @line as the newest; an empty one and a repeated one are not. */
void ui_history_add(struct ui_history *h, const char *line);
void ui_history_release(struct ui_history *h);

struct ui_prompt {
	struct str text, draft;           /* draft: what was typed before Up */
	size_t cursor;                    /* in bytes of text */
	const struct ui_history *history; /* NULL: none; borrowed */
	size_t at; /* which of its lines is shown; its count: none */
};

enum ui_prompt_does {
	UI_PROMPT_IGNORED, /* not a key of the prompt */
	UI_PROMPT_MOVED,
	UI_PROMPT_CHANGED, /* the text is another */
	UI_PROMPT_ENTERED,
	UI_PROMPT_LEFT,
};

void ui_prompt_init(struct ui_prompt *p, const struct ui_history *history);
void ui_prompt_release(struct ui_prompt *p);
enum ui_prompt_does ui_prompt_key(struct ui_prompt *p, uint32_t key);
/* Another text, with the cursor at its end. */
void ui_prompt_set(struct ui_prompt *p, const char *text);

/*
 * Draw it in @line after @lead, with @note at the right where there is room;
 * the text scrolls so that the cursor is seen, which is where the terminal's
 * is put.
 */
void ui_prompt_draw(const struct ui_prompt *p, struct ui_canvas *c,
		    struct ui_rect line, const char *lead, const char *note);

#endif
