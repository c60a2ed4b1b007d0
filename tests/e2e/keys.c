/* SPDX-License-Identifier: MIT */
#include "e2e/keys.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <vterm.h>

struct typist {
	VTerm *vt;
	keys_fn *type;
	void *arg;
};

static const struct {
	const char *name;
	VTermKey key;
	VTermModifier modifier;
} named_keys[] = {
	{ "Up", VTERM_KEY_UP, VTERM_MOD_NONE },
	{ "Down", VTERM_KEY_DOWN, VTERM_MOD_NONE },
	{ "Left", VTERM_KEY_LEFT, VTERM_MOD_NONE },
	{ "Right", VTERM_KEY_RIGHT, VTERM_MOD_NONE },
	{ "PgUp", VTERM_KEY_PAGEUP, VTERM_MOD_NONE },
	{ "PgDn", VTERM_KEY_PAGEDOWN, VTERM_MOD_NONE },
	{ "Home", VTERM_KEY_HOME, VTERM_MOD_NONE },
	{ "End", VTERM_KEY_END, VTERM_MOD_NONE },
	{ "Enter", VTERM_KEY_ENTER, VTERM_MOD_NONE },
	{ "Tab", VTERM_KEY_TAB, VTERM_MOD_NONE },
	{ "S-Tab", VTERM_KEY_TAB, VTERM_MOD_SHIFT },
	{ "Esc", VTERM_KEY_ESCAPE, VTERM_MOD_NONE },
	{ "BS", VTERM_KEY_BACKSPACE, VTERM_MOD_NONE },
};

static void type_named(const struct typist *t, const char *name, size_t len)
{
	if (len == 3 && name[0] == 'C' && name[1] == '-') {
		char control = (char)(name[2] & 0x1F);

		t->type(t->arg, &control, 1);
		return;
	}
	if (len == 2 && memcmp(name, "lt", 2) == 0) {
		t->type(t->arg, "<", 1);
		return;
	}
	if (len == 5 && memcmp(name, "Space", 5) == 0) {
		t->type(t->arg, " ", 1);
		return;
	}
	for (size_t i = 0; i < sizeof(named_keys) / sizeof(*named_keys); i++)
		if (strlen(named_keys[i].name) == len &&
		    memcmp(name, named_keys[i].name, len) == 0) {
			vterm_keyboard_key(t->vt, named_keys[i].key,
					   named_keys[i].modifier);
			return;
		}
	ck_abort_msg("no key <%.*s>", (int)len, name);
}

void keys_type(VTerm *vt, const char *keys, keys_fn *type, void *arg)
{
	const struct typist t = { vt, type, arg };

	while (*keys) {
		size_t len = strcspn(keys, ">");

		if (*keys == '<' && keys[len] == '>') {
			type_named(&t, keys + 1, len - 1);
			keys += len + 1;
		} else {
			type(arg, keys++, 1);
		}
	}
}

void keys_from_name(const char *name, char out[KEYS_NAME])
{
	static const char *const others[][2] = {
		{ "Shift-Tab", "<S-Tab>" },
		{ "Escape", "<Esc>" },
		{ "<", "<lt>" },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!strcmp(others[i][0], name)) {
			strcpy(out, others[i][1]);
			return;
		}
	if (!strncmp(name, "Ctrl-", 5))
		(void)snprintf(out, KEYS_NAME, "<C-%s>", name + 5);
	else
		(void)snprintf(out, KEYS_NAME,
			       strlen(name) == 1 ? "%s" : "<%s>", name);
}
