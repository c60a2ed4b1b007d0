/* SPDX-License-Identifier: MIT */
#include "model/facts.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "model/fold.h"
#include "trace/object.h"

/* ---- the fold ---- */

void model_fold_inspect(struct model *m, const struct trace_event *e)
{
	size_t i = model_find(m, e->pid);
	struct model_process *p;
	struct model_look *look;

	if (i == MODEL_NONE || e->aux > MODEL_LOOK_PARTS)
		return;
	p = &m->processes[i];
	if (!p->look) {
		if (m->look_count == MODEL_MAX_THINGS) {
			m->beyond++;
			return;
		}
		m->looks = mem_grow(m->looks, m->look_count, &m->look_cap,
				    sizeof(*m->looks));
		m->looks[m->look_count++] =
			(struct model_look){ .over = false };
		p->look = (uint32_t)m->look_count;
	}
	look = &m->looks[p->look - 1];
	look->over = e->aux == MODEL_LOOK_PARTS;
	if (!look->over)
		look->texts[e->aux] = e->text;
	look->at_ns = model_run_time(m);
}

const struct model_look *model_look(const struct model *m,
				    const struct model_process *p)
{
	return p && p->look && p->look <= m->look_count ? &m->looks[p->look - 1]
							: NULL;
}

/* ---- reading ---- */

static int64_t parse_time(const char *at, const char *end)
{
	int64_t ns = 0;

	if (at == end)
		return -1;
	for (; at < end; at++) {
		if (!isdigit((unsigned char)*at) || ns > INT64_MAX / 10 - 1)
			return -1;
		ns = ns * 10 + (*at - '0');
	}
	return ns;
}

bool model_facts_next(const char **at, struct model_fact *ret)
{
	const char *line = *at, *end = strchrnul(line, '\n');
	const char *key_end, *mark;

	while (*line && end == line) {
		line++;
		end = strchrnul(line, '\n');
	}
	*at = *end ? end + 1 : end;
	if (!*line)
		return false;
	key_end = memchr(line, ' ', (size_t)(end - line));
	if (!key_end)
		key_end = end;
	mark = memchr(line, '@', (size_t)(key_end - line));
	ret->key = line;
	ret->key_len = (size_t)((mark ? mark : key_end) - line);
	ret->value = key_end < end ? key_end + 1 : end;
	ret->value_len = (size_t)(end - ret->value);
	ret->at_ns = mark ? parse_time(mark + 1, key_end) : -1;
	return true;
}

static bool same(const char *a, size_t a_len, const char *b, size_t b_len)
{
	return a_len == b_len && !memcmp(a, b, a_len);
}

bool model_facts_find(const char *text, const char *key, struct model_fact *ret)
{
	size_t len = strlen(key);

	while (model_facts_next(&text, ret)) {
		if (same(ret->key, ret->key_len, key, len))
			return true;
	}
	return false;
}

bool model_fact_is(const struct model_fact *f, const char *prefix,
		   const char **ret_id, size_t *ret_len)
{
	size_t len = strlen(prefix);

	if (f->key_len <= len || memcmp(f->key, prefix, len) != 0 ||
	    !isxdigit((unsigned char)f->key[len]))
		return false;
	*ret_id = f->key + len;
	*ret_len = f->key_len - len;
	return true;
}

static void skip_blanks(struct model_fact *f)
{
	while (f->value_len && *f->value == ' ') {
		f->value++;
		f->value_len--;
	}
}

const char *model_fact_word(struct model_fact *f, char *buf, size_t size)
{
	size_t len = 0;

	skip_blanks(f);
	while (f->value_len && *f->value != ' ') {
		if (len + 1 < size)
			buf[len++] = *f->value;
		f->value++;
		f->value_len--;
	}
	buf[len] = '\0';
	return buf;
}

bool model_fact_number(struct model_fact *f, int base, uint64_t *ret)
{
	char word[24], *end;

	(void)model_fact_word(f, word, sizeof(word));
	if (!isxdigit((unsigned char)*word))
		return false;
	*ret = strtoull(word, &end, base);
	return !*end;
}

/* ---- what has changed ---- */

/*
 * The line of the same key before; lines mostly come in the same order, so it
 * is looked for from where the last one was.
 */
static bool find_from(const char *before, const char **at,
		      const struct model_fact *f, struct model_fact *ret)
{
	const char *start = *at;

	while (model_facts_next(at, ret)) {
		if (same(ret->key, ret->key_len, f->key, f->key_len))
			return true;
	}
	*at = before;
	while (*at < start && model_facts_next(at, ret)) {
		if (same(ret->key, ret->key_len, f->key, f->key_len))
			return true;
	}
	*at = start;
	return false;
}

void model_facts_stamp(const char *before, const char *text, int64_t now_ns,
		       struct str *out)
{
	const char *at = before;
	struct model_fact f, old;

	while (model_facts_next(&text, &f)) {
		int64_t ns = now_ns;

		if (!before)
			ns = -1;
		else if (find_from(before, &at, &f, &old) &&
			 same(old.value, old.value_len, f.value, f.value_len))
			ns = old.at_ns;
		str_add_n(out, f.key, f.key_len);
		if (ns >= 0)
			str_addf(out, "@%lld", (long long)ns);
		str_add_char(out, ' ');
		str_add_n(out, f.value, f.value_len);
		str_add_char(out, '\n');
	}
}

/* ---- what it means ---- */

void model_facts_signals(uint64_t set, struct str *out)
{
	const char *between = "";

	if (!set)
		str_add(out, "none");
	for (int n = 1; n <= 64; n++) {
		const char *name = sigabbrev_np(n);

		if (!(set >> (n - 1) & 1))
			continue;
		str_add(out, between);
		if (name)
			str_add(out, name);
		else
			str_addf(out, "%d", n);
		between = ", ";
	}
}

const struct model_object *model_pipe_of_inode(const struct model *m,
					       uint64_t inode)
{
	return model_object(m, trace_object_id(TRACE_OBJECT_PIPE, inode));
}

const struct model_object *model_socket_of_inode(const struct model *m,
						 uint64_t inode)
{
	return model_object(m, trace_object_id(TRACE_OBJECT_SOCKET, inode));
}

size_t model_partners(const struct model *m, const struct model_process *p,
		      const struct model_object *o, bool writes, uint32_t *ret,
		      size_t max)
{
	unsigned wanted = writes ? TRACE_END_READ : TRACE_END_WRITE;
	size_t n = 0;

	if (o->stream.peer) {
		o = model_object(m, o->stream.peer);
		wanted = TRACE_END_READ | TRACE_END_WRITE;
	}
	for (size_t i = 0; o && i < m->process_count; i++) {
		const struct model_process *other = &m->processes[i];

		if (other == p || other->state >= MODEL_ZOMBIE ||
		    !(model_ends(m, other, o) & wanted))
			continue;
		if (n < max)
			ret[n] = other->pid;
		n++;
	}
	return n;
}

/* ---- as JSON ---- */

static void add_json(const char *bytes, size_t len, struct str *out)
{
	str_add_char(out, '"');
	str_add_json(out, bytes, len);
	str_add_char(out, '"');
}

static bool is_number(const struct model_fact *f)
{
	size_t i = f->value_len && *f->value == '-';

	if (i == f->value_len || f->value_len > 18)
		return false;
	for (; i < f->value_len; i++)
		if (!isdigit((unsigned char)f->value[i]))
			return false;
	return true;
}

/* Sets of signals and addresses look like numbers and are none of ten. */
static bool is_hex(const struct model_fact *f)
{
	static const char *const keys[] = { "blocked", "pending", "ignored",
					    "caught" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (same(f->key, f->key_len, keys[i], strlen(keys[i])))
			return true;
	return false;
}

static void add_signals(struct model_fact f, struct str *out)
{
	SCOPED_STR names = STR_INIT;
	uint64_t set = 0;

	(void)model_fact_number(&f, 16, &set);
	if (set)
		model_facts_signals(set, &names);
	add_json(names.buf, names.len, out);
}

/* One of a list: "fd3 w pipe 12" as {"id":"3","is":"w pipe 12"}. */
static void add_list(const char *text, const char *prefix, const char *name,
		     struct str *out)
{
	const char *id, *between = "";
	struct model_fact f;
	bool begun = false;
	size_t len;

	while (model_facts_next(&text, &f)) {
		if (!model_fact_is(&f, prefix, &id, &len))
			continue;
		if (!begun)
			str_addf(out, ",\"%s\":[", name);
		begun = true;
		str_addf(out, "%s{\"id\":", between);
		add_json(id, len, out);
		str_add(out, ",\"is\":");
		add_json(f.value, f.value_len, out);
		str_add_char(out, '}');
		between = ",";
	}
	if (begun)
		str_add_char(out, ']');
}

void model_facts_json(const char *text, struct str *out)
{
	const char *at = text, *between = "", *id;
	struct model_fact f;
	size_t len;

	str_add_char(out, '{');
	while (model_facts_next(&at, &f)) {
		if (model_fact_is(&f, "fd", &id, &len) ||
		    model_fact_is(&f, "map", &id, &len) ||
		    model_fact_is(&f, "at", &id, &len))
			continue;
		str_add(out, between);
		add_json(f.key, f.key_len, out);
		str_add_char(out, ':');
		if (is_hex(&f))
			add_signals(f, out);
		else if (is_number(&f))
			str_add_n(out, f.value, f.value_len);
		else
			add_json(f.value, f.value_len, out);
		between = ",";
	}
	add_list(text, "fd", "open", out);
	add_list(text, "map", "mapped", out);
	add_list(text, "at", "positions", out);
	str_add_char(out, '}');
}
