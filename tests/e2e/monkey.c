/* SPDX-License-Identifier: MIT */
#include "e2e/monkey.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "e2e/keys.h"
#include "ui/command.h"

enum { LOG_ENTRY = 400 };

/* Of the short run: what it finds once it finds always. */
#define USUAL_SEED 1848

uint64_t monkey_seed(void)
{
	const char *seed = getenv("PROCESSION_TEST_SEED");
	struct timespec now;

	if (seed)
		return strtoull(seed, NULL, 10);
	if (!getenv("PROCESSION_TEST_FULL") &&
	    !getenv("PROCESSION_TEST_SECONDS"))
		return USUAL_SEED;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	return ((uint64_t)now.tv_sec * 1000003 + (uint64_t)now.tv_nsec +
		(uint64_t)getpid()) %
	       1000000000;
}

/* splitmix64: any seed will do, also a small one. */
uint32_t monkey_pick(struct monkey *m, uint32_t n)
{
	uint64_t z = m->random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (uint32_t)((z ^ z >> 31) % n);
}

/* ---- what was typed ---- */

void monkey_forget(struct monkey *m)
{
	m->typed_len = 0;
	m->typed[0] = 0;
}

static void make_room(struct monkey *m)
{
	size_t gone = sizeof(m->typed) / 2;

	if (m->typed_len + LOG_ENTRY < sizeof(m->typed))
		return;
	m->typed_len -= gone;
	memmove(m->typed, m->typed + gone, m->typed_len + 1);
}

static void __attribute__((format(printf, 2, 3)))
note(struct monkey *m, const char *format, ...)
{
	va_list ap;

	make_room(m);
	va_start(ap, format);
	m->typed_len += (size_t)vsnprintf(m->typed + m->typed_len, LOG_ENTRY,
					  format, ap);
	va_end(ap);
}

static void type_keys(struct monkey *m, struct tty *t, const char *keys)
{
	note(m, "%s ", keys);
	tty_send(t, keys);
}

static void type_bytes(struct monkey *m, struct tty *t, const char *bytes,
		       size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];

		note(m, c >= ' ' && c < 0x7F ? "%c" : "\\%03o", c);
	}
	note(m, " ");
	tty_type(t, bytes, len);
}

/* ---- the kinds ---- */

static bool leaves(enum ui_command c)
{
	return c == UI_CMD_QUIT || c == UI_CMD_STOP || c == UI_CMD_SUSPEND;
}

static enum ui_command pick_command(struct monkey *m)
{
	enum ui_command c;

	do
		c = (enum ui_command)(UI_CMD_NONE + 1 +
				      monkey_pick(m, UI_CMD_COUNT - 1));
	while (leaves(c) && monkey_pick(m, 3));
	return c;
}

/* One of the keys of a command; some have none. */
static void press_command(struct monkey *m, struct tty *t)
{
	const char *list = ui_command_info(pick_command(m))->keys;
	char name[16], keys[KEYS_NAME] = "";

	while (ui_command_next_key(&list, name)) {
		keys_from_name(name, keys);
		if (!monkey_pick(m, 2))
			break;
	}
	if (*keys)
		type_keys(m, t, keys);
}

static void type_name(struct monkey *m, struct tty *t)
{
	static const char *const words[] = {
		"",       " 3",      " 0.1",
		" mono",  " light",  " dark",
		" full",  " queue",  " console",
		" graph", " lock",   " timeline",
		" -1",    " source", " \xC3\xA9\xE4\xB8\xAD",
	};
	char keys[80];

	(void)snprintf(keys, sizeof(keys), ":%s%s%s",
		       ui_command_info(pick_command(m))->name,
		       words[monkey_pick(m, sizeof(words) / sizeof(*words))],
		       monkey_pick(m, 5) ? "<Enter>" : "<Tab><Tab>");
	type_keys(m, t, keys);
}

static void type_common(struct monkey *m, struct tty *t)
{
	static const char *const common[] = { "<Up>",    "<Down>",  "<Left>",
					      "<Right>", "<Enter>", "<Tab>",
					      "<BS>",    "<Space>", "<Enter>",
					      "<PgDn>",  "<Home>" };

	type_keys(m, t,
		  common[monkey_pick(m, sizeof(common) / sizeof(*common))]);
}

static void type_letter(struct monkey *m, struct tty *t)
{
	char c = (char)(' ' + monkey_pick(m, 95));

	if (c == 'q')
		c = 'n';
	type_bytes(m, t, &c, 1);
}

static void type_digit(struct monkey *m, struct tty *t)
{
	char c = (char)('0' + monkey_pick(m, 10));

	type_bytes(m, t, &c, 1);
}

/* As xterm reports it; also where no cell is. */
static void use_mouse(struct monkey *m, struct tty *t)
{
	static const int buttons[] = { 0, 0, 0, 64, 65, 1, 2, 35 };
	int button = buttons[monkey_pick(m, 8)];
	int row = 1 + (int)monkey_pick(m, (uint32_t)m->rows + 3);
	int col = 1 + (int)monkey_pick(m, (uint32_t)m->cols + 3);
	char report[64];
	int n = snprintf(report, sizeof(report),
			 "\033[<%d;%d;%dM\033[<%d;%d;%dm", button, col, row,
			 button, col, row);

	type_bytes(m, t, report, (size_t)n);
}

#define LONG_LINE                                                              \
	"0123456789012345678901234567890123456789012345678901234567"           \
	"89012345678901234567890123456789012345678901234567890123"

static void paste(struct monkey *m, struct tty *t)
{
	static const char *const texts[] = {
		"A line\nand another\n",
		"\xC3\xA9\xE4\xB8\xAD\xE6\x96\x87 \xF0\x9F\x98\x80 e\xCC\x81",
		"worker",
		"step 3\r",
		LONG_LINE,
	};
	const char *text = texts[monkey_pick(m, 5)];
	bool brackets = monkey_pick(m, 2);
	char out[256];
	int n = snprintf(out, sizeof(out), "%s%s%s",
			 brackets ? "\033[200~" : "", text,
			 brackets ? "\033[201~" : "");

	type_bytes(m, t, out, (size_t)n);
}

/* Function keys, modified keys, halves of keys, and what is not UTF-8. */
static void type_odd(struct monkey *m, struct tty *t)
{
	/* But not half a mouse report: curses waits for the rest of it, and no
	 * terminal sends that. */
	static const char *const odd[] = {
		"\033OP",   "\033[15~", "\033[1;5C", "\033[3~",
		"\033a",    "\033[I",   "\033[999",  "\xC3",
		"\xFF\xFE", "\x01",     "\x7F",      "\033[",
		"\xE4\xB8", "\033[2~",  "\x1F",      "\xF4\x90\x80\x80",
	};
	const char *bytes = odd[monkey_pick(m, sizeof(odd) / sizeof(*odd))];

	type_bytes(m, t, bytes, strlen(bytes));
}

/* ---- the window ---- */

void monkey_window(struct monkey *m)
{
	static const int usual[][2] = {
		{ 24, 80 }, { 24, 80 }, { 18, 60 }, { 36, 120 }, { 60, 200 }
	};

	if (monkey_pick(m, 3)) {
		const int *size = usual[monkey_pick(m, 5)];

		m->rows = size[0];
		m->cols = size[1];
	} else {
		m->rows = 1 + (int)monkey_pick(m, 60);
		m->cols = 1 + (int)monkey_pick(m, 200);
	}
}

static void resize(struct monkey *m, struct tty *t)
{
	monkey_window(m);
	note(m, "[%dx%d] ", m->cols, m->rows);
	tty_resize(t, m->rows, m->cols);
}

void monkey_press(struct monkey *m, struct tty *t)
{
	static const struct {
		uint32_t share;
		void (*does)(struct monkey *m, struct tty *t);
	} kinds[] = {
		{ 50, press_command }, { 16, type_common }, { 8, type_letter },
		{ 6, type_digit },     { 6, use_mouse },    { 5, type_name },
		{ 4, resize },         { 3, type_odd },     { 2, paste },
	};
	uint32_t roll = monkey_pick(m, 100);
	size_t i = 0;

	while (roll >= kinds[i].share)
		roll -= kinds[i++].share;
	kinds[i].does(m, t);
	m->count++;
}
