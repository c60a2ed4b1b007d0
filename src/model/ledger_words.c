/* SPDX-License-Identifier: MIT */
/*
 * The ledger in words and as JSON.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "model/fold.h"
#include "model/ledger.h"
#include "model/narrate.h"
#include "model/tell.h"
#include "model/words.h"
#include "trace/object.h"

enum { LINES_MAX = 6 }; /* things left over that are named one by one */

static const struct {
	const char *one, *many;
} names[MODEL_ASSET_COUNT] = {
	[MODEL_ASSET_QUEUE] = { "queue", "queues" },
	[MODEL_ASSET_LOCK] = { "lock", "locks" },
	[MODEL_ASSET_SEMAPHORE] = { "semaphore", "semaphores" },
	[MODEL_ASSET_EVENT] = { "event", "events" },
	[MODEL_ASSET_CONDITION] = { "condition", "conditions" },
	[MODEL_ASSET_BARRIER] = { "barrier", "barriers" },
	[MODEL_ASSET_VALUE] = { "value", "values" },
	[MODEL_ASSET_PIPE] = { "pipe", "pipes" },
	[MODEL_ASSET_SOCKETS] = { "socket pair", "socket pairs" },
	[MODEL_ASSET_POOL] = { "pool", "pools" },
	[MODEL_ASSET_MEMORY] = { "piece of memory", "pieces of memory" },
	[MODEL_ASSET_MANAGER] = { "manager", "managers" },
	[MODEL_ASSET_NAMESPACE] = { "namespace", "namespaces" },
	[MODEL_ASSET_DICT] = { "dict", "dicts" },
	[MODEL_ASSET_LIST] = { "list", "lists" },
	[MODEL_ASSET_NAMED_MEMORY] = { "shared memory",
				       "pieces of shared memory" },
	[MODEL_ASSET_NAMED_SEMAPHORE] = { "named semaphore",
					  "named semaphores" },
	[MODEL_ASSET_SEMAPHORE_SET] = { "semaphore set", "semaphore sets" },
	[MODEL_ASSET_MESSAGES] = { "message queue", "message queues" },
	[MODEL_ASSET_FIFO] = { "FIFO", "FIFOs" },
};

const char *model_asset_name(enum model_asset a)
{
	return (unsigned)a < MODEL_ASSET_COUNT ? names[a].one : "object";
}

static void add_asset(size_t n, size_t asset, struct str *out)
{
	str_addf(out, "%zu %s", n,
		 n == 1 ? names[asset].one : names[asset].many);
}

static void add_count(uint64_t n, const char *one, const char *many,
		      struct str *out)
{
	str_addf(out, "%llu %s", (unsigned long long)n, n == 1 ? one : many);
}

/* ---- one thing that is left ---- */

static bool is_plain(const char *text)
{
	for (; *text; text++) {
		if (!isalnum((unsigned char)*text) &&
		    !strchr("_./+-@%,:=", *text))
			return false;
	}
	return true;
}

/* @folder and @name as one word of a shell. */
static void add_path(const char *folder, const char *name, struct str *out)
{
	SCOPED_STR plain = STR_INIT;

	if (!*folder && *name == '-')
		folder = "./";
	model_words_plain(name, strlen(name), &plain);
	if (is_plain(plain.buf))
		str_addf(out, "%s%s", folder, plain.buf);
	else
		str_addf(out, "'%s%s'", folder, plain.buf);
}

void model_left_remedy(const struct trace_log *log,
		       const struct model_object *o, struct str *out)
{
	const char *path = trace_log_text(log, o->name, NULL);
	const char *name = *path == '/' ? path + 1 : path;

	switch (trace_object_kind(o->id)) {
	case TRACE_OBJECT_MSG:
		str_addf(out, "ipcrm -q %d", trace_object_sysv(o->id));
		break;
	case TRACE_OBJECT_SEMSET:
		str_addf(out, "ipcrm -s %d", trace_object_sysv(o->id));
		break;
	case TRACE_OBJECT_SHM:
		str_addf(out, "ipcrm -m %d", trace_object_sysv(o->id));
		break;
	case TRACE_OBJECT_MEMORY:
		str_add(out, "rm ");
		add_path("/dev/shm/", name, out);
		break;
	case TRACE_OBJECT_SEM:
		str_add(out, "rm ");
		add_path("/dev/shm/sem.", name, out);
		break;
	case TRACE_OBJECT_FIFO:
		str_add(out, "rm ");
		add_path("", path, out);
		break;
	case TRACE_OBJECT_MQ:
		str_add(out, "mq_unlink(\"/");
		model_words_plain(name, strlen(name), out);
		str_add(out, "\")");
		break;
	case TRACE_OBJECT_NONE:
	case TRACE_OBJECT_PIPE:
	case TRACE_OBJECT_SOCKET:
	case TRACE_OBJECT_MUTEX:
	case TRACE_OBJECT_RWLOCK:
	case TRACE_OBJECT_COND:
	case TRACE_OBJECT_BARRIER:
	case TRACE_OBJECT_COUNT:
		break;
	}
}

static void add_amount(const struct model_object *o, struct str *out)
{
	enum model_asset asset = model_asset(o);

	if (asset == MODEL_ASSET_NAMED_MEMORY) {
		str_add(out, ", ");
		add_count(o->amount, "byte", "bytes", out);
	} else if (asset == MODEL_ASSET_MESSAGES) {
		str_add(out, ", ");
		add_count(o->amount, "message", "messages", out);
	} else if (asset == MODEL_ASSET_SEMAPHORE_SET) {
		str_add(out, " of ");
		str_addf(out, "%llu", (unsigned long long)o->amount);
	}
}

void model_left_words(const struct model *m, const struct trace_log *log,
		      const struct model_object *o, struct str *out)
{
	str_add(out, model_asset_name(model_asset(o)));
	str_add_char(out, ' ');
	if (o->name)
		model_words_text(log, o->name, out);
	else
		str_addf(out, "%d", trace_object_sysv(o->id));
	add_amount(o, out);
	if (o->perhaps) {
		str_add(out, ", made during the run, perhaps by it");
	} else if (o->maker) {
		str_add(out, ", made by ");
		model_words_who(m, log, o->maker, out);
	}
}

/* "Left over: shared memory /x, 64 bytes: rm /dev/shm/x removes it." */
static void add_left(const struct model *m, const struct trace_log *log,
		     const struct model_object *o, struct str *out)
{
	str_add(out, "Left over: ");
	model_left_words(m, log, o, out);
	str_add(out, ": ");
	model_left_remedy(log, o, out);
	str_add(out, " removes it.");
}

bool model_tell_left(const struct telling *t)
{
	const struct model_object *o = model_object(t->m, t->e->object);

	if (!o || !o->left)
		return false;
	str_add(t->out, "All have ended, and the system still has ");
	model_left_words(t->m, t->log, o, t->out);
	str_add_char(t->out, '.');
	return true;
}

/* ---- what is wrong ---- */

static void new_line(struct str *out, size_t begin)
{
	if (out->len > begin)
		str_add_char(out, '\n');
}

static void add_locked(const struct model *m, const struct trace_log *log,
		       const struct model_object *o, struct str *out)
{
	const struct model_hold *h = model_hold_of_dead(m, o);

	str_add(out, "Still locked: ");
	model_object_name(m, log, o->id, out);
	str_add(out, ", by ");
	model_words_who(m, log, h->pid, out);
	str_add(out, ", which has ended.");
}

static void add_things(const struct model *m, const struct trace_log *log,
		       const struct model_ledger *l, struct str *out)
{
	size_t begin = out->len, told = 0, all = l->left + l->locked;

	for (size_t i = 0; i < m->object_count && told < LINES_MAX; i++) {
		const struct model_object *o = &m->objects[i];

		if (!o->left && !model_hold_of_dead(m, o))
			continue;
		new_line(out, begin);
		if (o->left)
			add_left(m, log, o, out);
		else
			add_locked(m, log, o, out);
		told++;
	}
	if (all > told) {
		new_line(out, begin);
		str_addf(out, "And %zu more.", all - told);
	}
}

void model_ledger_problems(const struct model *m, const struct trace_log *log,
			   const struct model_ledger *l, struct str *out)
{
	size_t begin = out->len;

	add_things(m, log, l, out);
	if (l->over && (l->zombies || l->living)) {
		new_line(out, begin);
		add_count(l->zombies + l->living, "process was",
			  "processes were", out);
		str_add(out, " never reaped.");
	}
	if (l->over && l->descriptors) {
		new_line(out, begin);
		add_count(l->descriptors, "descriptor is", "descriptors are",
			  out);
		str_add(out, " still open.");
	}
	if (l->lost + l->torn) {
		new_line(out, begin);
		add_count(l->lost + l->torn, "event was", "events were", out);
		str_add(out, " lost: what is shown is not all.");
	}
	if (m->beyond) {
		new_line(out, begin);
		add_count(m->beyond, "event was", "events were", out);
		str_add(out, " of more things than are kept.");
	}
}

/* ---- the rest ---- */

#define DOT " \u00b7 "

/* "1 queue, 2 locks made, gone with them": what nobody has to remove. */
static void add_transient(const struct model_ledger *l, struct str *out)
{
	const char *between = DOT;

	for (size_t i = 0; i < MODEL_ASSET_NAMED_MEMORY; i++) {
		if (!l->tallies[i].made)
			continue;
		str_add(out, between);
		add_asset(l->tallies[i].made, i, out);
		between = ", ";
	}
	if (*between != ',')
		return;
	str_add(out, " made");
	if (l->over && !l->living)
		str_add(out, ", gone with them");
}

/* "1 message queue made, 1 removed". */
static void add_lasting(const struct model_ledger *l, struct str *out)
{
	for (size_t i = MODEL_ASSET_NAMED_MEMORY; i < MODEL_ASSET_COUNT; i++) {
		const struct model_tally *t = &l->tallies[i];

		if (!t->made)
			continue;
		str_add(out, DOT);
		add_asset(t->made, i, out);
		str_add(out, " made");
		if (l->over)
			str_addf(out, ", %zu removed", t->made - t->left);
	}
	if (l->over)
		str_addf(out, DOT "%zu left over", l->left);
}

static void add_unread(const struct model_ledger *l, struct str *out)
{
	const char *between = DOT;

	if (l->items) {
		str_add(out, between);
		add_count(l->items, "item", "items", out);
		between = ", ";
	}
	if (l->messages) {
		str_add(out, between);
		add_count(l->messages, "message", "messages", out);
		between = ", ";
	}
	if (l->bytes) {
		str_add(out, between);
		add_count(l->bytes, "byte", "bytes", out);
		between = ", ";
	}
	if (*between == ',')
		str_add(out, " never taken");
}

void model_ledger_words(const struct model *m, const struct trace_log *log,
			const struct model_ledger *l, struct str *out)
{
	SCOPED_STR problems = STR_INIT;

	model_ledger_problems(m, log, l, &problems);
	if (!l->over)
		str_add(out, "Up to here: ");
	else if (!problems.len)
		str_add(out, "Left as it was found: ");
	add_count(l->started, "process", "processes", out);
	str_addf(out, " started, %zu reaped", l->reaped);
	add_transient(l, out);
	add_lasting(l, out);
	str_addf(out, ", %zu %s open", l->descriptors,
		 l->descriptors == 1 ? "descriptor" : "descriptors");
	add_unread(l, out);
	str_addf(out,
		 DOT "%" PRIu64 " %s, %" PRIu64 " lost, %" PRIu64
		     " %s for room",
		 l->events, l->events == 1 ? "event" : "events",
		 l->lost + l->torn, l->stalls,
		 l->stalls == 1 ? "wait" : "waits");
}

void model_ledger_text(const struct model *m, const struct trace_log *log,
		       const struct trace_totals *totals, struct str *out)
{
	struct model_ledger l;
	size_t begin = out->len;

	model_ledger(m, totals, &l);
	model_ledger_problems(m, log, &l, out);
	new_line(out, begin);
	model_ledger_words(m, log, &l, out);
	str_add(out, ".\n");
}

/* ---- as JSON ---- */

static void add_key(const char *key, uint64_t value, struct str *out)
{
	str_addf(out, ",\"%s\":%llu", key, (unsigned long long)value);
}

void model_ledger_json(const struct model_ledger *l, struct str *out)
{
	size_t made = 0;

	for (size_t i = MODEL_ASSET_NAMED_MEMORY; i < MODEL_ASSET_COUNT; i++)
		made += l->tallies[i].made;
	add_key("started", l->started, out);
	add_key("reaped", l->reaped, out);
	add_key("zombies", l->zombies, out);
	add_key("made", made, out);
	add_key("removed", made - l->left, out);
	add_key("left", l->left, out);
	add_key("descriptors", l->descriptors, out);
	add_key("locked", l->locked, out);
	add_key("unread_items", l->items, out);
	add_key("unread_messages", l->messages, out);
	add_key("unread_bytes", l->bytes, out);
	add_key("events", l->events, out);
	add_key("lost", l->lost, out);
	add_key("torn", l->torn, out);
	add_key("stalls", l->stalls, out);
}
