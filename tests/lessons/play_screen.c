/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdarg.h>
#include <string.h>

#include "base/scope.h"
#include "lessons/play.h"
#include "support/procs.h"

void play_note(struct play *p, const char *format, ...)
{
	va_list ap;

	(void)fprintf(stderr, "note: step %s: ", p->step ? p->step->id : "-");
	va_start(ap, format);
	(void)vfprintf(stderr, format, ap);
	va_end(ap);
	(void)fputc('\n', stderr);
}

_Noreturn void play_fail(struct play *p, const char *format, ...)
{
	char why[1024];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(why, sizeof(why), format, ap);
	va_end(ap);
	if (p->screens)
		(void)fflush(p->screens);
	tty_fail(p->t, "%s/%s:%s: %s", p->lesson->topic, p->lesson->id,
		 p->step ? p->step->id : "-", why);
}

/* ---- parts of the screen ---- */

/*
 * The bytes of @s up to and with the line at the left of a pane; 0: there is
 * none.  Where nothing stands beside the text, it is in the middle.
 */
static size_t edge_at(const char *s)
{
	size_t from = strspn(s, " ");

	s += from;
	if (!strncmp(s, "│", strlen("│")) || !strncmp(s, "┃", strlen("┃")))
		return from + strlen("│");
	return 0;
}

/* The same of that at the right, where others may meet it. */
static bool is_edge(const char *s)
{
	static const char joints[] = "│┃▲▼├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┼┽╀╁╂╃╄╅╆╇╈╉╊╋";

	if ((unsigned char)*s < 0xC0)
		return false;
	for (const char *j = joints; *j; j += 3)
		if (!strncmp(s, j, 3))
			return true;
	return false;
}

static void add_words(struct str *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool blank = isspace((unsigned char)s[i]);

		if (blank && (!out->len || out->buf[out->len - 1] == ' '))
			continue;
		str_add_char(out, blank ? ' ' : s[i]);
	}
	if (out->len && out->buf[out->len - 1] != ' ')
		str_add_char(out, ' ');
}

const char *play_text(struct play *p)
{
	const char *at;
	int row = 0;

	(void)tty_shows(p->t, "");
	at = tty_screen(p->t);
	str_clear(&p->text);
	for (; *at; row++) {
		size_t len = strcspn(at, "\n"), from = edge_at(at), to;

		/* Between the line above and the frame of what is below. */
		if (row > 1 && !from && row < p->rows - 1)
			break;
		to = from;
		while (to < len && !is_edge(at + to))
			to++;
		if (row > 1 && row < p->rows - 1)
			add_words(&p->text, at + from, to - from);
		at += len + (at[len] == '\n');
	}
	return p->text.buf;
}

bool play_says(struct play *p, const char *words)
{
	return strstr(play_text(p), words) != NULL;
}

const char *play_footer(struct play *p)
{
	const char *at;

	(void)tty_shows(p->t, "");
	at = tty_screen(p->t);
	for (int row = 0; row + 1 < p->rows; row++) {
		at += strcspn(at, "\n");
		at += *at == '\n';
	}
	str_clear(&p->footer);
	add_words(&p->footer, at, strcspn(at, "\n"));
	return p->footer.buf;
}

/* ---- waiting ---- */

struct wanted {
	struct play *play;
	bool (*holds)(struct play *p, const void *arg);
	const void *arg;
};

static bool is_so(struct tty *t, void *arg)
{
	const struct wanted *w = arg;

	(void)t;
	return w->holds(w->play, w->arg);
}

void play_wait(struct play *p, bool (*holds)(struct play *p, const void *arg),
	       const void *arg, const char *what)
{
	struct wanted w = { p, holds, arg };
	char words[512];

	(void)snprintf(words, sizeof(words), "%s/%s:%s: %s", p->lesson->topic,
		       p->lesson->id, p->step ? p->step->id : "-", what);
	tty_wait_until(p->t, is_so, &w, words);
}

static bool says(struct play *p, const void *words)
{
	return play_says(p, words);
}

void play_wait_says(struct play *p, const char *words)
{
	char what[256];

	(void)snprintf(what, sizeof(what), "\"%s\" in the text", words);
	play_wait(p, says, words, what);
}

/* ---- looking ---- */

/* On a busy machine a key can take longer than any time one would wait. */
static void wait_taken(struct play *p)
{
	double deadline = procs_now() + procs_patience(TTY_PATIENCE_S);

	while (!tty_waits(p->t) && procs_now() < deadline)
		(void)tty_listen(p->t, 2);
}

void play_heed(struct play *p)
{
	wait_taken(p);
	(void)tty_listen(p->t, 40);
	wait_taken(p);
}

/* Quiet is two frames without anything; beside a run it never is. */
void play_settle(struct play *p)
{
	bool quiet = false;

	for (int i = 0; !quiet && i < 5; i++) {
		wait_taken(p);
		quiet = tty_listen(p->t, 70) == 0 && tty_waits(p->t);
	}
}

static void write_down(struct play *p, const char *what)
{
	const char *screen = tty_screen(p->t);

	if (!p->screens)
		return;
	if (p->last.len && !strcmp(p->last.buf, screen))
		return;
	str_clear(&p->last);
	str_add(&p->last, screen);
	(void)fprintf(p->screens, "\n==== %s: %s\n%s",
		      p->step ? p->step->id : "at the end", what, screen);
}

/* As lint has it: a step that asks about failing shows how it goes wrong. */
static bool may_fail(const struct play *p)
{
	return p->broken ||
	       (p->step && (play_expects(p->step, LESSON_HAPPENING_KILLED) ||
			    play_expects(p->step, LESSON_HAPPENING_FAILS)));
}

void play_look(struct play *p, const char *what)
{
	const char *bar = play_footer(p);

	if (strstr(bar, "✗ FAILED"))
		play_fail(p, "%s: the demo could not be run", what);
	if (strstr(bar, "✗ ENDED") && !may_fail(p))
		play_fail(p, "%s: the demo has not ended well", what);
	if (strstr(bar, "LOST"))
		play_fail(p, "%s: events were lost", what);
	write_down(p, what);
}

/* "[words](where)" are the words; *@c is at the [ and then at the ]. */
static bool is_link(const char *c, const char **end)
{
	*end = strpbrk(c + 1, "[]\n");
	return *end && **end == ']' && (*end)[1] == '(' &&
	       strchr(*end, ')') != NULL;
}

/* shm_open: no emphasis. */
static bool is_in_word(const char *text, const char *c)
{
	return *c == '_' && c > text && isalnum((unsigned char)c[-1]) &&
	       isalnum((unsigned char)c[1]);
}

void play_plain(const char *markdown, struct str *out)
{
	SCOPED_STR plain = STR_INIT;
	const char *link = NULL, *end;

	for (const char *c = markdown; *c; c++) {
		if (*c == '[' && is_link(c, &end)) {
			link = end;
			continue;
		}
		if (c == link) {
			c = strchr(c, ')');
			continue;
		}
		if (*c == '\\' && ispunct((unsigned char)c[1]))
			c++;
		else if (strchr("*`_", *c) && !is_in_word(markdown, c))
			continue;
		str_add_char(&plain, *c);
	}
	str_clear(out);
	add_words(out, plain.len ? plain.buf : "", plain.len);
	while (out->len && out->buf[out->len - 1] == ' ')
		str_truncate(out, out->len - 1);
}

/* The last word of @s that is one. */
static void last_word(const struct str *s, struct str *out)
{
	size_t end = s->len, from;

	str_clear(out);
	while (end && !isalnum((unsigned char)s->buf[end - 1]))
		end--;
	from = end;
	while (from && isalnum((unsigned char)s->buf[from - 1]))
		from--;
	str_add_n(out, s->len ? s->buf + from : "", end - from);
}

/* Where letters are typed, keys that move are commands only after Escape. */
static bool stop_typing(struct play *p)
{
	if (!strstr(play_footer(p), "stop typing"))
		return false;
	tty_send(p->t, "<Esc>");
	play_wait_says(p, "types again");
	return true;
}

/* Is @words there, behind @mark where that is there? */
static bool says_after(struct play *p, const char *mark, const char *words)
{
	const char *from = play_text(p), *at = strstr(from, mark);

	return strstr(at ? at : from, words) != NULL;
}

static bool scroll_to(struct play *p, const char *mark, const char *words)
{
	for (int i = 0; i < 60 && !says_after(p, mark, words) &&
			tty_shows(p->t, "more below");
	     i++) {
		tty_send(p->t, "<Down><Down><Down>");
		play_settle(p);
		play_look(p, "further down");
	}
	return says_after(p, mark, words);
}

bool play_finds(struct play *p, const char *words)
{
	if (play_says(p, words))
		return true;
	tty_send(p->t, "g");
	play_settle(p);
	return scroll_to(p, "", words);
}

bool play_finds_after(struct play *p, const char *mark, const char *words)
{
	return play_finds(p, mark) && scroll_to(p, mark, words);
}

/*
 * Down moves among choices first, which shows them; what is above them is read
 * with Up then.
 */
static bool find_above(struct play *p, const char *words)
{
	for (int i = 0; i < 60 && !play_says(p, words); i++) {
		tty_send(p->t, "<Up><Up><Up>");
		play_settle(p);
		play_look(p, "further up");
	}
	return play_says(p, words);
}

void play_read(struct play *p)
{
	SCOPED_STR plain = STR_INIT;
	SCOPED_STR end = STR_INIT;
	bool typed;

	play_plain(p->step->text, &plain);
	last_word(&plain, &end);
	play_settle(p);
	play_look(p, "begins");
	typed = stop_typing(p);
	if (!play_finds(p, end.buf) && !find_above(p, end.buf))
		play_fail(p, "the last word of the text is never seen: %s",
			  end.buf);
	for (int i = 0; i < 60 && tty_shows(p->t, "more below"); i++) {
		tty_send(p->t, "<Down><Down><Down><Down><Down>");
		play_settle(p);
		play_look(p, "further down");
	}
	if (tty_shows(p->t, "more below"))
		play_fail(p, "the end of the text is not reached with Down");
	tty_send(p->t, typed ? "g<Enter>" : "g");
	play_settle(p);
}
