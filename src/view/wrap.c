/* SPDX-License-Identifier: MIT */
/*
 * A line takes as many whole words as fit, or as much of one as fits.
 */
#include "view/wrap.h"

#include <string.h>

#include "base/utf8.h"

/* How many bytes of the @len at @text go on a line of @cols columns. */
static size_t line_bytes(const char *text, size_t len, int cols)
{
	size_t fits = utf8_fit(text, len, cols);
	size_t cut = fits;

	if (fits == len)
		return len;
	while (cut && text[cut] != ' ')
		cut--;
	if (cut)
		return cut;
	return fits ? fits : utf8_decode(text, len, &(uint32_t){ 0 });
}

int view_wrap(struct ui_canvas *c, struct ui_rect r, int row, ui_style style,
	      const char *text)
{
	int cols = r.cols > 0 ? r.cols : 1;

	while (*text) {
		size_t len = strcspn(text, "\n");

		do {
			size_t n = line_bytes(text, len, cols);

			if (c)
				ui_text_n(c, r, row, 0, style, text, n);
			row++;
			text += n;
			len -= n;
			while (len && *text == ' ') {
				text++;
				len--;
			}
		} while (len);
		if (*text == '\n')
			text++;
	}
	return row;
}
