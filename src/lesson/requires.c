/* SPDX-License-Identifier: MIT */
/*
 * What lessons require of each other, as a graph: nodes are the lessons of all
 * topics, numbered in catalog order, edges are the names in `requires`.
 *
 * A lesson has no places in its file any more.  In the rare case of an error
 * the file is read again to find them.
 */
#include "lesson/requires.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "base/scope.h"
#include "lesson/file.h"

#define NOBODY ((size_t)-1)

struct graph {
	struct catalog_entry **entries;
	size_t **edges; /* [lesson][i]: whom it requires, or NOBODY */
	size_t count;
};

static struct str full_name(const struct catalog_entry *entry)
{
	struct str name = STR_INIT;

	str_addf(&name, "%s/%s", entry->topic, entry->name);
	return name;
}

static size_t find(const struct graph *g, const char *reference)
{
	size_t topic = strcspn(reference, "/");

	for (size_t i = 0; reference[topic] && i < g->count; i++)
		if (strncmp(g->entries[i]->topic, reference, topic) == 0 &&
		    !g->entries[i]->topic[topic] &&
		    strcmp(g->entries[i]->name, reference + topic + 1) == 0)
			return i;
	return NOBODY;
}

static struct graph make_graph(struct catalog *c)
{
	struct graph g = { .entries =
				   mem_new(c->lessons + 1, sizeof(*g.entries)),
			   .edges = mem_new(c->lessons + 1, sizeof(*g.edges)) };

	for (size_t t = 0; t < c->count; t++)
		for (size_t i = 0; i < c->topics[t].count; i++)
			g.entries[g.count++] = &c->topics[t].entries[i];
	for (size_t i = 0; i < g.count; i++) {
		const struct lesson *l = g.entries[i]->lesson;
		size_t n = l ? l->requires_count : 0;

		g.edges[i] = mem_new(n + 1, sizeof(*g.edges[i]));
		for (size_t j = 0; j < n; j++)
			g.edges[i][j] = find(&g, l->requires[j]);
	}
	return g;
}

static void release_graph(struct graph *g)
{
	for (size_t i = 0; i < g->count; i++)
		free(g->edges[i]);
	free(g->edges);
	free(g->entries);
}

static size_t edge_count(const struct graph *g, size_t i)
{
	return g->entries[i]->lesson ? g->entries[i]->lesson->requires_count
				     : 0;
}

/*
 * Search from @start, breadth first, for a way back to it.  Fills in who was
 * reached from whom; returns the last lesson before @start, or NOBODY.
 */
static size_t way_back(const struct graph *g, size_t start, size_t *from)
{
	SCOPED_FREE size_t *line = mem_new(g->count + 1, sizeof(*line));
	size_t head = 0, tail = 0;

	if (!edge_count(g, start))
		return NOBODY;
	for (size_t i = 0; i < g->count; i++)
		from[i] = NOBODY;
	line[tail++] = start;
	while (head < tail) {
		size_t at = line[head++];

		for (size_t j = 0; j < edge_count(g, at); j++) {
			size_t to = g->edges[at][j];

			if (to == start)
				return at;
			if (to == NOBODY || from[to] != NOBODY)
				continue;
			from[to] = at;
			line[tail++] = to;
		}
	}
	return NOBODY;
}

static void tell_missing(const struct graph *g, struct lesson_source *s,
			 const struct lesson_node *node)
{
	struct near near = NEAR(node->text);
	char *best = NULL;
	struct lesson_diag *d;

	for (size_t i = 0; i < g->count; i++) {
		struct str name = full_name(g->entries[i]);

		near_offer(&near, name.buf);
		if (near.best != name.buf) {
			str_release(&name);
			continue;
		}
		free(best);
		best = str_detach(&name);
		near.best = best;
	}
	d = lesson_diag_add(s, node->at, LESSON_ERROR_NO_SUCH_LESSON,
			    "there is no lesson %s",
			    lesson_quote(node->text).text);
	if (best)
		lesson_diag_advise(d, "write %s", best);
	free(best);
}

/* The round from @start, of which @last is the last: "a needs b needs a". */
static void add_round(const struct graph *g, const size_t *from, size_t start,
		      size_t last, struct str *out)
{
	SCOPED_FREE size_t *way = mem_new(g->count + 1, sizeof(*way));
	size_t n = 0;

	for (size_t i = last; i != start; i = from[i])
		way[n++] = i;
	str_addf(out, "%s/%s", g->entries[start]->topic,
		 g->entries[start]->name);
	while (n--)
		str_addf(out, " needs %s/%s", g->entries[way[n]]->topic,
			 g->entries[way[n]]->name);
	str_addf(out, " needs %s/%s", g->entries[start]->topic,
		 g->entries[start]->name);
}

static void tell_round(struct lesson_source *s, const struct lesson_node *node,
		       const char *way)
{
	lesson_diag_advise(lesson_diag_add(s, node->at, LESSON_ERROR_ROUND,
					   "what is required goes round: %s",
					   way),
			   "remove one of them");
}

/* Which item of `requires` begins the round that ends with @last. */
static size_t first_edge(const struct graph *g, const size_t *from,
			 size_t start, size_t last)
{
	size_t first = last;

	while (first != start && from[first] != start)
		first = from[first];
	for (size_t j = 0; j < edge_count(g, start); j++)
		if (g->edges[start][j] == first)
			return j;
	return NOBODY;
}

static void tell(struct graph *g, size_t i, size_t round, const char *way)
{
	struct catalog_entry *entry = g->entries[i];
	SCOPED_FREE char *path = mem_text(entry->path);
	const struct lesson_node *list;
	struct lesson_file f;

	lesson_diags_release(&entry->diags);
	(void)lesson_file_open(&f, path, &entry->diags);
	list = lesson_node_get(f.root, "requires");
	for (size_t j = 0; list && j < list->count; j++) {
		if (j >= edge_count(g, i) ||
		    list->items[j]->kind != LESSON_SCALAR)
			break; /* changed since it was loaded */
		if (g->edges[i][j] == NOBODY)
			tell_missing(g, &f.source, list->items[j]);
		else if (j == round)
			tell_round(&f.source, list->items[j], way);
	}
	lesson_file_close(&f);
}

void lesson_requires_check(struct catalog *c)
{
	struct graph g = make_graph(c);
	SCOPED_FREE size_t *from = mem_new(g.count + 1, sizeof(*from));

	for (size_t i = 0; i < g.count; i++) {
		SCOPED_STR way = STR_INIT;
		size_t last = way_back(&g, i, from), round = NOBODY;
		bool missing = false;

		for (size_t j = 0; j < edge_count(&g, i); j++)
			missing |= g.edges[i][j] == NOBODY;
		if (last != NOBODY) {
			round = first_edge(&g, from, i, last);
			add_round(&g, from, i, last, &way);
		}
		if (missing || round != NOBODY)
			tell(&g, i, round, way.buf);
	}
	release_graph(&g);
}
