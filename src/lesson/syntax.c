/* SPDX-License-Identifier: MIT */
/*
 * libyaml says what its grammar missed; an author wants to know what to write.
 */
#include "lesson/syntax.h"

#include <string.h>

struct lesson_place lesson_place_of(yaml_mark_t mark)
{
	return (struct lesson_place){ (int)mark.line + 1,
				      (int)mark.column + 1 };
}

struct complaint {
	const char *problem; /* a part of libyaml's words */
	const char *message, *advice;
	bool from_context; /* the place that matters is where it began */
};

static const struct complaint complaints[] = {
	{ "mapping values are not allowed",
	  "a colon in a place where no key can be",
	  "put the text in quotes, or write it below a |", false },
	{ "cannot start any token", "a text cannot begin with this character",
	  "put the text in quotes", false },
	{ "could not find expected ':'", "a line without key and colon",
	  "write key: value, or indent the line to continue the text above",
	  true },
	{ "found unexpected end of stream", "a quote that is not closed",
	  "add the closing quote", true },
	{ "unexpected document indicator", "a quote that is not closed",
	  "add the closing quote", true },
	{ "found unknown escape character",
	  "a backslash that means nothing in double quotes",
	  "use single quotes, or write two backslashes", false },
	{ "hexdecimal number", "a \\x or \\u without its digits",
	  "use single quotes, or write the character itself", false },
	{ "did not find expected key",
	  "this line does not fit the lines above it",
	  "indent it as they are, or put the text before it in quotes", false },
	{ "did not find expected '-' indicator",
	  "this line does not fit the list above it",
	  "indent it like the line above, or begin it with a dash", false },
	{ "did not find expected ',' or ']'", "a list in [ ] is not closed",
	  "separate its items with commas, and put those with , ? : or "
	  "brackets in quotes",
	  true },
	{ "did not find expected ',' or '}'", "a map in { } is not closed",
	  "separate its pairs with commas, and put texts with , : or brackets "
	  "in quotes",
	  true },
	{ "did not find expected node content", "something is missing here",
	  "write a value, or put the text in quotes", false },
	{ "found unexpected ':'", "a colon inside [ ] or { }",
	  "put the text in quotes", false },
	{ "block sequence entries are not allowed", "a list cannot begin here",
	  "begin it on a line of its own", false },
	{ "mapping keys are not allowed", "a key cannot be here",
	  "put the text in quotes", false },
	{ "indentation indicator", "what follows | is not understood",
	  "begin the text on the next line", false },
	{ "expected comment or line break", "what follows | is not understood",
	  "begin the text on the next line", false },
	{ "%YAML", "a directive", "remove it", false },
	{ "directive", "a directive", "remove it", false },
	{ "tag", "a tag", "put the text in quotes, or remove the tag", false },
	{ "anchor or alias", "an anchor or an alias without a name",
	  "put the text in quotes", true },
};

void lesson_syntax_tell(struct lesson_source *s, const yaml_parser_t *yaml)
{
	const char *problem = yaml->problem ? yaml->problem : "";
	const struct complaint *found = NULL;
	struct lesson_diag *d;
	bool from_context;

	for (size_t i = 0;
	     !found && i < sizeof(complaints) / sizeof(*complaints); i++)
		if (strstr(problem, complaints[i].problem))
			found = &complaints[i];
	from_context = found && found->from_context && yaml->context;
	d = lesson_diag_add(s,
			    lesson_place_of(from_context ? yaml->context_mark
							 : yaml->problem_mark),
			    LESSON_ERROR_SYNTAX, "%s",
			    found      ? found->message
			    : *problem ? problem
				       : "this is not YAML");
	if (found)
		lesson_diag_advise(d, "%s", found->advice);
}
