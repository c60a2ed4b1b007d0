/* SPDX-License-Identifier: MIT */
/*
 * Screens: what is on the terminal is a stack of them.
 *
 * The top one gets the commands.  An overlay (help, a dialog) leaves what is
 * below it visible.  A screen is made by its own function, belongs to the
 * stack once it is pushed, and is freed when it is popped.
 */
#ifndef APP_SCREEN_H
#define APP_SCREEN_H

#include <stdbool.h>
#include <uv.h>

#include "app/options.h"
#include "app/paths.h"
#include "app/settings.h"
#include "lesson/catalog.h"
#include "progress/progress.h"
#include "ui/canvas.h"
#include "ui/command.h"
#include "ui/prompt.h"
#include "ui/term.h"
#include "view/find.h"

struct app_screen;
struct app_tui;

/* What a number that was typed is to do with the pane it stands for. */
enum app_pane_does {
	APP_PANE_NUMBERS, /* show the numbers of the panes */
	APP_PANE_TOGGLE,  /* show or hide it, and no numbers any more */
	APP_PANE_DROP,    /* no numbers any more */
};

struct app_screen_ops {
	/* Letters of ui/commands.def that apply now.  NULL: none do. */
	const char *(*where)(const struct app_screen *s);
	/* Do it; false if it means nothing here.  NULL: nothing does. */
	bool (*command)(struct app_screen *s, enum ui_command c);
	/*
	 * A key before it is looked up as a command, for what is typed in;
	 * true: it was taken.  NULL: none is.
	 */
	bool (*key)(struct app_screen *s, uint32_t key);
	/*
	 * Do what was typed with an argument (":speed 2").  False and what is
	 * wrong in @e.  NULL: nothing takes one.
	 */
	bool (*argument)(struct app_screen *s, enum ui_command c,
			 const char *argument, struct err *e);
	/* Words that may follow the name of @c, one a line.  NULL: none. */
	void (*words)(const struct app_screen *s, enum ui_command c,
		      struct str *out);
	/* The command whose key is drawn there.  NULL: nothing can be clicked.
	 */
	enum ui_command (*key_at)(const struct app_screen *s, int row, int col);
	/*
	 * Pane number @n; @say gets what its number does ("hide Queue") or did.
	 * False if there is none.  NULL: no panes.
	 */
	bool (*pane)(struct app_screen *s, int n, enum app_pane_does what,
		     struct str *say);
	/*
	 * Look for @words, see view/find.h; @say gets how many places there
	 * are.  False: nothing there can be searched, and @say says so.  NULL:
	 * the same.
	 */
	bool (*search)(struct app_screen *s, enum view_find how,
		       const char *words, struct str *say);
	/* A click or a turn of the wheel; NULL: ignored. */
	void (*mouse)(struct app_screen *s, struct ui_mouse m);
	void (*draw)(struct app_screen *s, struct ui_canvas *c);
	/* It is on top again, or for the first time.  NULL: nothing to do. */
	void (*shown)(struct app_screen *s);
	/* The player goes to the background (true) or comes back. */
	void (*suspend)(struct app_screen *s, bool away);
	/* What it shows, for the name of a file and for a title; NULL: ask the
	 * one below. */
	void (*name)(const struct app_screen *s, struct str *name,
		     struct str *title);
	/* Ctrl-C: end what runs; false if nothing does. */
	bool (*stop)(struct app_screen *s);
	/*
	 * Whether it changes by itself, with time.  NULL: it does not; what an
	 * overlay leaves visible is asked, too.
	 */
	bool (*moves)(const struct app_screen *s);
	void (*free)(struct app_screen *s);
};

struct app_screen {
	const struct app_screen_ops *ops;
	struct app_tui *tui;
	bool overlay;
	struct app_screen *below;
};

/* What every screen may use; it lives as long as the stack. */
struct app_context {
	const struct app_paths *paths;
	const struct catalog *catalog;
	struct progress *progress;
	const struct app_options *options;
	const struct app_settings *settings;
	/* Each run of a lesson is recorded so, beside the last; NULL: none. */
	const struct app_record *record;
};

static inline const char *app_screen_where(const struct app_screen *s)
{
	return s->ops->where ? s->ops->where(s) : "";
}

const struct app_context *app_tui_context(const struct app_tui *t);
uv_loop_t *app_tui_loop(struct app_tui *t);
void app_tui_push(struct app_tui *t, struct app_screen *s);
/* Pop the top one; with the last one the player ends. */
void app_tui_pop(struct app_tui *t);
/* Whether keys go to @s: no other is on top of it. */
bool app_tui_is_top(const struct app_tui *t, const struct app_screen *s);
/* Whether it is looked at from far away, and the presenter's timer. */
bool app_tui_presents(const struct app_tui *t);
int64_t app_tui_timer_ns(const struct app_tui *t);
/* Something has changed: draw within a frame. */
void app_tui_dirty(struct app_tui *t);
/* Look at it from far away, or no longer. */
void app_tui_present(struct app_tui *t, bool on);

/* Say something in the last line until the next key. */
void app_tui_say(struct app_tui *t, const char *text);
/*
 * Do @c on the screen on top @times times, with @argument ("": none) if it
 * takes one, as if its key had been pressed.  Says why not.
 */
void app_tui_run(struct app_tui *t, enum ui_command c, int times,
		 const char *argument);
/* The top one goes, and @key means what it means to the one below. */
void app_tui_pass(struct app_tui *t, uint32_t key);
/* The words that may follow the name of @c where @s is on top, one a line. */
void app_tui_words(const struct app_tui *t, const struct app_screen *s,
		   enum ui_command c, struct str *out);
/* Which lines were typed there before. */
enum app_history { APP_HISTORY_SEARCH, APP_HISTORY_PALETTE, APP_HISTORIES };
struct ui_history *app_tui_history(struct app_tui *t, enum app_history which);

/* ---- the screens ---- */

/* @topic, @lesson: where to stand; NULL: where the student left off. */
struct app_screen *app_screen_home(const struct catalog_entry *at);

/* What is due; with @o an exam or weak spots, as it says. */
struct app_screen *app_screen_review(const struct app_options *o);

/* The paths through the course; @at: the one to open, NULL: none. */
struct app_screen *app_screen_routes(const struct catalog_route *at);

struct app_preview;
struct app_record;

struct app_screen_lesson_options {
	const char *topic_title;
	const struct lesson *lesson;
	size_t step;
	double speed;         /* to begin with */
	const char *schedule; /* of each run; NULL: none */
	char *const *command; /* instead of the demo: app/session.h */
	bool keep;            /* whether the visit goes into the progress */
	bool notes;           /* the instructor's, while nothing is asked */
	/* Ids of those that it leads through; none: all. */
	char *const *steps;
	size_t step_count;
	bool run; /* start the demo at once */
	/* Record the first run so, others in files beside it; NULL: none. */
	const struct app_record *record;
	/* Play this instead of lesson and step, anew when it is saved. */
	struct app_preview *preview;
};
struct app_screen *app_screen_lesson(const struct app_screen_lesson_options *o);

/* The recording @replay, which is that at o->target; takes it. */
struct app_replay;
struct app_screen *app_screen_replay(struct app_replay *replay,
				     const struct app_options *o);

/* A line at the bottom to search what is on top. */
struct app_screen *app_screen_search(void);
/*
 * A line at the bottom to type a command in, with those that there are;
 * @text: what stands in it at first.
 */
struct app_screen *app_screen_palette(const char *text);

/*
 * @where: of the screen the help is for; @panes: what the number of each does,
 * one a line.
 */
struct app_screen *app_screen_help(const char *where, const char *panes);

/*
 * What to do with the process selected in @player; @session: where it runs,
 * NULL: a recording.  Both must outlive the screen.
 */
struct app_session;
struct view_player;
struct app_screen *app_screen_act(struct view_player *player,
				  struct app_session *session);

/* Why what @player shows is stuck; it must outlive the screen. */
struct app_screen *app_screen_why(const struct view_player *player);

struct lesson_parameter;
struct view_vary;
/*
 * @what: the demo, its rows, and what the last run was told; copied, but not
 * what it leads to.  The dialog changes @values, one for each row, and calls
 * @apply when the student wants a run with them.  All borrowed.
 */
struct app_screen *app_screen_vary(const struct view_vary *what,
				   struct lesson_parameter *values,
				   void (*apply)(void *arg), void *arg);

/*
 * Ask whether programs in @folder may run, @program being the first; yes is
 * kept, and @yes is called once the question is gone.
 */
struct app_screen *app_screen_trust(const char *folder, const char *program,
				    void (*yes)(void *arg), void *arg);

/*
 * A list of places; @go is called with the index of the one that is chosen,
 * once the list is gone.  It takes @places; @arg is borrowed.
 */
struct app_places;
struct app_screen *app_screen_places(struct app_places *places, size_t at,
				     void (*go)(void *arg,
						const struct app_places *places,
						size_t i),
				     void *arg);

/*
 * Open a lesson of the course at the step with this id; "": where the student
 * left off.  Says why not.
 */
void app_open_lesson(struct app_tui *t, const char *topic, const char *lesson,
		     const char *step);

/*
 * Give the terminal to @program (its arguments in @argv, NULL at the end) and
 * take it back when that ends.  Its exit status, or a negative errno if it
 * could not be started.  Waits for it.
 */
int app_tui_lend(struct app_tui *t, char *const *argv);

#endif
