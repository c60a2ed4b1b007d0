/* SPDX-License-Identifier: MIT */
/*
 * First the backgrounds, then lines and blocks, then text; each row in
 * stretches of one look.
 */
#include "ui/svg.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/box.h"

enum { CELL_W = 9, CELL_H = 19, MARGIN = 12, BASELINE = 14 };

struct look {
	uint32_t fg, bg;
	unsigned attrs;
};

struct picture {
	const struct ui_canvas *canvas;
	const struct ui_svg *options;
	struct str *out;
	uint32_t own_fg, own_bg;
	int rows, cols;
};

static struct look look_of(const struct picture *p, ui_style style)
{
	unsigned role = style & 0xFF;
	struct ui_look from = ui_theme_look(
		p->options->theme,
		role < UI_ROLE_COUNT ? (enum ui_role)role : UI_NORMAL,
		UI_THEME_DIRECT);
	struct look look = {
		.fg = from.fg < 0 ? p->own_fg : (uint32_t)from.fg,
		.bg = from.bg < 0 ? p->own_bg : (uint32_t)from.bg,
		.attrs = from.attrs | (style >> 8 & 0xFF),
	};

	if (look.attrs & UI_REVERSE) {
		uint32_t fg = look.fg;

		look.fg = look.bg;
		look.bg = fg;
	}
	return look;
}

static bool same(struct look a, struct look b)
{
	return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

static struct look look_at(const struct picture *p, int row, int col)
{
	return look_of(p, ui_canvas_at(p->canvas, row, col)->style);
}

static void add_escaped(struct str *out, uint32_t rune)
{
	if (rune == '<')
		str_add(out, "&lt;");
	else if (rune == '>')
		str_add(out, "&gt;");
	else if (rune == '&')
		str_add(out, "&amp;");
	else if (rune == '"')
		str_add(out, "&quot;");
	else
		str_add_rune(out, rune);
}

static void add_text(struct str *out, const char *text)
{
	size_t len = strlen(text), i = 0;

	while (i < len) {
		uint32_t rune;

		i += utf8_decode(text + i, len - i, &rune);
		add_escaped(out, rune);
	}
}

static void add_rect(const struct picture *p, const int box[4], uint32_t color)
{
	str_addf(p->out,
		 "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" "
		 "fill=\"#%06x\"/>\n",
		 box[0], box[1], box[2], box[3], color);
}

static int x_of(int col)
{
	return MARGIN + col * CELL_W;
}

static int y_of(int row)
{
	return MARGIN + row * CELL_H;
}

static void add_backgrounds(const struct picture *p, int row)
{
	for (int col = 0; col < p->cols;) {
		struct look look = look_at(p, row, col);
		int from = col;

		while (col < p->cols && look_at(p, row, col).bg == look.bg)
			col++;
		if (look.bg != p->own_bg)
			add_rect(p,
				 (int[]){ x_of(from), y_of(row),
					  (col - from) * CELL_W, CELL_H },
				 look.bg);
	}
}

/* ---- shapes ---- */

static bool is_block(uint32_t rune)
{
	return rune >= 0x2580 && rune <= 0x2590;
}

/* Lines, but no dashed ones: those are text. */
static bool line_arms(uint32_t rune, struct ui_box *ret)
{
	if ((rune >= 0x2504 && rune <= 0x250B) ||
	    (rune >= 0x254C && rune <= 0x254F))
		return false;
	return ui_box_arms(rune, ret);
}

static bool is_shape(uint32_t rune)
{
	struct ui_box arms;

	return is_block(rune) || line_arms(rune, &arms);
}

/* Upper half, lower eighths, the whole, left eighths, right half. */
static void add_block(const struct picture *p, int row, int col, uint32_t rune,
		      uint32_t color)
{
	int x = x_of(col), y = y_of(row), w = CELL_W, h = CELL_H;

	if (rune == 0x2580) {
		h = CELL_H / 2;
	} else if (rune < 0x2588) {
		h = CELL_H * (int)(rune - 0x2580) / 8;
		y += CELL_H - h;
	} else if (rune < 0x2590) {
		w = CELL_W * (int)(0x2590 - rune) / 8;
	} else {
		w = CELL_W / 2;
		x += CELL_W - w;
	}
	add_rect(p, (int[]){ x, y, w, h }, color);
}

/* The arms of weight @weight that begin at the middle of the cell. */
static void add_arms(struct str *path, int row, int col, struct ui_box arms,
		     int weight)
{
	int x = x_of(col), y = y_of(row);
	int right = x + CELL_W, below = y + CELL_H;
	double mx = x + CELL_W / 2.0, my = y + CELL_H / 2.0;

	if (arms.left == weight && arms.right == weight)
		str_addf(path, "M%d %gH%d", x, my, right);
	else if (arms.left == weight)
		str_addf(path, "M%d %gH%g", x, my, mx);
	else if (arms.right == weight)
		str_addf(path, "M%g %gH%d", mx, my, right);
	if (arms.up == weight && arms.down == weight)
		str_addf(path, "M%g %dV%d", mx, y, below);
	else if (arms.up == weight)
		str_addf(path, "M%g %dV%g", mx, y, my);
	else if (arms.down == weight)
		str_addf(path, "M%g %gV%d", mx, my, below);
}

static void add_lines(const struct picture *p, int row, int from, int to,
		      uint32_t color)
{
	for (int weight = 1; weight <= 2; weight++) {
		SCOPED_STR path = STR_INIT;

		for (int col = from; col < to; col++) {
			struct ui_box arms;
			uint32_t rune = ui_canvas_at(p->canvas, row, col)->rune;

			if (line_arms(rune, &arms))
				add_arms(&path, row, col, arms, weight);
		}
		if (path.len)
			str_addf(p->out,
				 "<path d=\"%s\" stroke=\"#%06x\" "
				 "stroke-width=\"%d\" fill=\"none\" "
				 "stroke-linecap=\"square\"/>\n",
				 path.buf, color, weight == 1 ? 1 : 3);
	}
}

static void add_shapes(const struct picture *p, int row)
{
	for (int col = 0; col < p->cols;) {
		struct look look = look_at(p, row, col);
		int from = col;

		for (; col < p->cols && look_at(p, row, col).fg == look.fg;
		     col++) {
			uint32_t rune = ui_canvas_at(p->canvas, row, col)->rune;

			if (is_block(rune))
				add_block(p, row, col, rune, look.fg);
		}
		add_lines(p, row, from, col, look.fg);
	}
}

/* ---- text ---- */

/* A cell that is text or between two of them. */
static bool is_text(const struct ui_cell *at)
{
	return !is_shape(at->rune);
}

static bool is_blank(const struct ui_cell *at)
{
	return at->rune == ' ' && !at->mark[0];
}

/* Where the stretch that begins at @from ends: two blanks end one too. */
static int stretch(const struct picture *p, int row, int from)
{
	struct look look = look_at(p, row, from);
	int end = from, blanks = 0;

	for (int col = from; col < p->cols; col++) {
		const struct ui_cell *at = ui_canvas_at(p->canvas, row, col);

		if (!is_text(at) || !same(look_at(p, row, col), look))
			break;
		blanks = is_blank(at) ? blanks + 1 : 0;
		if (blanks > 1)
			break;
		if (!blanks)
			end = col + 1;
	}
	return end;
}

static void add_stretch(const struct picture *p, int row, int from, int to)
{
	struct look look = look_at(p, row, from);
	int width = (to - from) * CELL_W;

	str_addf(p->out,
		 "<text x=\"%d\" y=\"%d\" textLength=\"%d\" "
		 "lengthAdjust=\"spacingAndGlyphs\" fill=\"#%06x\"",
		 x_of(from), y_of(row) + BASELINE, width, look.fg);
	if (look.attrs & UI_BOLD)
		str_add(p->out, " font-weight=\"bold\"");
	if (look.attrs & UI_ITALIC)
		str_add(p->out, " font-style=\"italic\"");
	if (look.attrs & UI_UNDERLINE)
		str_add(p->out, " text-decoration=\"underline\"");
	if (look.attrs & UI_DIM)
		str_add(p->out, " opacity=\"0.75\"");
	str_add_char(p->out, '>');
	for (int col = from; col < to; col++) {
		const struct ui_cell *at = ui_canvas_at(p->canvas, row, col);

		if (!at->rune)
			continue;
		add_escaped(p->out, at->rune);
		for (int i = 0; i < 2 && at->mark[i]; i++)
			str_add_rune(p->out, at->mark[i]);
	}
	str_add(p->out, "</text>\n");
}

static void add_texts(const struct picture *p, int row)
{
	for (int col = 0; col < p->cols;) {
		const struct ui_cell *at = ui_canvas_at(p->canvas, row, col);
		int end;

		if (!is_text(at) || is_blank(at)) {
			col++;
			continue;
		}
		end = stretch(p, row, col);
		add_stretch(p, row, col, end);
		col = end;
	}
}

void ui_svg(const struct ui_canvas *c, const struct ui_svg *o, struct str *out)
{
	struct ui_rect all = ui_canvas_rect(c);
	struct picture p = { .canvas = c,
			     .options = o,
			     .out = out,
			     .rows = all.rows,
			     .cols = all.cols };

	ui_theme_page(o->theme, &p.own_fg, &p.own_bg);
	str_addf(out,
		 "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
		 "height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
		 "aria-labelledby=\"title about\" font-family=\"'DejaVu Sans "
		 "Mono', Menlo, Consolas, monospace\" font-size=\"15\" "
		 "xml:space=\"preserve\">\n<title id=\"title\">",
		 all.cols * CELL_W + 2 * MARGIN, all.rows * CELL_H + 2 * MARGIN,
		 all.cols * CELL_W + 2 * MARGIN,
		 all.rows * CELL_H + 2 * MARGIN);
	add_text(out, o->title);
	str_add(out, "</title>\n<desc id=\"about\">");
	add_text(out, o->about);
	str_addf(out,
		 "</desc>\n<rect width=\"100%%\" height=\"100%%\" rx=\"8\" "
		 "fill=\"#%06x\"/>\n",
		 p.own_bg);
	for (int row = 0; row < p.rows; row++)
		add_backgrounds(&p, row);
	for (int row = 0; row < p.rows; row++)
		add_shapes(&p, row);
	for (int row = 0; row < p.rows; row++)
		add_texts(&p, row);
	str_add(out, "</svg>\n");
}
