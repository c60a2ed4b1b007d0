/* SPDX-License-Identifier: MIT */
/*
 * Managers and their objects.  What is done to one happens in the server, but
 * is told of the process that asked for it.
 */
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
