/* SPDX-License-Identifier: MIT */
/*
 * md4c calls back as it reads; text gathers in a paragraph (flow.c) that is
 * broken into lines when its block ends; outline.c puts them where they
 * belong inside of lists and quotes.
 */
#include "ui/markdown.h"

#include <ctype.h>
#include <md4c.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/scope.h"
#include "ui/doc.h"
#include "ui/entity.h"
#include "ui/flow.h"
#include "ui/outline.h"
#include "ui/source.h"
#include "ui/table.h"

#define CODE_INDENT 2

struct writer {
	struct ui_outline out;
	struct ui_flow flow;
	ui_style base; /* of the block */
	int emphasis, strong, code, link;
	size_t link_start; /* in flow */

	struct ui_table *table; /* NULL outside of one */
	bool verbatim;          /* in a code block */
	enum ui_language language;
	struct str source; /* of the code block */
};

/* End the paragraph. */
static void flush(struct writer *w)
{
	struct ui_doc lines = { NULL, 0, 0 };

	if (!w->flow.text.len)
		return;
	ui_flow_wrap(&w->flow, &lines, ui_outline_room(&w->out));
	ui_flow_clear(&w->flow);
	ui_outline_emit(&w->out, &lines, 0);
}

static void restyle(struct ui_doc *d, ui_style style)
{
	for (size_t i = 0; i < d->count; i++)
		for (size_t k = 0; k < d->lines[i].count; k++)
			d->lines[i].runs[k].style = style;
}

static void flush_code(struct writer *w)
{
	struct ui_doc source;
	struct ui_doc lines = { NULL, 0, 0 };
	int room = ui_outline_room(&w->out);
	int indent = room > 2 * CODE_INDENT ? CODE_INDENT : 0;

	ui_source(&source, w->language, w->source.buf, w->source.len);
	if (w->language == UI_LANG_OTHER)
		restyle(&source, UI_CODE);
	ui_doc_fold(&source, &lines, room - indent);
	ui_outline_emit(&w->out, &lines, indent);
	ui_doc_release(&source);
	str_clear(&w->source);
	w->verbatim = false;
}

static void flush_table(struct writer *w)
{
	struct ui_doc lines = { NULL, 0, 0 };

	ui_table_wrap(w->table, &lines, ui_outline_room(&w->out));
	ui_outline_emit(&w->out, &lines, 0);
	ui_table_free(w->table);
	w->table = NULL;
}

static void add_rule(struct writer *w)
{
	struct ui_doc lines = { NULL, 0, 0 };
	struct ui_line *l = ui_doc_add(&lines, 0);

	for (int i = ui_outline_room(&w->out); i > 0; i--)
		ui_line_add(l, UI_FRAME, "─", strlen("─"));
	ui_outline_emit(&w->out, &lines, 0);
}

static enum ui_language language_named(const MD_ATTRIBUTE *name)
{
	static const struct {
		const char *name;
		enum ui_language language;
	} known[] = { { "c", UI_LANG_C },
		      { "h", UI_LANG_C },
		      { "python", UI_LANG_PYTHON },
		      { "py", UI_LANG_PYTHON } };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (name->size == strlen(known[i].name) &&
		    !strncasecmp(name->text, known[i].name, name->size))
			return known[i].language;
	return UI_LANG_OTHER;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct writer *w = arg;

	if (type != MD_BLOCK_DOC)
		flush(w);
	w->base = UI_NORMAL;
	switch (type) {
	case MD_BLOCK_QUOTE:
		ui_outline_enter_quote(&w->out);
		break;
	case MD_BLOCK_UL:
		ui_outline_enter_list(&w->out, false, 0,
				      ((MD_BLOCK_UL_DETAIL *)detail)->is_tight);
		break;
	case MD_BLOCK_OL:
		ui_outline_enter_list(&w->out, true,
				      ((MD_BLOCK_OL_DETAIL *)detail)->start,
				      ((MD_BLOCK_OL_DETAIL *)detail)->is_tight);
		break;
	case MD_BLOCK_LI:
		ui_outline_enter_item(&w->out);
		break;
	case MD_BLOCK_H:
		w->out.gap = true;
		w->base = UI_HEADING;
		break;
	case MD_BLOCK_CODE:
		w->verbatim = true;
		w->language =
			language_named(&((MD_BLOCK_CODE_DETAIL *)detail)->lang);
		break;
	case MD_BLOCK_TABLE:
		w->table = ui_table_new(
			((MD_BLOCK_TABLE_DETAIL *)detail)->col_count);
		break;
	case MD_BLOCK_TH:
		w->base = UI_STRONG;
		break;
	case MD_BLOCK_DOC:
	case MD_BLOCK_HR:
	case MD_BLOCK_HTML:
	case MD_BLOCK_P:
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
	case MD_BLOCK_TR:
	case MD_BLOCK_TD:
		break;
	}
	return 0;
}

static enum ui_align align_of(const MD_BLOCK_TD_DETAIL *cell)
{
	switch (cell->align) {
	case MD_ALIGN_CENTER:
		return UI_ALIGN_CENTRE;
	case MD_ALIGN_RIGHT:
		return UI_ALIGN_RIGHT;
	case MD_ALIGN_DEFAULT:
	case MD_ALIGN_LEFT:
		break;
	}
	return UI_ALIGN_LEFT;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct writer *w = arg;

	if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
		ui_table_add(w->table, &w->flow, align_of(detail));
		return 0;
	}
	flush(w);
	switch (type) {
	case MD_BLOCK_QUOTE:
		ui_outline_leave_quote(&w->out);
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		ui_outline_leave_list(&w->out);
		break;
	case MD_BLOCK_LI:
		ui_outline_leave_item(&w->out);
		break;
	case MD_BLOCK_H:
		w->out.gap = false;
		break;
	case MD_BLOCK_HR:
		add_rule(w);
		w->out.gap = true;
		break;
	case MD_BLOCK_CODE:
		flush_code(w);
		w->out.gap = true;
		break;
	case MD_BLOCK_TABLE:
		flush_table(w);
		w->out.gap = true;
		break;
	case MD_BLOCK_HTML:
	case MD_BLOCK_P:
		w->out.gap = true;
		break;
	case MD_BLOCK_DOC:
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
	case MD_BLOCK_TR:
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		break;
	}
	return 0;
}

static ui_style style_now(const struct writer *w)
{
	ui_style bold = w->strong ? UI_STYLE(UI_BOLD) : 0;

	if (w->code)
		return UI_CODE | bold;
	if (w->link)
		return UI_LINK | bold;
	if (w->emphasis)
		return UI_EMPHASIS | bold;
	return w->strong && w->base == UI_NORMAL ? UI_STRONG : w->base;
}

/* The length of a page's name like mq_open(3) at the start of @text, or 0. */
static size_t page_length(const char *text, size_t len)
{
	size_t i = 0;

	while (i < len && (isalnum((unsigned char)text[i]) ||
			   (text[i] && strchr("_.:+-", text[i]))))
		i++;
	if (!i || i + 2 >= len || text[i] != '(' ||
	    !isdigit((unsigned char)text[i + 1]))
		return 0;
	for (i += 2; i < len && isalnum((unsigned char)text[i]); i++)
		;
	return i < len && text[i] == ')' ? i + 1 : 0;
}

/* Text in which man:mq_open(3) is a link to that page. */
static void add_text(struct writer *w, const char *text, size_t len)
{
	size_t done = 0;

	for (size_t i = 0; i + 4 < len && !w->link; i++) {
		size_t n;

		if (strncmp(text + i, "man:", 4) != 0 ||
		    (i && isalnum((unsigned char)text[i - 1])))
			continue;
		n = page_length(text + i + 4, len - i - 4);
		if (!n)
			continue;
		ui_flow_add(&w->flow, style_now(w), text + done, i - done);
		ui_flow_add(&w->flow, UI_LINK, text + i + 4, n);
		done = i + 4 + n;
		i = done - 1;
	}
	ui_flow_add(&w->flow, style_now(w), text + done, len - done);
}

static bool has_prefix(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

/* The target as a reader wants it. */
static const char *target_of(const char *href)
{
	static const char *const schemes[] = { "man:", "mailto:" };

	for (size_t i = 0; i < 2; i++)
		if (has_prefix(href, schemes[i]))
			return href + strlen(schemes[i]);
	return href;
}

/*
 * Whether @text says already where the link goes.  Another lesson is reached
 * with a key, and to read where it lies would only be in the way.
 */
static bool tells(const char *text, const char *href, const char *target)
{
	return !*target || strstr(text, target) ||
	       has_prefix(href, "lesson:") ||
	       (has_prefix(href, "http://") && !strcmp(text, href + 7));
}

static void end_link(struct writer *w, const MD_ATTRIBUTE *to)
{
	SCOPED_FREE char *href = mem_text_n(to->text ? to->text : "", to->size);
	const char *target = target_of(href);
	const char *text = w->flow.text.buf + w->link_start;
	size_t len = strlen(text);

	if (w->link_start > w->flow.text.len)
		return;
	if (has_prefix(href, "man:") &&
	    (!strcmp(text, href) ||
	     (has_prefix(target, text) && target[len] == '('))) {
		ui_flow_cut(&w->flow, w->link_start);
		ui_flow_add(&w->flow, UI_LINK, target, strlen(target));
	} else if (!tells(text, href, target)) {
		ui_flow_add(&w->flow, UI_FAINT, " (", 2);
		ui_flow_add(&w->flow, UI_FAINT, target, strlen(target));
		ui_flow_add(&w->flow, UI_FAINT, ")", 1);
	}
}

/* Count how deep we are in spans of one kind. */
static void span(struct writer *w, MD_SPANTYPE type, int by)
{
	switch (type) {
	case MD_SPAN_EM:
	case MD_SPAN_U:
		w->emphasis += by;
		break;
	case MD_SPAN_STRONG:
		w->strong += by;
		break;
	case MD_SPAN_A:
	case MD_SPAN_IMG:
	case MD_SPAN_WIKILINK:
		w->link += by;
		break;
	case MD_SPAN_CODE:
	case MD_SPAN_LATEXMATH:
	case MD_SPAN_LATEXMATH_DISPLAY:
		w->code += by;
		break;
	case MD_SPAN_DEL:
		break;
	}
}

static int enter_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct writer *w = arg;

	(void)detail;
	if ((type == MD_SPAN_A || type == MD_SPAN_IMG) && !w->link)
		w->link_start = w->flow.text.len;
	span(w, type, 1);
	return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct writer *w = arg;

	span(w, type, -1);
	if (type == MD_SPAN_A && !w->link)
		end_link(w, &((MD_SPAN_A_DETAIL *)detail)->href);
	if (type == MD_SPAN_IMG && !w->link)
		end_link(w, &((MD_SPAN_IMG_DETAIL *)detail)->src);
	return 0;
}

static void add_entity(struct writer *w, const char *text, size_t len)
{
	SCOPED_STR plain = STR_INIT;

	ui_entity_add(&plain, text, len);
	ui_flow_add(&w->flow, style_now(w), plain.buf, plain.len);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE len,
		   void *arg)
{
	struct writer *w = arg;

	if (w->verbatim) {
		str_add_n(&w->source, text, len);
		return 0;
	}
	switch (type) {
	case MD_TEXT_BR:
		ui_flow_break(&w->flow);
		break;
	case MD_TEXT_SOFTBR:
		ui_flow_add(&w->flow, style_now(w), " ", 1);
		break;
	case MD_TEXT_ENTITY:
		add_entity(w, text, len);
		break;
	case MD_TEXT_NORMAL:
		add_text(w, text, len);
		break;
	case MD_TEXT_NULLCHAR:
		ui_flow_add(&w->flow, style_now(w), "\uFFFD", 3);
		break;
	case MD_TEXT_CODE:
	case MD_TEXT_HTML:
	case MD_TEXT_LATEXMATH:
		ui_flow_add(&w->flow, style_now(w), text, len);
		break;
	}
	return 0;
}

void ui_markdown(struct ui_doc *ret, const char *text, int width)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML |
			 MD_FLAG_PERMISSIVEURLAUTOLINKS,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = on_text,
	};
	struct writer w = { .out = { .doc = ret } };

	w.out.width = width > 0 ? width : 1;
	*ret = (struct ui_doc){ NULL, 0, w.out.width };
	w.flow = UI_FLOW_INIT;
	w.source = STR_INIT;
	/* It fails only where a callback or malloc does. */
	(void)md_parse(text, (MD_SIZE)strlen(text), &parser, &w);
	flush(&w);
	ui_flow_release(&w.flow);
	ui_table_free(w.table);
	str_release(&w.source);
}

void ui_markdown_plain(const char *text, struct str *out)
{
	size_t len = strlen(text);
	struct ui_doc doc;

	/* Nothing is wider than its source, but for the marks of lists. */
	ui_markdown(&doc, text, len < 4096 ? (int)len + 16 : 4096);
	for (size_t i = 0; i < doc.count; i++) {
		const struct ui_line *l = &doc.lines[i];

		if (l->count && out->len && out->buf[out->len - 1] != ' ')
			str_add_char(out, ' ');
		for (size_t k = 0; k < l->count; k++)
			str_add(out, l->runs[k].text);
	}
	ui_doc_release(&doc);
}
