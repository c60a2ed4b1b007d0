/* SPDX-License-Identifier: MIT */
/*
 * How a pane lists the objects of some kinds, one below the other.
 *
 * Inside src/view only.  A pane says in a struct view_look what it shows and
 * how one of them is drawn; the rest is here, the same for all: which objects
 * there are, in the order in which they were made; a block of rows for each,
 * with an empty row between them where all fit; scrolling (by rows); the name
 * in front; rows for processes; who waits for what; clicks.
 *
 *	static int rows(const struct view_things *t,
 *			const struct model_object *o)
 *	{
 *		return 1 + (int)view_things_waiters(t, o->id, NULL);
 *	}
 *
 *	static void draw(const struct view_things *t,
 *			 const struct model_object *o,
 *			 const struct view_block *b)
 *	{
 *		int col = view_things_name(t, o, b);
 *		...
 *	}
 *
 *	static const struct view_look look = {
 *		.pane = LESSON_PANE_LOCK,
 *		.kinds = VIEW_KIND(LOCK),
 *		.one = "lock", .many = "locks",
 *		.rows = rows, .draw = draw,
 *	};
 *
 *	VIEW_THINGS_PANE(lock, "Lock", look)	(defines view_pane_lock)
 */
#ifndef VIEW_THINGS_H
#define VIEW_THINGS_H

#include "view/pane.h"

#define VIEW_KIND(kind) (1U << MODEL_##kind)

struct view_things;

/*
 * The rows of one object: rows @row to @row + @rows - 1 of @area.  @row is
 * negative where the first ones are scrolled out; everything is drawn with
 * @area as its clip, so that what lies outside is cut by itself.
 */
struct view_block {
	struct ui_canvas *c;
	struct ui_rect area; /* the inside of the pane */
	int row, rows;
};

/* What a pane shows, and how. */
struct view_look {
	enum lesson_pane pane;
	unsigned kinds;         /* VIEW_KIND(...) together */
	const char *one, *many; /* "lock", "locks" */
	/*
	 * How many rows @o needs; at least 1.  Called for every object before
	 * each frame: it counts and makes no text.
	 */
	int (*rows)(const struct view_things *t, const struct model_object *o);
	/* Called for those of which something is visible. */
	void (*draw)(const struct view_things *t, const struct model_object *o,
		     const struct view_block *b);
	/* Whether to leave out one of these kinds.  May be NULL. */
	bool (*is_hidden)(const struct model_object *o);
	/*
	 * What is no object, below all objects: how many rows, the widest
	 * name in them, and to draw them.  All or none.
	 */
	int (*more_rows)(const struct view_things *t);
	int (*more_name_cols)(const struct view_things *t);
	void (*draw_more)(const struct view_things *t,
			  const struct view_block *b);
};

/* One frame of such a pane. */
struct view_things {
	const struct view_player *player;
	const struct view_look *look;
	struct ui_rect in; /* the inside of the pane */
	size_t count;      /* objects */
	int rows;          /* of all together */
	int more;          /* of them, of what is no object */
	bool gaps;         /* an empty row between them */
	int widest;        /* columns of the widest name */
	int name_cols;     /* the same, up to a quarter of the pane */
	int text_cols;     /* what is left beside it */
	int who_cols;      /* the widest "ada 4712" of all processes */
	/* Threads that wait for something, by object and then by time. */
	const struct model_thread **waiting;
	size_t waiting_count;
	/* For a click: the row of the pane asked for, and who is there. */
	int hit_row;
	uint32_t *hit;
};

/* ---- the pane: see struct view_pane ---- */

void view_things_measure(struct view_player *p, const struct view_look *look,
			 struct ui_rect in);
void view_things_draw(const struct view_player *p, const struct view_look *look,
		      struct ui_canvas *c, struct ui_rect in);
uint32_t view_things_pid_at(const struct view_player *p,
			    const struct view_look *look, struct ui_rect in,
			    int row);
/* The words of line @i, wherever it is. */
void view_things_line(const struct view_player *p, const struct view_look *look,
		      size_t i, struct str *out);
/* "3 locks", with what of them is visible: "1-12 of 40 lines". */
void view_things_note(const struct view_player *p, const struct view_look *look,
		      int cols, struct str *out);

/* Define view_pane_@word with tab @name, after @look. */
#define VIEW_THINGS_PANE(word, name, look)                                     \
	static void measure_(struct view_player *p, struct ui_rect in)         \
	{                                                                      \
		view_things_measure(p, &(look), in);                           \
	}                                                                      \
	static void draw_(const struct view_player *p, struct ui_canvas *c,    \
			  struct ui_rect in)                                   \
	{                                                                      \
		view_things_draw(p, &(look), c, in);                           \
	}                                                                      \
	static uint32_t pid_at_(const struct view_player *p,                   \
				struct ui_rect in, int row)                    \
	{                                                                      \
		return view_things_pid_at(p, &(look), in, row);                \
	}                                                                      \
	static void note_(const struct view_player *p, int cols,               \
			  struct str *out)                                     \
	{                                                                      \
		view_things_note(p, &(look), cols, out);                       \
	}                                                                      \
	static void line_(const struct view_player *p, size_t i,               \
			  struct str *out)                                     \
	{                                                                      \
		view_things_line(p, &(look), i, out);                          \
	}                                                                      \
	const struct view_pane view_pane_##word = {                            \
		.tab = (name),                                                 \
		.note = note_,                                                 \
		.measure = measure_,                                           \
		.draw = draw_,                                                 \
		.pid_at = pid_at_,                                             \
		.line = line_,                                                 \
	};

/* ---- for rows and draw ---- */

/* Whether the run that is shown has this object in this pane. */
bool view_things_has(const struct view_look *look,
		     const struct model_object *o);

/*
 * Who waits for object @id, the longest first: a part of t->waiting, NULL for
 * none.  @ret may be NULL.
 */
size_t view_things_waiters(const struct view_things *t, uint64_t id,
			   const struct model_thread *const **ret);

/*
 * The name of @o in the block's first row, faint if it was removed or is left
 * over, with the kind before it where the pane shows several.  Returns the
 * column at which the block's text begins, the same for all blocks.
 */
int view_things_name(const struct view_things *t, const struct model_object *o,
		     const struct view_block *b);

/*
 * " removed", " left behind": nothing while it is in use.  For the end of the
 * first row.
 */
void view_things_add_end(const struct model_object *o, struct str *out);

/* Text in row @row of the block, cut with "…". Returns the column after it. */
int view_things_text(const struct view_block *b, int row, int col,
		     ui_style style, const char *text);
/* Text at the right edge of row @row, one blank from the edge. */
void view_things_right(const struct view_block *b, int row, ui_style style,
		       const char *text);

/*
 * Text at the right of the first row, faint, if @cols columns are left for
 * what stands before it.  Returns the block without the room that it took,
 * for that row.
 */
struct view_block view_things_aside(const struct view_block *b, int cols,
				    const char *text);

/*
 * A bar from @col on, at most @cols wide: @part of @whole.  Something is seen
 * of every part above 0.
 */
void view_things_bar(const struct view_block *b, int row, int col, int cols,
		     ui_style style, int64_t part, int64_t whole);

/* The line of a call, made by process @pid at @site; 0: not known. */
int view_things_line_of(const struct view_player *p, uint32_t pid,
			uint64_t site);

/* A row about a process: "held by ‖ ada 4712      for 2.40 s   line 17". */
struct view_who {
	int col;           /* of the word */
	int word_cols;     /* its room; 0: there is no word */
	const char *word;  /* "held by", "waits", "1st"; "" or NULL: none */
	ui_style style;    /* of the word; UI_CHANGED marks the whole row */
	uint32_t pid, tid; /* tid: of its thread; 0 or the PID: its first */
	int64_t since_ns;  /* run time; negative: not known or not of use */
	const char *most;  /* what matters most of the rest; may be NULL */
	const char *rest;  /* what else, where there is room; may be NULL */
	bool doing;        /* after that, what it does and at which line */
};

/*
 * Draw it in row @row of the block: state mark, name, PID, and how long.  The
 * selected process is marked, and a click on the row selects it.
 */
void view_things_who(const struct view_things *t, const struct view_block *b,
		     int row, const struct view_who *who);

/*
 * A row for each who waits for @id from row @row of the block on, up to the
 * end of the block; of more, the last row says how many.  @who is what they
 * have in common; where its word is NULL they are numbered: "1st", "2nd".
 * Returns the row after the last one.
 */
int view_things_wait_rows(const struct view_things *t,
			  const struct view_block *b, int row, uint64_t id,
			  struct view_who who);

/* Rows that view_things_wait_rows is given: all, or @most of them. */
int view_things_wait_count(const struct view_things *t, uint64_t id, int most);

/* "1st", "2nd", "11th". */
void view_things_ordinal(size_t n, struct str *out);

#endif
