/* SPDX-License-Identifier: MIT */
#include "app/keys.h"

#include <string.h>

#include "ui/command.h"

static void print_command(enum ui_command c, FILE *out)
{
	const struct ui_command_info *info = ui_command_info(c);
	const char *keys = ui_command_keys(c);

	(void)fprintf(out, "%-15s %-15s %-6s %s", info->name,
		      *keys ? keys : "-", info->where, info->help);
	if (ui_command_is_bound(c))
		(void)fprintf(out, " (changed; else %s)",
			      *info->keys ? info->keys : "-");
	(void)fputc('\n', out);
}

static void print_places(FILE *out)
{
	(void)fputs("\nWhere:\n", out);
#define UI_PLACE(letter, words) (void)fprintf(out, "  %c  %s\n", letter, words);
#define UI_COMMAND(id, name, keys, where, short_, help)
#include "ui/commands.def"
#undef UI_COMMAND
}

static void print_settings(const struct app_settings *s, FILE *out)
{
	(void)fprintf(out, "\nSettings: %s%s\n", s->path,
		      s->there ? "" : " (there is none)");
	for (size_t i = 0; i < s->problems.count; i++) {
		SCOPED_STR line = STR_INIT;

		app_settings_problem(s, i, &line);
		(void)fprintf(out, "  %s\n", line.buf);
	}
}

static void add_field(struct str *out, const char *name, const char *value)
{
	str_addf(out, "%s\"%s\": \"", out->len > 1 ? ", " : "", name);
	str_add_json(out, value, strlen(value));
	str_add_char(out, '"');
}

static void print_json(const struct app_settings *s, FILE *out)
{
	for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++) {
		enum ui_command c = (enum ui_command)i;
		const struct ui_command_info *info = ui_command_info(c);
		SCOPED_STR line = STR_INIT;

		str_add_char(&line, '{');
		add_field(&line, "command", info->name);
		add_field(&line, "keys", ui_command_keys(c));
		add_field(&line, "own_keys", info->keys);
		add_field(&line, "where", info->where);
		add_field(&line, "help", info->help);
		(void)fprintf(out, "%s, \"counted\": %s}\n", line.buf,
			      info->counted ? "true" : "false");
	}
	for (size_t i = 0; i < s->problems.count; i++) {
		SCOPED_STR line = STR_INIT, text = STR_INIT;

		app_settings_problem(s, i, &text);
		str_add_char(&line, '{');
		add_field(&line, "problem", text.buf);
		(void)fprintf(out, "%s}\n", line.buf);
	}
}

int app_keys(const struct app_settings *s, bool json, FILE *out)
{
	if (json) {
		print_json(s, out);
	} else {
		(void)fprintf(out, "%-15s %-15s %-6s %s\n", "COMMAND", "KEYS",
			      "WHERE", "WHAT IT DOES");
		for (int i = UI_CMD_NONE + 1; i < UI_CMD_COUNT; i++)
			print_command((enum ui_command)i, out);
		print_places(out);
		print_settings(s, out);
	}
	if (fflush(out) != 0)
		return 1;
	return s->problems.count ? 2 : 0;
}
