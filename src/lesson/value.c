/* SPDX-License-Identifier: MIT */
#include "lesson/value.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "base/utf8.h"
#include "lesson/number.h"
#include "lesson/words.h"

#define SMALL  "abcdefghijklmnopqrstuvwxyz"
#define LARGE  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool has_first(const char *text, const char *set)
{
	return *text && strchr(set, *text);
}

static bool has_only(const char *text, const char *set)
{
	return text[strspn(text, set)] == '\0';
}

bool lesson_is_id(const char *text)
{
	size_t len = strlen(text);

	return has_first(text, SMALL) && has_only(text, SMALL DIGITS "-") &&
	       !strstr(text, "--") && text[len - 1] != '-';
}

bool lesson_is_parameter(const char *text)
{
	return has_first(text, SMALL LARGE) &&
	       has_only(text, SMALL LARGE DIGITS "_-") && strlen(text) <= 40;
}

bool lesson_is_reference(const char *text)
{
	const char *slash = strchr(text, '/');
	char topic[64];

	if (!slash || (size_t)(slash - text) >= sizeof(topic))
		return false;
	memcpy(topic, text, (size_t)(slash - text));
	topic[slash - text] = '\0';
	return lesson_is_id(topic) && lesson_is_id(slash + 1);
}

enum lesson_pane lesson_pane_find(const char *name)
{
	for (int i = 0; i < LESSON_PANE_COUNT; i++)
		if (strcmp(lesson_pane_name((enum lesson_pane)i), name) == 0)
			return (enum lesson_pane)i;
	return LESSON_PANE_COUNT;
}

struct lesson_subject lesson_subject(const struct lesson_key *key)
{
	struct lesson_subject s;

	(void)snprintf(s.text, sizeof(s.text),
		       key->many == LESSON_KEY_ONE ? "\"%s\""
						   : "an item of \"%s\"",
		       key->name);
	return s;
}

double lesson_seconds(const char *text)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = { { "ms", 0.001 }, { "s", 1 }, { "min", 60 } };
	size_t len = strspn(text, "0123456789.");
	char number[16];
	bool whole;

	if (!len || len >= sizeof(number))
		return -1;
	memcpy(number, text, len);
	number[len] = '\0';
	if (lesson_word_kind(number) != LESSON_WORD_NUMBER)
		return -1;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (strcmp(text + len, units[i].unit) == 0)
			return lesson_number(number, &whole) * units[i].seconds;
	return -1;
}

static bool check_range(struct lesson_source *s, const struct lesson_key *key,
			const struct lesson_node *node)
{
	bool whole;
	double value = lesson_number(node->text, &whole);
	struct lesson_diag *d;

	if (value >= (double)key->min && value <= (double)key->max)
		return true;
	d = lesson_diag_add(s, node->at, LESSON_ERROR_RANGE, "%s is %s",
			    lesson_subject(key).text,
			    lesson_quote(node->text).text);
	if (key->min == key->max)
		lesson_diag_advise(d, "write %ld", key->min);
	else
		lesson_diag_advise(d, "write a number from %ld to %ld",
				   key->min, key->max);
	return false;
}

/* A number as YAML knows it, but not as people write it. */
static bool tell_number_trap(struct lesson_source *s,
			     const struct lesson_node *node)
{
	enum lesson_word word = lesson_word_kind(node->text);
	struct lesson_quote quote;
	struct lesson_diag *d;

	if (!node->plain ||
	    (word != LESSON_WORD_OCTAL && word != LESSON_WORD_SIXTY &&
	     word != LESSON_WORD_NUMBERISH))
		return false;
	quote = lesson_quote(node->text);
	d = lesson_diag_add(
		s, node->at, LESSON_ERROR_AMBIGUOUS,
		word == LESSON_WORD_OCTAL   ? "to YAML, %s is an octal number"
		: word == LESSON_WORD_SIXTY ? "to YAML, %s counts in sixties"
					    : "%s is not a plain number",
		quote.text);
	if (word == LESSON_WORD_OCTAL && *quote.text == '0')
		lesson_diag_advise(d, "write %s",
				   quote.text + strspn(quote.text, "0"));
	else
		lesson_diag_advise(d, "write it in plain decimal digits");
	return true;
}

static bool check_number(struct lesson_source *s, const struct lesson_key *key,
			 const struct lesson_node *node)
{
	bool whole = true, number;
	struct lesson_diag *d;

	number = lesson_word_kind(node->text) == LESSON_WORD_NUMBER;
	if (number)
		(void)lesson_number(node->text, &whole);
	if (number && node->plain && (whole || key->type == LESSON_KEY_NUMBER))
		return check_range(s, key, node);
	if (tell_number_trap(s, node))
		return false;
	d = lesson_diag_add(
		s, node->at, LESSON_ERROR_TYPE, "%s must be %s, not %s%s%s",
		lesson_subject(key).text, lesson_key_type_wants(key->type),
		node->plain ? "" : "the text \"", lesson_quote(node->text).text,
		node->plain ? "" : "\"");
	if (number && !node->plain)
		lesson_diag_advise(d, "write %s without quotes", node->text);
	return false;
}

/* An unquoted word in which YAML sees something else than a text. */
static bool check_trap(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node)
{
	static const char *const what[] = {
		[LESSON_WORD_TEXT] = NULL,
		[LESSON_WORD_NUMBER] = "a number",
		[LESSON_WORD_NOTHING] = "nothing",
		[LESSON_WORD_TRUTH] = "a truth value",
		[LESSON_WORD_OCTAL] = "an octal number",
		[LESSON_WORD_SIXTY] = "a number in sixties",
		[LESSON_WORD_NUMBERISH] = "a number or a date",
	};
	enum lesson_word word;
	struct lesson_quote quote;

	if (!node->plain)
		return true;
	word = lesson_word_kind(node->text);
	if (word == LESSON_WORD_TEXT ||
	    (word == LESSON_WORD_NUMBER && key->type == LESSON_KEY_VALUE))
		return true;
	quote = lesson_quote(node->text);
	lesson_diag_advise(lesson_diag_add(s, node->at, LESSON_ERROR_AMBIGUOUS,
					   "without quotes, %s is %s to YAML",
					   quote.text, what[word]),
			   "write \"%s\"", quote.text);
	return false;
}

static bool is_blank(const char *text)
{
	return has_only(text, " \n");
}

static bool tell_long(struct lesson_source *s, const struct lesson_key *key,
		      const struct lesson_node *node, int columns)
{
	long max = key->many == LESSON_KEY_ONE ? key->max : 60;

	if (columns <= max)
		return true;
	lesson_diag_advise(lesson_diag_add(s, node->at, LESSON_ERROR_RANGE,
					   "%s has %d columns",
					   lesson_subject(key).text, columns),
			   "there is room for %ld", max);
	return false;
}

static bool check_line(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node)
{
	if (strchr(node->text, '\n')) {
		lesson_diag_advise(lesson_diag_add(s, node->at,
						   LESSON_ERROR_NOT_ONE_LINE,
						   "%s has more than one line",
						   lesson_subject(key).text),
				   "write it in one line, without |");
		return false;
	}
	return tell_long(s, key, node, utf8_width(node->text));
}

static bool check_text(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node)
{
	size_t max = key->many == LESSON_KEY_ONE ? (size_t)key->max : 2000;

	if (node->len <= max)
		return true;
	lesson_diag_advise(lesson_diag_add(s, node->at, LESSON_ERROR_RANGE,
					   "%s has %zu bytes",
					   lesson_subject(key).text, node->len),
			   max < 20000 ? "there is room for %zu"
				       : "make two steps of it",
			   max);
	return false;
}

/* The nearest proper id: small letters, dashes for all the rest. */
static void suggest_id(const char *text, char *out, size_t size)
{
	size_t n = 0;

	for (; *text && n + 1 < size; text++) {
		char c = *text;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (!strchr(SMALL DIGITS, c))
			c = '-';
		if (c == '-' ? n && out[n - 1] != '-' : n || strchr(SMALL, c))
			out[n++] = c;
	}
	while (n && out[n - 1] == '-')
		n--;
	out[n] = '\0';
}

static bool check_id(struct lesson_source *s, const struct lesson_key *key,
		     const struct lesson_node *node)
{
	struct lesson_diag *d;
	char better[41];

	if (lesson_is_id(node->text))
		return tell_long(s, key, node, (int)node->len);
	d = lesson_diag_add(s, node->at, LESSON_ERROR_BAD_ID,
			    "\"%s\" is not a proper id",
			    lesson_quote(node->text).text);
	suggest_id(node->text, better, sizeof(better));
	if (*better && lesson_is_id(better) && !strchr(DIGITS, *node->text))
		lesson_diag_advise(d, "write %s", better);
	else
		lesson_diag_advise(
			d, "begin with a small letter; small letters, digits "
			   "and dashes");
	return false;
}

static bool check_reference(struct lesson_source *s,
			    const struct lesson_node *node)
{
	if (lesson_is_reference(node->text))
		return true;
	lesson_diag_advise(lesson_diag_add(s, node->at, LESSON_ERROR_BAD_ID,
					   "\"%s\" does not name a lesson",
					   lesson_quote(node->text).text),
			   "write topic/lesson, such as ipc/queue");
	return false;
}

static bool check_program(struct lesson_source *s, const struct lesson_key *key,
			  const struct lesson_node *node)
{
	const char *slash = strchr(node->text, '/');
	const char *name = slash ? slash + 1 : node->text;
	SCOPED_FREE char *topic =
		mem_text_n(node->text, (size_t)(name - node->text) - !!slash);

	if (has_first(name, SMALL LARGE DIGITS) &&
	    has_only(name, SMALL LARGE DIGITS "_-") &&
	    (!slash || lesson_is_id(topic)))
		return tell_long(s, key, node, (int)node->len);
	lesson_diag_advise(
		lesson_diag_add(s, node->at, LESSON_ERROR_BAD_PROGRAM,
				"\"%s\" is not the name of a demo",
				lesson_quote(node->text).text),
		"letters, digits, _ and - only; no folder, no ending, no "
		"arguments");
	return false;
}

static bool check_pane(struct lesson_source *s, const struct lesson_node *node)
{
	struct near near = NEAR(node->text);
	SCOPED_STR all = STR_INIT;
	struct lesson_diag *d;

	if (lesson_pane_find(node->text) != LESSON_PANE_COUNT)
		return true;
	for (int i = 0; i < LESSON_PANE_COUNT; i++) {
		const char *name = lesson_pane_name((enum lesson_pane)i);

		near_offer(&near, name);
		str_addf(&all, "%s%s", i ? ", " : "", name);
	}
	d = lesson_diag_add(s, node->at, LESSON_ERROR_BAD_PANE,
			    "there is no pane \"%s\"",
			    lesson_quote(node->text).text);
	if (near.best)
		lesson_diag_advise(d, "write %s", near.best);
	else
		lesson_diag_advise(d, "one of: %s", all.buf);
	return false;
}

/* yes and the like are what YAML takes for true, and what people write. */
static bool check_bool(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node)
{
	static const char *const for_true[] = { "yes", "on", "y", "true" };
	const char *better = "false";

	if (node->plain &&
	    (!strcmp(node->text, "true") || !strcmp(node->text, "false")))
		return true;
	if (lesson_word_kind(node->text) != LESSON_WORD_TRUTH) {
		(void)lesson_diag_add(s, node->at, LESSON_ERROR_TYPE,
				      "%s must be true or false, not %s",
				      lesson_subject(key).text,
				      lesson_quote(node->text).text);
		return false;
	}
	for (int i = 0; i < 4; i++)
		if (strcasecmp(node->text, for_true[i]) == 0)
			better = "true";
	lesson_diag_advise(lesson_diag_add(s, node->at, LESSON_ERROR_AMBIGUOUS,
					   "%s must be true or false",
					   lesson_subject(key).text),
			   "write %s, without quotes", better);
	return false;
}

static bool check_duration(struct lesson_source *s,
			   const struct lesson_key *key,
			   const struct lesson_node *node)
{
	double seconds = lesson_seconds(node->text);
	bool number = lesson_word_kind(node->text) == LESSON_WORD_NUMBER;

	if (seconds > (double)key->min && seconds <= (double)key->max)
		return true;
	if (seconds >= 0)
		lesson_diag_advise(
			lesson_diag_add(s, node->at, LESSON_ERROR_RANGE,
					"%s is %s", lesson_subject(key).text,
					lesson_quote(node->text).text),
			"write a time above 0s and up to %lds", key->max);
	else
		lesson_diag_advise(
			lesson_diag_add(s, node->at, LESSON_ERROR_TYPE,
					"%s must be a time with its unit, not "
					"%s",
					lesson_subject(key).text,
					lesson_quote(node->text).text),
			"write %ss, or another number with ms, s or min",
			number ? node->text : "10");
	return false;
}

static bool check_schedule(struct lesson_source *s,
			   const struct lesson_key *key,
			   const struct lesson_node *node)
{
	if (has_only(node->text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		return tell_long(s, key, node, (int)node->len);
	lesson_diag_advise(
		lesson_diag_add(s, node->at, LESSON_ERROR_BAD_WORD,
				"\"%s\" is not a schedule",
				lesson_quote(node->text).text),
		"write a letter for each step: A for the first process, B for "
		"the second");
	return false;
}

static bool check_word(struct lesson_source *s, const struct lesson_key *key,
		       const struct lesson_node *node)
{
	switch (key->type) {
	case LESSON_KEY_SCHEDULE:
		return check_schedule(s, key, node);
	case LESSON_KEY_HAPPENING:
	case LESSON_KEY_MOMENT:
	case LESSON_KEY_RATIO:
	case LESSON_KEY_GIVES:
	case LESSON_KEY_CHOOSE:
	case LESSON_KEY_ACTIVITY:
		return lesson_word_check(s, key, node);
	case LESSON_KEY_LINE:
	case LESSON_KEY_VALUE:
	case LESSON_KEY_NAME:
		return check_line(s, key, node);
	case LESSON_KEY_TEXT:
		return check_text(s, key, node);
	case LESSON_KEY_ID:
		return check_id(s, key, node);
	case LESSON_KEY_REFERENCE:
		return check_reference(s, node);
	case LESSON_KEY_PROGRAM:
		return check_program(s, key, node);
	case LESSON_KEY_PANE:
		return check_pane(s, node);
	case LESSON_KEY_BOOL:
	case LESSON_KEY_DURATION:
	case LESSON_KEY_INT:
	case LESSON_KEY_NUMBER:
	case LESSON_KEY_RECORD:
		break;
	}
	return false;
}

bool lesson_value_check(struct lesson_source *s, const struct lesson_key *key,
			const struct lesson_node *node)
{
	if (node->bad)
		return false;
	if (node->kind != LESSON_SCALAR) {
		(void)lesson_diag_add(
			s, node->at, LESSON_ERROR_TYPE,
			"%s must be %s, not a %s", lesson_subject(key).text,
			lesson_key_type_wants(key->type),
			node->kind == LESSON_LIST ? "list" : "map");
		return false;
	}
	if (is_blank(node->text)) {
		lesson_diag_advise(
			lesson_diag_add(s, node->at, LESSON_ERROR_NO_VALUE,
					"%s is empty",
					lesson_subject(key).text),
			"write %s", lesson_key_type_wants(key->type));
		return false;
	}
	if (key->type == LESSON_KEY_INT || key->type == LESSON_KEY_NUMBER)
		return check_number(s, key, node);
	if (key->type == LESSON_KEY_BOOL)
		return check_bool(s, key, node);
	if (key->type == LESSON_KEY_DURATION)
		return check_duration(s, key, node);
	return check_trap(s, key, node) && check_word(s, key, node);
}
