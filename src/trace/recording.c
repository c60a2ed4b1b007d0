/* SPDX-License-Identifier: MIT */
/*
 * A frame is believed when its checksum is right; what it holds is checked all
 * the same, for a file may be made to be wrong.  What is kept beside the log is
 * bounded.
 */
#include "trace/recording.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/scope.h"
#include "trace/codec.h"
#include "trace/crc.h"
#include "trace/format.h"
#include "trace/names.h"
#include "trace/varint.h"

enum {
	FACTS_MAX = 256,
	FILES_MAX = 64,
	LINES_MAX = 1 << 20,
	PADDING = VARINT_MAX, /* behind a frame: may be read, is not used */
};

/* A fact, or a file. */
struct pair {
	char *key, *value;
	size_t len; /* of value */
};

struct pairs {
	struct pair *items;
	size_t count, cap;
};

struct trace_recording {
	int fd;
	uint64_t size, offset; /* of the file; of the next frame */
	struct trace_log *log;
	bool finished;
	struct str problem;
	size_t frame;         /* number of the next */
	unsigned char *bytes; /* what a frame holds */

	uint16_t *verbs; /* ours, by theirs */
	struct codec_verbs map;
	bool same_verbs;

	struct pairs facts, files;
	struct trace_line *lines;
	size_t line_count, line_cap;
	struct map by_site;
	struct trace_totals totals;
	struct trace_ending ending;
	bool ended;
	char *ending_problem;
};

/* ---- what a frame holds ---- */

struct held {
	const unsigned char *at, *end;
	uint64_t offset; /* of at in the file, when the frame began */
	bool bad;
};

static uint64_t get_number(struct held *h)
{
	uint64_t value = 0;

	if (h->at < h->end)
		h->at = varint_get(h->at, &value);
	else
		h->bad = true;
	if (h->at > h->end)
		h->bad = true;
	return h->bad ? 0 : value;
}

static const char *get_text(struct held *h, size_t *ret_len)
{
	uint64_t len = get_number(h);
	const char *text = (const char *)h->at;

	*ret_len = 0;
	if (h->bad || len > (size_t)(h->end - h->at)) {
		h->bad = true;
		return "";
	}
	h->at += len;
	*ret_len = (size_t)len;
	return text;
}

/* A copy; up to the first zero byte. */
static char *get_string(struct held *h)
{
	size_t len;
	const char *text = get_text(h, &len);

	return mem_text_n(text, strnlen(text, len));
}

static void read_pair(struct held *h, struct pairs *pairs, size_t most)
{
	size_t key_len, len;
	const char *key = get_text(h, &key_len), *value = get_text(h, &len);

	if (h->bad || pairs->count >= most)
		return;
	pairs->items = mem_grow(pairs->items, pairs->count, &pairs->cap,
				sizeof(*pairs->items));
	pairs->items[pairs->count++] = (struct pair){
		mem_text_n(key, strnlen(key, key_len)),
		mem_text_n(value, len),
		len,
	};
}

/* Verbs by their names; what is not known to us is none. */
static void read_verbs(struct trace_recording *r, struct held *h)
{
	size_t count = 1;

	r->same_verbs = true;
	r->verbs = mem_resize(r->verbs, UINT16_MAX + 1, sizeof(*r->verbs));
	r->verbs[0] = MP_VERB_NONE;
	while (h->at < h->end && !h->bad && count <= UINT16_MAX) {
		size_t len;
		const char *name = get_text(h, &len);

		r->verbs[count] = trace_verb_find(name, len);
		if (r->verbs[count] != count)
			r->same_verbs = false;
		count++;
	}
	r->map = (struct codec_verbs){ r->verbs, count };
}

static void read_texts(struct trace_recording *r, struct held *h)
{
	uint64_t number = get_number(h);

	while (h->at < h->end && !h->bad) {
		size_t len;
		const char *text = get_text(h, &len);

		if (h->bad || number != trace_log_text_count(r->log) ||
		    trace_log_intern(r->log, text, len) != number++)
			h->bad = true;
	}
}

static void read_events(struct trace_recording *r, struct held *h)
{
	uint64_t first = get_number(h);
	struct trace_block b = {
		.first = trace_log_end(r->log),
		.count = get_number(h),
		.time_ns = (int64_t)get_number(h),
		.bytes = h->at,
		.len = h->bad ? 0 : (size_t)(h->end - h->at),
	};
	uint64_t offset =
		h->offset + FORMAT_FRAME + (uint64_t)(h->at - r->bytes);

	if (h->bad || first != b.first || !r->verbs ||
	    trace_log_add_block(r->log, &b, r->same_verbs ? NULL : &r->map) <
		    0) {
		h->bad = true;
		return;
	}
	if (r->same_verbs)
		trace_log_stored(r->log, b.first, r->fd, (int64_t)offset);
}

static uint64_t site_key(uint32_t image, uint64_t address)
{
	return (uint64_t)image << 48 | (address & (UINT64_MAX >> 16));
}

static void read_line(struct trace_recording *r, struct held *h)
{
	struct trace_line l = { .image = (uint32_t)get_number(h),
				.address = get_number(h) };
	char *file = get_string(h), *function = get_string(h);
	uint64_t line = get_number(h);

	if (h->bad || r->line_count >= LINES_MAX) {
		free(file);
		free(function);
		return;
	}
	l.file = file;
	l.function = function;
	l.line = line <= INT32_MAX ? (int)line : 0;
	r->lines = mem_grow(r->lines, r->line_count, &r->line_cap,
			    sizeof(*r->lines));
	map_set(&r->by_site, site_key(l.image, l.address), r->line_count);
	r->lines[r->line_count++] = l;
}

static void read_sums(struct trace_recording *r, struct held *h)
{
	struct trace_totals t = { 0 };

	t.events = get_number(h);
	t.lost = get_number(h);
	t.torn = get_number(h);
	t.stalls = get_number(h);
	t.late = get_number(h);
	t.threads = (uint32_t)get_number(h);
	if (!h->bad)
		r->totals = t;
}

static void read_ending(struct trace_recording *r, struct held *h)
{
	struct trace_ending ending = { 0 };

	ending.exit_code_known = get_number(h) != 0;
	ending.exit_code = (int)varint_unzigzag(get_number(h));
	ending.pid = (uint32_t)get_number(h);
	ending.outlived = get_number(h);
	free(r->ending_problem);
	r->ending_problem = get_string(h);
	ending.problem = r->ending_problem;
	if (h->bad)
		return;
	r->ending = ending;
	r->ended = r->finished = true;
}

static void read_held(struct trace_recording *r, uint32_t kind, struct held *h)
{
	if (kind == FORMAT_FACT)
		read_pair(h, &r->facts, FACTS_MAX);
	else if (kind == FORMAT_FILE)
		read_pair(h, &r->files, FILES_MAX);
	else if (kind == FORMAT_VERB)
		read_verbs(r, h);
	else if (kind == FORMAT_TEXT)
		read_texts(r, h);
	else if (kind == FORMAT_EVNT)
		read_events(r, h);
	else if (kind == FORMAT_LINE)
		read_line(r, h);
	else if (kind == FORMAT_SUMS)
		read_sums(r, h);
	else if (kind == FORMAT_DONE)
		read_ending(r, h);
}

/* ---- frames ---- */

static bool read_at(const struct trace_recording *r, uint64_t offset,
		    unsigned char *to, size_t len)
{
	size_t n = 0;

	while (n < len) {
		ssize_t got =
			pread(r->fd, to + n, len - n, (off_t)(offset + n));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		n += (size_t)got;
	}
	return true;
}

static void end_early(struct trace_recording *r, const char *how)
{
	r->finished = true;
	str_addf(&r->problem, "the recording ends early: block %zu is %s",
		 r->frame + 1, how);
}

static void read_frame(struct trace_recording *r)
{
	unsigned char head[FORMAT_FRAME];
	struct held h = { .at = r->bytes, .offset = r->offset };
	uint32_t len, crc;

	if (r->offset == r->size) {
		r->finished = true;
		str_add(&r->problem,
			"the recording ends early: it was not written "
			"to its end (was the player killed, or the disk "
			"full?)");
		return;
	}
	if (!read_at(r, r->offset, head, sizeof(head))) {
		end_early(r, "cut off");
		return;
	}
	len = format_get_u32(head + 4);
	if (len > FORMAT_FRAME_MAX) {
		end_early(r, "damaged");
		return;
	}
	if (!read_at(r, r->offset + FORMAT_FRAME, r->bytes, len)) {
		end_early(r, "cut off");
		return;
	}
	crc = crc_add(crc_add(0, head, 8), r->bytes, len);
	h.end = r->bytes + len;
	if (crc == format_get_u32(head + 8))
		read_held(r, format_get_u32(head), &h);
	else
		h.bad = true;
	if (h.bad) {
		end_early(r, "damaged");
		return;
	}
	r->offset += FORMAT_FRAME + len;
	r->frame++;
}

bool trace_recording_read(struct trace_recording *r, size_t max)
{
	size_t begin = trace_log_end(r->log);

	while (!r->finished && trace_log_end(r->log) - begin < max)
		read_frame(r);
	return !r->finished;
}

/* ---- life ---- */

static int check_head(struct trace_recording *r, const char *path,
		      struct err *e)
{
	unsigned char head[FORMAT_HEAD];
	uint32_t version;

	if (!read_at(r, 0, head, sizeof(head)) ||
	    memcmp(head, FORMAT_MAGIC, 8) != 0)
		return err_set(e, -EINVAL,
			       "%s is not a recording: procession run DEMO "
			       "--record FILE makes one",
			       path);
	version = format_get_u32(head + 8);
	if (version != FORMAT_VERSION)
		return err_set(e, -ENOTSUP,
			       "%s was recorded by a newer version of "
			       "procession (its format is %u, this one reads "
			       "%u): play it with that",
			       path, version, FORMAT_VERSION);
	r->offset = FORMAT_HEAD;
	return 0;
}

int trace_recording_open(const char *path, struct trace_log *log,
			 struct trace_recording **ret, struct err *e)
{
	/* Not to wait for the other end of what is a FIFO. */
	SCOPED_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct trace_recording *r;
	struct stat st;
	int code;

	if (fd < 0 || fstat(fd, &st) < 0)
		return err_set(e, -errno, "%s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, -EINVAL, "%s is not a file", path);
	r = mem_new(1, sizeof(*r));
	r->fd = fd_take(&fd);
	r->size = (uint64_t)st.st_size;
	r->log = log;
	r->problem = STR_INIT;
	r->bytes = mem_new(FORMAT_FRAME_MAX + PADDING, 1);
	code = check_head(r, path, e);
	if (code < 0)
		trace_recording_close(r);
	else
		*ret = r;
	return code;
}

static void free_pairs(struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		free(pairs->items[i].key);
		free(pairs->items[i].value);
	}
	free(pairs->items);
}

static void free_text(const char *text)
{
	free((void *)(uintptr_t)text);
}

void trace_recording_close(struct trace_recording *r)
{
	if (!r)
		return;
	(void)close(r->fd);
	str_release(&r->problem);
	free(r->bytes);
	free(r->verbs);
	free_pairs(&r->facts);
	free_pairs(&r->files);
	for (size_t i = 0; i < r->line_count; i++) {
		free_text(r->lines[i].file);
		free_text(r->lines[i].function);
	}
	free(r->lines);
	map_release(&r->by_site);
	free(r->ending_problem);
	free(r);
}

/* ---- asking ---- */

double trace_recording_progress(const struct trace_recording *r)
{
	if (r->finished || !r->size)
		return 1;
	return (double)r->offset / (double)r->size;
}

const char *trace_recording_problem(const struct trace_recording *r)
{
	return r->problem.buf;
}

static const struct pair *find_pair(const struct pairs *pairs, const char *key,
				    size_t skip)
{
	for (size_t i = 0; i < pairs->count; i++) {
		if (!strcmp(pairs->items[i].key, key) && !skip--)
			return &pairs->items[i];
	}
	return NULL;
}

const char *trace_recording_fact_at(const struct trace_recording *r,
				    const char *key, size_t i)
{
	const struct pair *pair = find_pair(&r->facts, key, i);

	return pair ? pair->value : NULL;
}

const char *trace_recording_fact(const struct trace_recording *r,
				 const char *key)
{
	const char *value = trace_recording_fact_at(r, key, 0);

	return value ? value : "";
}

const char *trace_recording_file(const struct trace_recording *r,
				 const char *name, size_t *ret_len)
{
	const struct pair *pair = find_pair(&r->files, name, 0);

	*ret_len = pair ? pair->len : 0;
	return pair ? pair->value : NULL;
}

const char *trace_recording_file_name(const struct trace_recording *r, size_t i)
{
	return i < r->files.count ? r->files.items[i].key : NULL;
}

bool trace_recording_line(const struct trace_recording *r, uint32_t image,
			  uint64_t address, struct trace_line *ret)
{
	const struct trace_line *l;
	uint64_t i;

	if (!map_get(&r->by_site, site_key(image, address), &i))
		return false;
	l = &r->lines[i];
	if (l->image != image || l->address != address)
		return false;
	*ret = *l;
	if (!*l->file)
		ret->file = NULL;
	if (!*l->function)
		ret->function = NULL;
	return true;
}

const struct trace_totals *
trace_recording_totals(const struct trace_recording *r)
{
	return &r->totals;
}

const struct trace_ending *
trace_recording_ending(const struct trace_recording *r)
{
	return r->ended ? &r->ending : NULL;
}
