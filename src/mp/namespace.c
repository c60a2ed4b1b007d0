/* SPDX-License-Identifier: MIT */
#include "mp/namespace.h"

#include <string.h>
#include <unistd.h>

#include "mp/proxy.h"

static struct mp__proxy *proxy_of(mp_namespace *ns)
{
	return ns ? &ns->proxy : NULL;
}

MP__TRACED mp_namespace *mp_namespace_new(mp_manager *m, const char *name)
{
	return (mp_namespace *)mp__proxy_new(m, name, MP_ANY_NAMESPACE,
					     MP__SITE());
}

void mp_namespace_free(mp_namespace *ns)
{
	mp__proxy_free(proxy_of(ns));
}

/* ---- getting ---- */

/* A get: the value is in *@leaf until the end of @e. */
struct get {
	struct mp__errand e;
	struct mp__glance glance;
	struct mp__leaf leaf;
};

/* cold: only when watched. */
__attribute__((cold, noinline)) static void say(const struct get *g,
						enum mp_phase phase, int err)
{
	struct mp__leaf name = { MP_ANY_TEXT, (uint32_t)g->glance.len + 1, 0,
				 g->glance.name };
	struct mp__shown shown;
	bool happens = phase == MP_HAPPENS;

	mp__show(&shown, true, &name, happens ? &g->leaf : NULL);
	if (phase == MP_ENDS)
		shown.len = 0;
	mp__call_say(
		&g->e.call,
		(struct mp_probe_event){
			.phase = (uint8_t)phase,
			.err = err,
			.kind = shown.len ? MP_KIND_TEXT : MP_KIND_NONE,
			.text = shown.text,
			.text_len = shown.len,
			.b = phase < MP_HAPPENS ? 0 : (uint64_t)getpid() });
}

/*
 * Look where all can read: 0 or ENOENT, or EAGAIN, and nothing has been told
 * then but that it begins.  (A name that is no good is not there either; the
 * server's way says what is wrong with it.)
 */
static int glance(struct get *g, const struct mp__proxy *p, const char *name,
		  bool *ret_told)
{
	int err;

	g->glance.len = strnlen(name, MP__ATTRIBUTE + 1);
	if (!p->image || !g->glance.len || g->glance.len > MP__ATTRIBUTE ||
	    !mp__manager_serves(p->m))
		return EAGAIN;
	g->glance.at = p->image;
	g->glance.number = p->number;
	g->glance.name = name;
	*ret_told = mp__watched();
	if (*ret_told)
		say(g, MP_BEGINS, 0);
	err = mp__image_get(p->m->hall, &g->glance);
	if (err == EAGAIN)
		return err;
	g->leaf = g->glance.leaf;
	if (!err && mp__watched())
		say(g, MP_HAPPENS, 0);
	return err;
}

/* Whether the value came without the server; then the end is the caller's. */
static bool get_leaf(struct get *g, mp_namespace *ns, const char *name,
		     const void *site)
{
	struct mp__proxy *p = proxy_of(ns);
	bool told = false;
	int err = EAGAIN;

	g->e.call = (struct mp__call){ p ? &p->object : NULL, MP_VERB_ITEM_GET,
				       site };
	if (p && name)
		err = glance(g, p, name, &told);
	if (err != EAGAIN) {
		g->e.err = err;
		return true;
	}
	mp__errand_begin(&g->e, p, MP__OP_GET, MP_VERB_ITEM_GET, site);
	g->e.told = told;
	mp__errand_attribute(&g->e, name);
	mp__errand_run(&g->e);
	mp__errand_leaf(&g->e, &g->leaf);
	return false;
}

static int end_get(struct get *g, bool glanced)
{
	if (!glanced)
		return mp__errand_end(&g->e);
	if (mp__watched())
		say(g, MP_ENDS, g->e.err);
	return mp__result(g->e.err);
}

MP__TRACED int mp_namespace_get(mp_namespace *ns, const char *attribute,
				struct mp_any *ret)
{
	struct get g;
	bool glanced = get_leaf(&g, ret ? ns : NULL, attribute, MP__SITE());

	if (!g.e.err)
		g.e.err = mp__any_from_leaf(ns->proxy.m, &g.leaf, ret);
	return end_get(&g, glanced);
}

MP__TRACED int mp_namespace_get_int(mp_namespace *ns, const char *attribute,
				    int64_t *ret)
{
	struct get g;
	bool glanced = get_leaf(&g, ret ? ns : NULL, attribute, MP__SITE());

	if (!g.e.err)
		g.e.err = mp__leaf_as_int(&g.leaf, ret);
	return end_get(&g, glanced);
}

MP__TRACED int mp_namespace_get_double(mp_namespace *ns, const char *attribute,
				       double *ret)
{
	struct get g;
	bool glanced = get_leaf(&g, ret ? ns : NULL, attribute, MP__SITE());

	if (!g.e.err)
		g.e.err = mp__leaf_as_double(&g.leaf, ret);
	return end_get(&g, glanced);
}

MP__TRACED int mp_namespace_get_text(mp_namespace *ns, const char *attribute,
				     char *buf, size_t size)
{
	struct get g;
	bool glanced = get_leaf(&g, buf ? ns : NULL, attribute, MP__SITE());

	if (!g.e.err)
		g.e.err = mp__leaf_as_text(&g.leaf, buf, size);
	return end_get(&g, glanced);
}

/* ---- changing ---- */

MP__TRACED int mp_namespace_set(mp_namespace *ns, const char *attribute,
				struct mp_any value)
{
	struct mp__errand e;

	mp__errand_begin(&e, proxy_of(ns), MP__OP_SET, MP_VERB_ITEM_SET,
			 MP__SITE());
	mp__errand_attribute(&e, attribute);
	mp__errand_value(&e, value);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED int mp_namespace_add(mp_namespace *ns, const char *attribute,
				struct mp_any by, struct mp_any *ret_sum)
{
	struct mp__errand e;

	mp__errand_begin(&e, proxy_of(ns), MP__OP_ADD, MP_VERB_ITEM_ADD,
			 MP__SITE());
	mp__errand_attribute(&e, attribute);
	mp__errand_value(&e, by);
	mp__errand_run(&e);
	if (ret_sum)
		mp__errand_take(&e, ret_sum);
	return mp__errand_end(&e);
}

MP__TRACED int mp_namespace_delete(mp_namespace *ns, const char *attribute)
{
	struct mp__errand e;

	mp__errand_begin(&e, proxy_of(ns), MP__OP_DELETE, MP_VERB_ITEM_DELETE,
			 MP__SITE());
	mp__errand_attribute(&e, attribute);
	mp__errand_run(&e);
	return mp__errand_end(&e);
}

MP__TRACED ssize_t mp_namespace_names(mp_namespace *ns, struct mp_any **ret)
{
	struct mp__errand e;

	mp__errand_begin(&e, ret ? proxy_of(ns) : NULL, MP__OP_COPY,
			 MP_VERB_ITEMS_COPY, MP__SITE());
	e.request.a = MP__COPY_NAMES;
	mp__errand_run(&e);
	return mp__errand_take_all(&e, ret);
}

const char *mp_namespace_name(const mp_namespace *ns)
{
	return ns ? ns->proxy.object.name : NULL;
}
