/* SPDX-License-Identifier: MIT */
#include "view/words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "model/narrate.h"
#include "model/stuck.h"
#include "view/graph.h"
#include "view/pane.h"
#include "view/process_row.h"
#include "view/state.h"

/* The panes say it of a player: one that looks at this moment. */
static struct view_player *player_of(const struct view_moment *at)
{
	struct view_player *p = mem_new(1, sizeof(*p));

	p->model = at->model;
	p->log = at->log;
	p->now_ns = at->now_ns;
	return p;
}

void view_words_who(const struct view_moment *at, uint32_t pid, struct str *out)
{
	model_process_name(at->model, at->log, pid, out);
	if (model_process_has_name(at->model, model_process(at->model, pid)))
		str_addf(out, " (%u)", pid);
}

/* ---- processes ---- */

static void add_process(const struct view_player *player,
			const struct view_moment *at,
			const struct model_process *p, struct str *out)
{
	str_addf(out, "%u ", p->pid);
	if (model_process_has_name(at->model, p))
		model_process_name(at->model, at->log, p->pid, out);
	else
		str_add(out, "process");
	str_add(out, ": ");
	if (p->state == MODEL_ENDED || p->state == MODEL_ZOMBIE) {
		view_state_ending(p, out);
		str_add(out, p->state == MODEL_ZOMBIE
				     ? ", a zombie: nobody has reaped it\n"
				     : "\n");
		return;
	}
	str_addf(out, "%s, ", view_pane_state(at->model, p).word);
	view_process_doing(player, p, 200, out);
	str_add_char(out, '\n');
}

void view_words_processes(const struct view_moment *at, struct str *out)
{
	struct view_player *player = player_of(at);

	for (size_t i = 0; i < at->model->process_count; i++)
		add_process(player, at, &at->model->processes[i], out);
	if (!at->model->process_count)
		str_add(out, "There is no process yet.\n");
	free(player);
}

static bool is_alive(const struct model_process *p)
{
	return p->state != MODEL_ENDED && p->state != MODEL_ZOMBIE;
}

static void offer_names(const struct view_moment *at, const char *name,
			struct str *out)
{
	size_t n = 0;

	str_addf(out, "No process that lives is called %s", name);
	for (size_t i = 0; i < at->model->process_count; i++) {
		if (!is_alive(&at->model->processes[i]))
			continue;
		str_add(out, n++ ? ", " : ": there are ");
		view_words_who(at, at->model->processes[i].pid, out);
	}
	str_add(out, ".\n");
}

uint32_t view_words_whom(const struct view_moment *at, const char *name,
			 struct str *out)
{
	const struct model *m = at->model;
	char *end;
	unsigned long pid = strtoul(name, &end, 10);
	uint32_t found = 0;
	size_t n = 0;
	SCOPED_STR all = STR_INIT;

	for (size_t i = 0; i < m->process_count; i++) {
		const struct model_process *p = &m->processes[i];
		SCOPED_STR own = STR_INIT;

		model_process_name(m, at->log, p->pid, &own);
		if (!is_alive(p) ||
		    (*end || end == name ? strcasecmp(own.buf, name) != 0
					 : p->pid != pid))
			continue;
		found = p->pid;
		str_addf(&all, "%s%u", n++ ? ", " : "", p->pid);
	}
	if (n == 1)
		return found;
	if (n > 1)
		str_addf(out,
			 "There are %zu called %s: say which by PID, %s.\n", n,
			 name, all.buf);
	else
		offer_names(at, name, out);
	return 0;
}

/* ---- what they share ---- */

/* The mark of one who waits is for the eye alone. */
static void add_plain(const char *text, struct str *out)
{
	static const char mark[] = "‖ ";
	const char *at;

	while ((at = strstr(text, mark)) != NULL) {
		while (at > text && at[-1] == ' ')
			at--;
		str_add_n(out, text, (size_t)(at - text));
		str_add(out, "; ");
		text = strstr(at, mark) + strlen(mark);
	}
	str_add(out, text);
	while (out->len && out->buf[out->len - 1] == ' ')
		str_truncate(out, out->len - 1);
	str_add(out, ".\n");
}

static size_t count_of(const struct model *m)
{
	return m->queue_count + m->object_count;
}

static uint64_t id_of(const struct model *m, size_t i)
{
	return i < m->queue_count ? m->queues[i].id
				  : m->objects[i - m->queue_count].id;
}

static void add_thing(const struct view_player *player, size_t i,
		      struct str *out)
{
	SCOPED_STR line = STR_INIT;

	view_pane_shared.line(player, i, &line);
	add_plain(line.buf, out);
}

void view_words_things(const struct view_moment *at, struct str *out)
{
	struct view_player *player = player_of(at);

	for (size_t i = 0; i < count_of(at->model); i++)
		add_thing(player, i, out);
	if (!count_of(at->model))
		str_add(out, "Nothing is shared yet.\n");
	free(player);
}

bool view_words_thing(const struct view_moment *at, const char *name,
		      struct str *out)
{
	struct view_player *player = player_of(at);
	size_t found = 0;

	for (size_t i = 0; i < count_of(at->model); i++) {
		SCOPED_STR own = STR_INIT;

		model_object_name(at->model, at->log, id_of(at->model, i),
				  &own);
		if (strcasecmp(own.buf, name) != 0)
			continue;
		add_thing(player, i, out);
		found++;
	}
	free(player);
	if (found)
		return true;
	str_addf(out, "Nothing that is shared is called %s.\n", name);
	view_words_things(at, out);
	return false;
}

/* ---- why it is stuck ---- */

static void add_wait(const struct view_graph *g, const struct view_moment *at,
		     const struct model_wait *w, struct str *out)
{
	view_words_who(at, w->pid, out);
	str_addf(out, " waits in %s, since ", model_verb_name(w->verb));
	view_seconds(w->since_ns, out);
	str_add(out, ": ");
	view_graph_add_reason(g, w, out);
	if (w->bounded)
		str_add(out, "; it has a time-out");
	str_add(out, ".\n");
}

static void add_outcome(const struct view_moment *at,
			const struct model_stuck *s, struct str *out)
{
	if (!s->count) {
		str_add(out, "Nobody waits for another: every process works, "
			     "sleeps, or has ended.\n");
	} else if (s->for_ever && at->model->deadlock_ns >= 0) {
		model_stuck_words(at->model, at->log, s, out);
		str_add_char(out, '\n');
	} else if (at->model->lost) {
		str_add(out, "Events were lost, so whether this can end is not "
			     "known.\n");
	} else {
		str_add(out, "Somebody can still go on, so these waits may "
			     "end.\n");
	}
}

void view_words_why(const struct view_moment *at, struct str *out)
{
	struct view_player *player = player_of(at);
	struct model_stuck s;
	struct view_graph g = { .player = player, .stuck = &s };

	model_stuck(at->model, &s);
	for (size_t i = 0; i < s.count; i++)
		add_wait(&g, at, &s.waits[i], out);
	add_outcome(at, &s, out);
	model_stuck_release(&s);
	free(player);
}
