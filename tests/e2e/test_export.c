/* SPDX-License-Identifier: MIT */
/*
 * What becomes of a recording for other programs: the same events as text,
 * JSON, CSV, and as a trace that Chrome and Perfetto show.
 */
#include "support/check_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/scope.h"
#include "base/str.h"
#include "e2e/json.h"
#include "e2e/player.h"
#include "e2e/recorded.h"

#define RUN(...) PLAYER_COMMAND(&recorded_course, __VA_ARGS__)

static struct result exported(const char *format)
{
	struct result r = RUN("export", recorded_file, "--format", format);

	ck_assert_msg(r.status == 0, "%s", r.err);
	ck_assert_str_eq(r.err, "");
	return r;
}

START_TEST(text_and_json_are_what_a_replay_says)
{
	struct result live = recorded_make("--json"), json, text, lines;

	json = exported("json");
	ck_assert_str_eq(json.out, live.out);
	text = exported("text");
	lines = RUN("replay", "--linear", recorded_file);
	ck_assert_uint_gt(text.out_len, 200);
	ck_assert(!strncmp(text.out, lines.out, text.out_len));
	command_release(&live);
	command_release(&json);
	command_release(&text);
	command_release(&lines);
}
END_TEST

/*
 * The fields of the record at *@at, and the record after it; what is in
 * quotation marks is one field, whatever it holds.
 */
static int fields(const char **at)
{
	bool quoted = false;
	int n = 1;

	for (; **at && (quoted || **at != '\n'); ++*at) {
		if (**at == '"')
			quoted = !quoted;
		n += **at == ',' && !quoted;
	}
	ck_assert_int_eq(**at, '\n');
	++*at;
	return n;
}

START_TEST(csv_has_a_line_of_all_columns_for_each_event)
{
	struct result live = recorded_make("--json"), csv = exported("csv");
	const char *at = csv.out;
	int events = 0, lines = 0;

	for (const char *c = live.out; *c; c++)
		events += *c == '\n';
	ck_assert(!strncmp(csv.out, "time,pid,tid,process,verb,phase,", 32));
	for (; *at; lines++)
		ck_assert_int_eq(fields(&at), 15);
	ck_assert_int_eq(lines, events + 1);
	ck_assert_ptr_nonnull(strstr(csv.out, ",\"producer\","));
	command_release(&live);
	command_release(&csv);
}
END_TEST

struct open_slices {
	double tid;
	int count;
};

/* Count a B or an E: slices of a thread never close what is not open. */
static void count_slice(struct open_slices *all, double tid, int by)
{
	while (all->count >= 0 && all->tid != tid && all->tid != 0)
		all++;
	all->tid = tid;
	all->count += by;
	ck_assert_int_ge(all->count, 0);
}

static void check_entry(const char *entry, struct open_slices *open,
			int *letters)
{
	char ph[8], text[64];
	double tid = json_number(entry, "$.tid", -1);

	ck_assert(json_text(entry, "$.ph", ph, sizeof(ph)));
	ck_assert_uint_eq(strlen(ph), 1);
	ck_assert_double_ge(json_number(entry, "$.ts", -1), 0);
	ck_assert_double_ge(json_number(entry, "$.pid", -1), 0);
	ck_assert_double_ge(tid, 0);
	letters[(unsigned char)*ph]++;
	if (*ph == 'B' || *ph == 'E')
		count_slice(open, tid, *ph == 'B' ? 1 : -1);
	if (*ph != 'E')
		ck_assert(json_text(entry, "$.name", text, sizeof(text)));
	if (*ph == 's' || *ph == 'f')
		ck_assert_double_ge(json_number(entry, "$.id", -1), 0);
	if (*ph == 'C')
		ck_assert_double_ge(json_number(entry, "$.args.items", -1), 0);
}

START_TEST(chrome_gets_slices_that_nest_arrows_and_counters)
{
	struct result live = recorded_make("--json"),
		      chrome = exported("chrome"),
		      perfetto = exported("perfetto");
	struct open_slices open[16] = { 0 };
	int letters[256] = { 0 };

	ck_assert(json_valid(chrome.out));
	ck_assert_str_eq(chrome.out, perfetto.out);
	for (char *line = strchr(chrome.out, '\n') + 1; *line == '{';) {
		char *end = strchr(line, '\n');

		ck_assert_ptr_nonnull(end);
		if (end[-1] == ',')
			end[-1] = '\0';
		*end = '\0';
		check_entry(line, open, letters);
		line = end + 1;
	}
	ck_assert_int_eq(letters['B'], letters['E']);
	ck_assert_int_gt(letters['B'], 10);
	/* Five items and the sentinel. */
	ck_assert_int_eq(letters['s'], 6);
	ck_assert_int_eq(letters['f'], 6);
	ck_assert_int_eq(letters['C'], 12);
	ck_assert_int_ge(letters['M'], 4);
	command_release(&live);
	command_release(&chrome);
	command_release(&perfetto);
}
END_TEST

START_TEST(an_export_appears_when_it_is_complete)
{
	struct result live = recorded_make("--json"), r;
	SCOPED_STR to = STR_INIT;
	SCOPED_FREE char *text = NULL;
	char **names;
	size_t len, count;

	str_addf(&to, "%s/out.json", recorded_dir);
	for (int i = 0; i < 2; i++) {
		r = RUN("export", "-o", to.buf, "--format", "json",
			recorded_file);
		ck_assert_msg(r.status == 0, "%s", r.err);
		ck_assert_str_eq(r.out, "");
		command_release(&r);
	}
	ck_assert_int_eq(fs_read(to.buf, 1 << 24, &text, &len, NULL), 0);
	ck_assert_str_eq(text, live.out);
	ck_assert_int_eq(fs_list(recorded_dir, &names, &count, NULL), 0);
	ck_assert_uint_eq(count, 2); /* and nothing of a part */
	fs_list_free(names, count);
	r = RUN("export", "-o", "no/where", "--format", "json", recorded_file);
	recorded_complaint(&r, 1, "no/where");
	command_release(&live);
}
END_TEST

Suite *suite(void)
{
	Suite *s = suite_create("exports");
	TCase *tc = tcase_create("exports");

	tcase_set_timeout(tc, 300);
	tcase_add_checked_fixture(tc, recorded_setup, recorded_teardown);
	tcase_add_test(tc, text_and_json_are_what_a_replay_says);
	tcase_add_test(tc, csv_has_a_line_of_all_columns_for_each_event);
	tcase_add_test(tc, chrome_gets_slices_that_nest_arrows_and_counters);
	tcase_add_test(tc, an_export_appears_when_it_is_complete);
	suite_add_tcase(s, tc);
	return s;
}
