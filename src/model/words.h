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

/* "\"abc\"" if it is text, else "0x00ff12". */
void model_words_sample(const struct trace_log *log, uint32_t text,
			struct str *out);
/* Whether the bytes look like text. */
bool model_words_is_text(const char *bytes, size_t len);

/* The sentence of a POSIX call, as model_narrate; the time is there already. */
bool model_words_posix(const struct model *m, const struct trace_log *log,
		       const struct trace_event *e, struct str *out);
/* The keys of one. */
void model_json_posix(const struct model *m, const struct trace_log *log,
		      const struct trace_event *e, struct str *out);

/* What a process was sampled in: "read(pipe 3)", "wait4(any child)". */
void model_words_blocked(const struct model *m, const struct trace_log *log,
			 uint32_t text, uint64_t object, struct str *out);

/* Of a path, what follows the last slash. */
void model_words_base(const struct trace_log *log, uint32_t text,
		      struct str *out);

/* "SIGKILL", "signal 99". */
void model_words_signal(int number, struct str *out);

/* Why the kernel would not give a process another nice value. */
const char *model_words_refusal(int error);

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
