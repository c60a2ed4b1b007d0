/* SPDX-License-Identifier: MIT */
#include "app/settings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/settings_keys.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "lesson/source.h"
#include "lesson/tree.h"

enum { FILE_MAX = 64 * 1024 };

typedef void take_fn(struct app_settings *s, struct lesson_source *source,
		     const struct lesson_node *node);

char *app_settings_path(void)
{
	const char *config = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");
	struct str path = STR_INIT;

	if (config && config[0] == '/')
		str_add(&path, config);
	else
		str_addf(&path, "%s/.config", home ? home : "");
	str_add(&path, "/procession/config.yaml");
	return str_detach(&path);
}

static bool is_word(const struct lesson_node *node)
{
	return node->kind == LESSON_SCALAR && !node->bad;
}

static void tell_value(struct lesson_source *source,
		       const struct lesson_node *node, const char *key,
		       const char *want)
{
	struct lesson_diag *d;

	if (node->bad)
		return;
	if (node->kind == LESSON_SCALAR)
		d = lesson_diag_add(source, node->at, LESSON_ERROR_RANGE,
				    "%s cannot be \"%s\"", key,
				    lesson_quote(node->text).text);
	else
		d = lesson_diag_add(source, node->at, LESSON_ERROR_TYPE,
				    "%s must be one word", key);
	lesson_diag_advise(d, "write %s", want);
}

static void take_theme(struct app_settings *s, struct lesson_source *source,
		       const struct lesson_node *node)
{
	if (is_word(node) && ui_theme_find(node->text, &s->theme) == 0)
		s->has_theme = true;
	else
		tell_value(source, node, "theme",
			   "dark, light, contrast or mono");
}

static void take_speed(struct app_settings *s, struct lesson_source *source,
		       const struct lesson_node *node)
{
	char *end;
	double speed = is_word(node) ? strtod(node->text, &end) : 0;

	if (is_word(node) && node->len && !*end && speed >= 0.1 && speed <= 10)
		s->speed = speed;
	else
		tell_value(source, node, "speed", "a number from 0.1 to 10");
}

/* Whether @node says on or off; tells if neither. */
static bool take_switch(struct lesson_source *source, const char *key,
			const struct lesson_node *node, bool *ret)
{
	static const struct {
		const char *word;
		bool on;
	} words[] = {
		{ "on", true },  { "off", false }, { "yes", true },
		{ "no", false }, { "true", true }, { "false", false },
	};

	for (size_t i = 0; is_word(node) && i < sizeof(words) / sizeof(*words);
	     i++)
		if (!strcmp(words[i].word, node->text)) {
			*ret = words[i].on;
			return true;
		}
	tell_value(source, node, key, "on or off");
	return false;
}

static void take_ascii(struct app_settings *s, struct lesson_source *source,
		       const struct lesson_node *node)
{
	(void)take_switch(source, "ascii", node, &s->ascii);
}

static void take_mouse(struct app_settings *s, struct lesson_source *source,
		       const struct lesson_node *node)
{
	bool on;

	if (take_switch(source, "mouse", node, &on))
		s->no_mouse = !on;
}

static void take_language(struct app_settings *s, struct lesson_source *source,
			  const struct lesson_node *node)
{
	if (is_word(node) && !strcmp(node->text, "c"))
		s->language = UI_LANG_C;
	else if (is_word(node) && !strcmp(node->text, "python"))
		s->language = UI_LANG_PYTHON;
	else
		tell_value(source, node, "language", "c or python");
}

/* A ~ in front is the home folder, as a shell has it. */
static void take_snapshots(struct app_settings *s, struct lesson_source *source,
			   const struct lesson_node *node)
{
	const char *home = getenv("HOME");

	if (!is_word(node) || !*node->text) {
		tell_value(source, node, "snapshots", "a folder");
		return;
	}
	free(s->snapshots);
	if (!strncmp(node->text, "~/", 2) && home)
		s->snapshots = fs_join(home, node->text + 2);
	else
		s->snapshots = mem_text(node->text);
}

static void take_keys(struct app_settings *s, struct lesson_source *source,
		      const struct lesson_node *node)
{
	(void)s;
	if (node->kind == LESSON_MAP)
		app_settings_keys(source, node);
	else if (!node->bad)
		lesson_diag_advise(lesson_diag_add(source, node->at,
						   LESSON_ERROR_TYPE,
						   "keys must be a map"),
				   "write {pause: [Space, F5]}");
}

static const struct {
	const char *key;
	take_fn *take;
} settings[] = {
	{ "theme", take_theme },         { "speed", take_speed },
	{ "ascii", take_ascii },         { "mouse", take_mouse },
	{ "language", take_language },   { "keys", take_keys },
	{ "snapshots", take_snapshots },
};

#define SETTING_COUNT (sizeof(settings) / sizeof(*settings))

static void tell_unknown(struct lesson_source *source,
			 const struct lesson_node *key)
{
	struct near near = NEAR(key->text);
	struct lesson_diag *d;

	for (size_t i = 0; i < SETTING_COUNT; i++)
		near_offer(&near, settings[i].key);
	d = lesson_diag_add(source, key->at, LESSON_ERROR_UNKNOWN_KEY,
			    "there is no setting \"%s\"",
			    lesson_quote(key->text).text);
	if (near.best)
		lesson_diag_advise(d, "did you mean %s?", near.best);
	else
		lesson_diag_advise(d, "there are theme, speed, ascii, mouse, "
				      "snapshots, language and keys");
}

static void take_all(struct app_settings *s, struct lesson_source *source,
		     const struct lesson_node *root)
{
	if (root->kind != LESSON_MAP) {
		lesson_diag_advise(
			lesson_diag_add(source, root->at, LESSON_ERROR_TYPE,
					"this is no map of settings"),
			"write lines such as theme: light");
		return;
	}
	for (size_t i = 0; i < root->count; i++) {
		const struct lesson_node *key = root->keys[i];
		size_t k = 0;

		while (k < SETTING_COUNT &&
		       strcmp(settings[k].key, key->text) != 0)
			k++;
		if (k < SETTING_COUNT)
			settings[k].take(s, source, root->items[i]);
		else
			tell_unknown(source, key);
	}
}

void app_settings_parse(struct app_settings *s, const char *path,
			const char *text, size_t len)
{
	struct lesson_source source = { .text = text,
					.len = len,
					.diags = &s->problems };
	struct lesson_node *root = NULL;
	struct bulk memory = BULK_INIT;
	SCOPED_FREE char *clean = NULL;
	size_t clean_len = 0;

	*s = (struct app_settings){ .path = mem_text(path), .there = true };
	lesson_diags_init(&s->problems, path);
	clean = lesson_source_clean(&source, &clean_len);
	if (clean)
		root = lesson_tree_parse(&source, clean, clean_len, &memory);
	/* Nothing but comments is fine. */
	if (root)
		take_all(s, &source, root);
	bulk_release(&memory);
	lesson_diags_sort(&s->problems);
}

void app_settings_load(struct app_settings *s, const char *path)
{
	struct lesson_source none = { .text = "", .diags = &s->problems };
	SCOPED_FREE char *text = NULL;
	struct err e = ERR_NONE;
	size_t len = 0, skip = strlen(path);
	int code = fs_read(path, FILE_MAX, &text, &len, &e);

	if (code >= 0) {
		app_settings_parse(s, path, text, len);
		return;
	}
	*s = (struct app_settings){ .path = mem_text(path) };
	lesson_diags_init(&s->problems, path);
	if (code == -ENOENT || code == -ENOTDIR)
		return;
	s->there = true;
	/* The path is said before the message anyway. */
	if (strncmp(e.text, path, skip) != 0 ||
	    strncmp(e.text + skip, ": ", 2) != 0)
		skip = 0;
	else
		skip += 2;
	(void)lesson_diag_add(&none, (struct lesson_place){ 0, 0 },
			      LESSON_ERROR_UNREADABLE, "cannot be read: %s",
			      e.text + skip);
}

void app_settings_release(struct app_settings *s)
{
	lesson_diags_release(&s->problems);
	free(s->path);
	free(s->snapshots);
	*s = (struct app_settings){ 0 };
}

void app_settings_apply(const struct app_settings *s, struct app_options *o)
{
	if (s->has_theme && !o->theme_given)
		o->theme = s->theme;
	if (s->speed > 0 && !o->speed_given)
		o->speed = s->speed;
	o->ascii = o->ascii || s->ascii;
	o->no_mouse = s->no_mouse;
	o->language = s->language;
	o->snapshots = s->snapshots;
}

void app_settings_problem(const struct app_settings *s, size_t i,
			  struct str *out)
{
	const struct lesson_diag *d = &s->problems.items[i];
	const char *slash = strrchr(s->path, '/');

	str_add(out, slash ? slash + 1 : s->path);
	if (d->line)
		str_addf(out, ":%d:%d", d->line, d->column);
	str_addf(out, ": %s", d->message);
	if (*d->advice)
		str_addf(out, ": %s", d->advice);
}

void app_settings_notice(const struct app_settings *s, struct str *out)
{
	size_t count = s->problems.count;

	if (!count)
		return;
	if (count > 1)
		str_addf(out,
			 "%zu problems (procession keys tells them): ", count);
	app_settings_problem(s, 0, out);
}
