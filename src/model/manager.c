/* SPDX-License-Identifier: MIT */
/*
 * Managers and their objects.  What is done to one happens in the server, but
 * is told of the process that asked for it.
 *
 * Of a namespace or a dict the entries are known that were set since it was
 * made.  A change of several at once says no key: after it none is known.
 */
#include <string.h>

#include "model/fold.h"
#include "model/narrate.h"
#include "model/tell.h"
#include "model/words.h"

void model_fold_managed_new(struct model *m, const struct trace_event *e)
{
	static const uint8_t kinds[MP_VERB_COUNT] = {
		[MP_VERB_MANAGER_NEW] = MODEL_MANAGER,
		[MP_VERB_NAMESPACE_NEW] = MODEL_NAMESPACE,
		[MP_VERB_DICT_NEW] = MODEL_DICT,
		[MP_VERB_LIST_NEW] = MODEL_LIST,
	};

	(void)model_object_new(m, e, (enum model_kind)kinds[e->verb]);
}

/* ---- what is in it ---- */

/* The entry with this number for its key, or NULL. */
static struct model_cell *entry(const struct model_object *o, uint32_t key)
{
	for (size_t i = 0; i < o->cell_count; i++)
		if (o->cells[i].value.bits == key)
			return &o->cells[i];
	return NULL;
}

static void forget(struct model *m, struct model_object *o,
		   struct model_cell *c)
{
	size_t i = (size_t)(c - o->cells);

	o->cell_count--;
	m->cells--;
	memmove(c, c + 1, (o->cell_count - i) * sizeof(*c));
}

static void forget_all(struct model *m, struct model_object *o)
{
	m->cells -= o->cell_count;
	o->cell_count = 0;
}

static void set_entry(struct model *m, struct model_object *o,
		      const struct trace_event *e, uint32_t by)
{
	struct model_cell *c = entry(o, e->aux);

	if (!c)
		c = model_cell_of(m, o, o->cell_count);
	if (!c)
		return;
	c->value = model_value_of(e);
	c->value.bits = e->aux;
	c->by = by;
	c->at_ns = model_run_time(m);
	c->writes++;
}

static void change_entries(struct model *m, struct model_object *o,
			   const struct trace_event *e, uint32_t by)
{
	struct model_cell *c;

	if (o->kind == MODEL_LIST)
		return;
	if (!e->aux) {
		forget_all(m, o);
	} else if (e->verb == MP_VERB_ITEM_SET || e->verb == MP_VERB_ITEM_ADD) {
		set_entry(m, o, e, by);
	} else {
		c = entry(o, e->aux);
		if (c)
			forget(m, o, c);
	}
}

static bool changes(uint16_t verb)
{
	return verb == MP_VERB_ITEM_SET || verb == MP_VERB_ITEM_ADD ||
	       verb == MP_VERB_ITEM_DELETE || verb == MP_VERB_ITEM_POP ||
	       verb == MP_VERB_ITEM_INSERT || verb == MP_VERB_ITEMS_SORT ||
	       verb == MP_VERB_ITEMS_CLEAR;
}

static bool is_managed(const struct model_object *o)
{
	return o->kind == MODEL_NAMESPACE || o->kind == MODEL_DICT ||
	       o->kind == MODEL_LIST;
}

void model_fold_item(struct model *m, const struct trace_event *e)
{
	struct model_object *o;
	uint32_t by = e->b && e->b <= UINT32_MAX ? (uint32_t)e->b : e->pid;

	model_fold_operation(m, e);
	if (e->phase != MP_HAPPENS || !changes(e->verb) ||
	    !model_object(m, e->object))
		return;
	o = model_object_of(m, e, MODEL_THING);
	if (!o || !is_managed(o))
		return;
	o->managed.count = e->a;
	o->managed.verb = e->verb;
	o->managed.text = e->text;
	o->managed.by = by;
	o->managed.at_ns = model_run_time(m);
	change_entries(m, o, e, by);
}

/* ---- in words ---- */

/* "sets x = 5 in settings". */
static const char *const doings[MP_VERB_COUNT][2] = {
	[MP_VERB_ITEM_GET] = { " gets ", " from " },
	[MP_VERB_ITEM_SET] = { " sets ", " in " },
	[MP_VERB_ITEM_ADD] = { " adds, which makes ", " in " },
	[MP_VERB_ITEM_DELETE] = { " deletes ", " from " },
	[MP_VERB_ITEM_POP] = { " takes ", " from " },
	[MP_VERB_ITEM_FIND] = { " looks for ", " in " },
	[MP_VERB_ITEM_INSERT] = { " inserts ", " into " },
	[MP_VERB_ITEMS_LEN] = { " counts ", "" },
	[MP_VERB_ITEMS_COPY] = { " copies ", "" },
	[MP_VERB_ITEMS_SORT] = { " sorts ", "" },
	[MP_VERB_ITEMS_CLEAR] = { " empties ", "" },
};

bool model_tell_item(const struct telling *t)
{
	const struct trace_event *e = t->e;
	size_t len;

	if (e->phase == MP_WAITS) {
		model_tell_call(t, "waits in");
		str_add(t->out, "the server has not answered.");
		return true;
	}
	if (e->phase != MP_HAPPENS)
		return model_tell_failure(t);
	model_tell_who(t, e->b ? e->b : e->pid);
	str_add(t->out, doings[e->verb][0]);
	(void)trace_log_text(t->log, e->text, &len);
	if (*doings[e->verb][1]) {
		if (len)
			model_words_text(t->log, e->text, t->out);
		else
			str_add(t->out, "values");
		str_add(t->out, doings[e->verb][1]);
	}
	model_object_name(t->m, t->log, e->object, t->out);
	str_add_char(t->out, '.');
	return true;
}

bool model_tell_manager_end(const struct telling *t)
{
	if (t->e->phase != MP_BEGINS)
		return model_tell_failure(t);
	model_tell_who(t, t->e->pid);
	str_add(t->out, " shuts down the manager ");
	model_object_name(t->m, t->log, t->e->object, t->out);
	str_add_char(t->out, '.');
	return true;
}
