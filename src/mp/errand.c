/* SPDX-License-Identifier: MIT */
/*
 * One call on an object of a manager: the request, the wait, the answer.
 *
 * A call that timed out leaves its answer to come.  The line stays in use: the
 * answers come in the order of the requests, and whoever calls next passes over
 * those with an older number, and gives up what handles they brought.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "mp/proxy.h"

/* ---- the request ---- */

static void prepare(struct mp__errand *e, mp_manager *m, enum mp__op op)
{
	e->m = m;
	e->errno_before = errno;
	e->err = m ? 0 : EINVAL;
	e->proxy = NULL;
	e->line = NULL;
	e->large = NULL;
	e->has_key = e->has_value = e->told = false;
	e->values = (struct mp__reader){ .left = 0 };
	e->answer = (struct mp__answer){ .err = 0 };
	e->request = (struct mp__request){ .op = (uint16_t)op };
	mp__slip_init(&e->slip);
	mp__slip_add(&e->slip, &e->request, sizeof(e->request));
}

void mp__errand_begin(struct mp__errand *e, struct mp__proxy *p, enum mp__op op,
		      enum mp_verb verb, const void *site)
{
	prepare(e, p ? p->m : NULL, op);
	e->call = (struct mp__call){ p ? &p->object : NULL, verb, site };
	e->proxy = p;
	e->request.number = p ? p->number : 0;
}

void mp__errand_begin_for(struct mp__errand *e, mp_manager *m, enum mp__op op)
{
	prepare(e, m, op);
	e->call = (struct mp__call){ NULL, MP_VERB_NONE, NULL };
}

static bool add_leaf(struct mp__errand *e, const struct mp__leaf *l, int err)
{
	if (!e->err)
		e->err = err;
	if (e->err)
		return false;
	mp__slip_add_leaf(&e->slip, l);
	if (e->slip.failed)
		e->err = ENOMEM;
	e->request.values++;
	return !e->err;
}

void mp__errand_key(struct mp__errand *e, struct mp_any key)
{
	int err = mp__leaf_from_any(e->m, &key, &e->key);

	e->has_key = add_leaf(e, &e->key, err);
}

void mp__errand_attribute(struct mp__errand *e, const char *name)
{
	int err = mp__leaf_from_text(name, &e->key);

	if (!err && e->key.len == 1)
		err = EINVAL;
	if (!err && e->key.len - 1 > MP__ATTRIBUTE)
		err = EMSGSIZE;
	e->has_key = add_leaf(e, &e->key, err);
}

void mp__errand_need(struct mp__errand *e, const void *out)
{
	if (!out && !e->err)
		e->err = EINVAL;
}

void mp__errand_index(struct mp__errand *e, int64_t i)
{
	e->request.a = i;
	e->key = (struct mp__leaf){ .kind = MP_ANY_INT, .bits = (uint64_t)i };
	e->has_key = true;
}

void mp__errand_value(struct mp__errand *e, struct mp_any value)
{
	int err = mp__leaf_from_any(e->m, &value, &e->value);

	e->has_value = add_leaf(e, &e->value, err);
}

void mp__errand_expected(struct mp__errand *e, struct mp_any value)
{
	struct mp__leaf l;
	int err = mp__leaf_from_any(e->m, &value, &l);

	e->request.a = 1;
	(void)add_leaf(e, &l, err);
}

/* ---- events ---- */

__attribute__((cold, noinline)) static void say(const struct mp__errand *e,
						enum mp_phase phase)
{
	struct mp__shown shown;

	mp__show(&shown, e->proxy && e->proxy->kind == MP_ANY_NAMESPACE,
		 e->has_key ? &e->key : NULL, e->has_value ? &e->value : NULL);
	mp__call_say(&e->call,
		     (struct mp_probe_event){ .phase = (uint8_t)phase,
					      .kind = shown.len ? MP_KIND_TEXT
								: MP_KIND_NONE,
					      .text = shown.text,
					      .text_len = shown.len });
}

static bool is_watched(const struct mp__errand *e)
{
	return mp__watched() && e->call.verb != MP_VERB_NONE;
}

/* ---- waiting ---- */

struct wait {
	struct mp__errand *e;
	int64_t deadline;
	bool told;
};

/* Sleep until the line is ready for @events: 0 or ETIMEDOUT. */
static int sleep_on(struct wait *w, short events)
{
	struct pollfd p = { .fd = w->e->line->fd, .events = events };
	int64_t ns = mp__nap(w->deadline, MP__NEVER);
	struct timespec t = { .tv_sec = (time_t)(ns / 1000000000),
			      .tv_nsec = (long)(ns % 1000000000) };

	if (!ns)
		return ETIMEDOUT;
	if (!w->told && is_watched(w->e))
		say(w->e, MP_WAITS);
	w->told = true;
	(void)ppoll(&p, 1, ns == MP__NEVER ? NULL : &t, NULL);
	return 0;
}

static int send_request(struct wait *w)
{
	struct mp__errand *e = w->e;
	struct wire_packet p;
	int err;

	e->request.seq = ++e->line->seq;
	e->request.pid = (uint32_t)getpid();
	memcpy(e->slip.bytes, &e->request, sizeof(e->request));
	err = mp__wire_pack(&p, MP__PAPER_SLIP, e->slip.bytes, e->slip.len);
	if (err)
		return err;
	while ((err = mp__wire_send(e->line->fd, &p)) == EAGAIN) {
		err = sleep_on(w, POLLOUT);
		if (err)
			break;
	}
	mp__wire_unpack(&p);
	return err;
}

static int receive(struct wait *w, struct wire_header *h, int *ret_rest)
{
	struct mp__line *l = w->e->line;
	bool may_sleep = w->deadline == MP__NEVER && !mp__watched();
	int err;

	while ((err = mp__wire_accept(l->fd, may_sleep, h, l->first,
				      ret_rest)) == EAGAIN) {
		err = sleep_on(w, POLLIN);
		if (err)
			break;
	}
	return err;
}

/* ---- the answer ---- */

/* Read it as far as it is here: 0, EBADMSG. */
static int open_answer(struct mp__errand *e, const struct wire_header *h)
{
	if (h->type != MP__PAPER_SLIP || h->len < sizeof(e->answer))
		return EBADMSG;
	memcpy(&e->answer, e->line->first, sizeof(e->answer));
	return 0;
}

static int gather(struct mp__errand *e, const struct wire_header *h, int rest)
{
	const unsigned char *bytes = e->line->first;
	int err;

	if (h->len > WIRE_FIRST) {
		e->large = malloc((size_t)h->len);
		if (!e->large)
			return ENOMEM;
		memcpy(e->large, bytes, WIRE_FIRST);
		err = mp__wire_rest(rest, h, e->large + WIRE_FIRST);
		if (err)
			return err;
		bytes = e->large;
	}
	e->values = (struct mp__reader){ bytes + sizeof(e->answer),
					 (size_t)h->len - sizeof(e->answer) };
	return 0;
}

/* Give up the handles that are left in the answer. */
static void drop_values(struct mp__errand *e)
{
	struct mp__leaf l;

	while (mp__slip_next(&e->values, &l))
		if (mp__is_object(l.kind))
			mp__line_drop(e->m, l.bits);
}

/* One answer; whether it is the one. */
static int next_answer(struct wait *w, bool *ret_mine)
{
	struct mp__errand *e = w->e;
	struct wire_header h;
	int rest, err = receive(w, &h, &rest);
	bool cut = err == EMFILE;

	if (!err || cut)
		err = open_answer(e, &h);
	if (!err)
		*ret_mine = e->answer.seq == e->line->seq;
	if (!err && !cut) {
		err = gather(e, &h, rest);
		/* One that is not ours may be lost, with what it brought. */
		if (!*ret_mine) {
			err = 0;
			drop_values(e);
			free(e->large);
			e->large = NULL;
		}
	}
	if (rest >= 0)
		(void)close(rest);
	if (!err && cut && *ret_mine)
		err = EMFILE;
	return err;
}

static int exchange(struct wait *w)
{
	bool mine = false;
	int err = send_request(w);

	while (!err && !mine)
		err = next_answer(w, &mine);
	return err;
}

static void call(struct mp__errand *e)
{
	/* Relaxed: a number of its own. */
	double timeout =
		atomic_load_explicit(&e->m->timeout, memory_order_relaxed);
	struct wait w = { .e = e, .deadline = mp__deadline(timeout) };
	int err = mp__line_take(e->m, w.deadline, &e->line);

	if (!err)
		err = exchange(&w);
	e->err = err ? err : e->answer.err;
	if (err != EPIPE && err != EBADMSG)
		return;
	if (e->line)
		mp__line_give(e->m, e->line, true);
	e->line = NULL;
	/* The server lives but could not keep the line. */
	e->err = mp__manager_serves(e->m) ? EMFILE : EPIPE;
}

void mp__errand_run(struct mp__errand *e)
{
	if (is_watched(e) && !e->told)
		say(e, MP_BEGINS);
	if (!e->err)
		call(e);
}

/* ---- what it brought ---- */

void mp__errand_leaf(struct mp__errand *e, struct mp__leaf *ret)
{
	if (!e->err && !mp__slip_next(&e->values, ret))
		e->err = EPIPE;
}

void mp__errand_take(struct mp__errand *e, struct mp_any *ret)
{
	struct mp__leaf l;

	mp__errand_leaf(e, &l);
	if (!e->err)
		e->err = mp__any_from_leaf(e->m, &l, ret);
}

/* The texts go behind the array. */
static struct mp_any *make_room(const struct mp__errand *e, char **ret_texts)
{
	struct mp__reader r = e->values;
	struct mp__leaf l;
	size_t n = 0, texts = 0;
	struct mp_any *all;

	for (; mp__slip_next(&r, &l); n++)
		texts += l.kind == MP_ANY_TEXT ? l.len : 0;
	all = malloc(n * sizeof(*all) + texts + 1);
	if (all)
		*ret_texts = (char *)&all[n];
	return all;
}

ssize_t mp__errand_take_all(struct mp__errand *e, struct mp_any **ret)
{
	struct mp_any *all;
	struct mp__leaf l;
	char *texts = NULL;
	size_t n = 0;

	if (e->err)
		return mp__errand_end(e);
	all = make_room(e, &texts);
	if (!all)
		e->err = ENOMEM;
	while (!e->err && mp__slip_next(&e->values, &l)) {
		if (l.kind == MP_ANY_TEXT) {
			memcpy(texts, l.data, l.len);
			all[n++] = mp_any_text(texts);
			texts += l.len;
		} else {
			e->err = mp__any_from_leaf(e->m, &l, &all[n]);
			n += !e->err;
		}
	}
	if (e->err)
		mp_any_free(all, n);
	else
		*ret = all;
	return mp__errand_end(e) ? -1 : (ssize_t)n;
}

int mp__errand_end(struct mp__errand *e)
{
	if (e->line) {
		drop_values(e);
		mp__line_give(e->m, e->line, false);
	}
	free(e->large);
	mp__slip_fini(&e->slip);
	if (is_watched(e))
		mp__call_say(&e->call, (struct mp_probe_event){
					       .phase = MP_ENDS,
					       .err = e->err,
					       .b = (uint64_t)getpid() });
	errno = e->err ? e->err : e->errno_before;
	return e->err ? -1 : 0;
}
