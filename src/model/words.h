/* SPDX-License-Identifier: MIT */
/*
 * Words that sentences and JSON share; for the files of this layer alone.
 */
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include "base/str.h"
#include "model/model.h"

/*
 * Text of a demo for a reader: what could move a cursor or turn the writing
 * round is shown as an escape (\\n, \\e, \\x07, \\u202e).
 */
void model_words_plain(const char *bytes, size_t len, struct str *out);
/* The same for a text of the log. */
void model_words_text(const struct trace_log *log, uint32_t text,
		      struct str *out);

/* "producer (PID 4711)", "process 4711". */
void model_words_who(const struct model *m, const struct trace_log *log,
		     uint32_t pid, struct str *out);

/* "SIGKILL", "signal 99". */
void model_words_signal(int number, struct str *out);

/* "0.1 s". */
void model_words_seconds(int64_t ns, struct str *out);

/* As short as it can be read back: "0.1". */
void model_words_double(double value, struct str *out);

static inline double model_bits_double(uint64_t bits)
{
	union {
		uint64_t bits;
		double value;
	} v = { .bits = bits };

	return v.value;
}

#endif
