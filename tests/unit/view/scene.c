/* SPDX-License-Identifier: MIT */
/*
 * Time goes in steps of 10 ms.  In each the actors that can go on do so, in
 * order, and say what a traced process says.
 */
#include "unit/view/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "lesson/load.h"
#include "ui/canvas.h"

#define TICK_MS   10
#define SAMPLE_MS 100
#define SENTINEL  (-1)

enum { MAIN = 4710, PRODUCER = 4711, TASKS = 7 };
enum { STARTS, SLEEPS, PUTS, GETS, JOINS, IS_GONE };
enum { SITE_MAIN = 0x1000, SITE_PUT, SITE_GET, SITE_SLEEP, SITE_JOIN };

const struct scene_plot scene_queue = { .capacity = 4,
					.consumers = 1,
					.items = 20,
					.make_ms = 100,
					.use_ms = 200 };

/* ---- the lesson ---- */

#define TEXT                                                                   \
	"      A **queue** separates the process that makes work from the\n"   \
	"      process that does it. It has room for 4 items.\n\n"             \
	"      The producer makes an item every 0.1 s. The consumer needs\n"   \
	"      0.2 s for each.\n\n"                                            \
	"      **Watch:** the producer is faster. How long until the queue\n"  \
	"      is full, and what does the producer do then?\n\n"               \
	"      - `put()` waits while the queue is *full*;\n"                   \
	"      - `get()` waits while it is *empty*.\n"

/* One step to read, and one with a demo. */
static const char yaml[] =
	"format: 1\n"
	"id: queue\n"
	"title: Passing work through a queue\n"
	"about: How a queue joins processes.\n"
	"revision: 1\n"
	"minutes: 12\n"
	"objectives:\n"
	"  - {id: full, text: Say who waits when the queue is full.}\n"
	"steps:\n"
	"  - id: why\n"
	"    title: Why a queue\n"
	"    text: |\n" TEXT "    notes: Ask for queues the class knows.\n"
	"  - id: full\n"
	"    title: Producer and consumer\n"
	"    text: |\n" TEXT
	"    notes: Ask who must wait first. Give them a minute.\n"
	"    demo:\n"
	"      program: producer_consumer\n"
	"      with: {items: 20, capacity: 4}\n"
	"      vary:\n"
	"        capacity: {min: 1, max: 16, about: slots in the queue}\n"
	"      show: [source, processes, queue, timeline]\n";

static const char source_c[] =
	"#include <mp.h>\n"
	"\n"
	"static mp_queue *tasks;\n"
	"\n"
	"static int produce(void *unused)\n"
	"{\n"
	"    for (int i = 0; i < items; i++) {\n"
	"        int item = demo_random(&seed, 100);\n"
	"\n"
	"        mp_sleep(make);\n"
	"        mp_queue_put(tasks, &item, MP_FOREVER); /* waits while it is "
	"full */\n"
	"    }\n"
	"    return mp_queue_put(tasks, &no_more, MP_FOREVER);\n"
	"}\n"
	"\n"
	"static int consume(void *unused)\n"
	"{\n"
	"    int item;\n"
	"\n"
	"    while (!mp_queue_get(tasks, &item, MP_FOREVER)) {\n"
	"        if (item == no_more)\n"
	"            break;\n"
	"        mp_sleep(use);\n"
	"        printf(\"consumer used %d\\n\", item);\n"
	"    }\n"
	"    return 0;\n"
	"}\n"
	"\n"
	"int main(int argc, char *argv[])\n"
	"{\n"
	"    mp_process *p = start(\"producer\", produce);\n"
	"    mp_process *c = start(\"consumer\", consume);\n"
	"\n"
	"    mp_process_join(p, MP_FOREVER);\n"
	"    mp_process_join(c, MP_FOREVER);\n"
	"    return 0;\n"
	"}\n";

static const char source_python[] =
	"from multiprocessing import Process, Queue\n"
	"\n"
	"def produce(tasks):\n"
	"    for i in range(items):\n"
	"        sleep(make)\n"
	"        tasks.put(randint(1, 100))\n"
	"    tasks.put(None)\n";

/* ---- telling ---- */

void scene_tell(struct scene *s, struct trace_event e)
{
	e.time_ns = (s->now_ms + s->paused_ms) * CLOCK_MS;
	if (!e.tid)
		e.tid = e.pid;
	trace_log_append(s->log, &e);
}

uint32_t scene_text(struct scene *s, const char *t)
{
	return trace_log_intern(s->log, t, strlen(t));
}

static void tell(struct scene *s, const struct scene_actor *a,
		 enum mp_verb verb, enum mp_phase phase)
{
	struct trace_event e = { .pid = a->pid,
				 .verb = (uint16_t)verb,
				 .phase = (uint8_t)phase };

	if (verb == MP_VERB_PUT || verb == MP_VERB_GET) {
		e.object = TASKS;
		e.site = verb == MP_VERB_PUT ? SITE_PUT : SITE_GET;
		if (verb == MP_VERB_PUT || phase >= MP_HAPPENS) {
			e.kind = MP_KIND_INT;
			e.a = (uint64_t)(int64_t)a->item;
		}
		e.b = (uint64_t)(verb == MP_VERB_PUT ? s->puts : s->gets);
		e.aux = (uint32_t)s->count;
	} else if (verb == MP_VERB_SLEEP) {
		e.kind = MP_KIND_INT;
		e.site = SITE_SLEEP;
		e.a = (uint64_t)((a->until_ms - s->now_ms) * CLOCK_MS);
	}
	scene_tell(s, e);
}

static void say(struct scene *s, uint64_t stream, const char *line)
{
	scene_tell(s, (struct trace_event){ .verb = MP_VERB_OUTPUT,
					    .phase = MP_HAPPENS,
					    .text = scene_text(s, line),
					    .a = stream });
}

/* ---- acting ---- */

static struct scene_actor *actor_main(struct scene *s)
{
	return &s->actors[0];
}

static int cast(const struct scene *s)
{
	return 2 + s->plot.consumers;
}

static void sleep_for(struct scene *s, struct scene_actor *a, int ms)
{
	a->doing = SLEEPS;
	a->until_ms = s->now_ms + ms;
	tell(s, a, MP_VERB_SLEEP, MP_BEGINS);
}

static void end(struct scene *s, struct scene_actor *a, int status)
{
	a->doing = IS_GONE;
	if (!status)
		tell(s, a, MP_VERB_EXIT, MP_HAPPENS);
	scene_tell(s, (struct trace_event){ .pid = a->pid,
					    .verb = MP_VERB_EXITED,
					    .phase = MP_HAPPENS,
					    .a = (uint64_t)status });
	if (a != actor_main(s))
		scene_tell(s, (struct trace_event){
				      .pid = MAIN,
				      .verb = MP_VERB_REAP,
				      .phase = MP_HAPPENS,
				      .a = a->pid,
				      .b = (uint64_t)(status ? -(status & 127)
							     : 0) });
}

static void put(struct scene *s, struct scene_actor *a, bool again)
{
	if (!again)
		tell(s, a, MP_VERB_PUT, MP_BEGINS);
	if (s->count == s->plot.capacity) {
		if (!again)
			tell(s, a, MP_VERB_PUT, MP_WAITS);
		a->doing = PUTS;
		return;
	}
	s->items[s->count++] = a->item;
	s->puts++;
	tell(s, a, MP_VERB_PUT, MP_HAPPENS);
	tell(s, a, MP_VERB_PUT, MP_ENDS);
	if (++s->made < s->plot.items)
		sleep_for(s, a, s->plot.make_ms);
	else if (s->made < s->plot.items + s->plot.consumers)
		a->doing = STARTS;
	else
		end(s, a, 0);
}

static void produce(struct scene *s, struct scene_actor *a)
{
	if (a->doing == STARTS && !s->made) {
		sleep_for(s, a, s->plot.make_ms);
		return;
	}
	if (a->doing == SLEEPS) {
		tell(s, a, MP_VERB_SLEEP, MP_ENDS);
		a->item = (s->made * 71 + 83) % 100 + 1;
	}
	if (s->made >= s->plot.items)
		a->item = SENTINEL;
	put(s, a, a->doing == PUTS);
}

static void consume(struct scene *s, struct scene_actor *a)
{
	char line[40];

	if (a->doing == SLEEPS) {
		tell(s, a, MP_VERB_SLEEP, MP_ENDS);
		(void)snprintf(line, sizeof(line), "consumer used %d\n",
			       a->item);
		say(s, 1, line);
	}
	if (a->doing != GETS)
		tell(s, a, MP_VERB_GET, MP_BEGINS);
	if (!s->count) {
		if (a->doing != GETS)
			tell(s, a, MP_VERB_GET, MP_WAITS);
		a->doing = GETS;
		return;
	}
	a->item = s->items[0];
	memmove(s->items, s->items + 1, (size_t)--s->count * sizeof(*s->items));
	s->gets++;
	tell(s, a, MP_VERB_GET, MP_HAPPENS);
	tell(s, a, MP_VERB_GET, MP_ENDS);
	if (a->item == SENTINEL)
		end(s, a, 0);
	else
		sleep_for(s, a, s->plot.use_ms);
}

static void start(struct scene *s, int i, const char *name)
{
	s->actors[i] = (struct scene_actor){ .pid = (uint32_t)(MAIN + i) };
	scene_tell(s, (struct trace_event){ .pid = MAIN,
					    .verb = MP_VERB_START,
					    .phase = MP_ENDS,
					    .text = scene_text(s, name),
					    .a = (uint64_t)(MAIN + i) });
	scene_tell(s, (struct trace_event){ .pid = (uint32_t)(MAIN + i),
					    .verb = MP_VERB_NAME,
					    .phase = MP_HAPPENS,
					    .text = scene_text(s, name),
					    .a = MAIN });
}

static void open_scene(struct scene *s)
{
	char name[20] = "consumer";

	s->actors[0] = (struct scene_actor){ .pid = MAIN, .doing = JOINS };
	scene_tell(s, (struct trace_event){ .pid = MAIN,
					    .verb = MP_VERB_NAME,
					    .phase = MP_HAPPENS,
					    .text = scene_text(s, "main"),
					    .a = 1 });
	scene_tell(s, (struct trace_event){ .pid = MAIN,
					    .verb = MP_VERB_QUEUE_NEW,
					    .phase = MP_HAPPENS,
					    .text = scene_text(s, "tasks"),
					    .object = TASKS,
					    .a = (uint64_t)s->plot.capacity,
					    .b = 1 });
	start(s, 1, "producer");
	for (int i = 0; i < s->plot.consumers; i++) {
		if (s->plot.consumers > 1)
			(void)snprintf(name, sizeof(name), "consumer-%d",
				       i + 1);
		start(s, 2 + i, name);
	}
	for (int phase = MP_BEGINS; phase <= MP_WAITS; phase++)
		scene_tell(s, (struct trace_event){ .pid = MAIN,
						    .site = SITE_JOIN,
						    .verb = MP_VERB_JOIN,
						    .phase = (uint8_t)phase,
						    .a = PRODUCER });
}

static void sample(struct scene *s)
{
	for (int i = 0; i < cast(s); i++) {
		const struct scene_actor *a = &s->actors[i];
		uint64_t ms = (uint64_t)(i == 0 ? 0 : s->now_ms / (20 * i));

		if (a->doing != IS_GONE)
			scene_tell(s,
				   (struct trace_event){ .pid = a->pid,
							 .verb = MP_VERB_SAMPLE,
							 .phase = MP_HAPPENS,
							 .object = 'S',
							 .a = ms * CLOCK_MS });
	}
}

static void act(struct scene *s)
{
	bool alone = true;

	if (s->plot.kill_ms && s->now_ms == s->plot.kill_ms)
		end(s, &s->actors[2], 9);
	for (int i = 1; i < cast(s); i++) {
		struct scene_actor *a = &s->actors[i];

		if (a->doing == IS_GONE)
			continue;
		alone = false;
		if (a->doing == SLEEPS && a->until_ms > s->now_ms)
			continue;
		if (i == 1)
			produce(s, a);
		else
			consume(s, a);
	}
	if (s->now_ms % SAMPLE_MS == 0)
		sample(s);
	if (!alone)
		return;
	end(s, actor_main(s), 0);
	/* Its parent, the player, has reaped it. */
	scene_tell(s, (struct trace_event){ .pid = MAIN,
					    .verb = MP_VERB_SAMPLE,
					    .phase = MP_HAPPENS,
					    .object = 'X' });
	scene_tell(s, (struct trace_event){ .verb = MP_VERB_END,
					    .phase = MP_HAPPENS });
	s->over = true;
}

void scene_play(struct scene *s, int ms)
{
	if (!s->now_ms && !trace_log_end(s->log))
		open_scene(s);
	for (; s->now_ms < ms && !s->over; s->now_ms += TICK_MS)
		act(s);
	s->player.run = s->over ? VIEW_RUN_ENDED : VIEW_RUN_LIVE;
	if (s->over)
		s->player.ledger =
			"Left as it was found: 3 processes started, 3 reaped · "
			"1 queue made, 1 removed\n"
			"0 shared memory left · 0 descriptors left · 214 "
			"events, 0 lost";
	scene_show(s);
}

/* ---- showing ---- */

void scene_show(struct scene *s)
{
	(void)history_catch_up(s->history, SIZE_MAX);
	(void)view_console_catch_up(&s->console, s->log, SIZE_MAX);
	s->player.model = history_head(s->history);
	s->player.now_ns = s->now_ms * CLOCK_MS;
	s->player.log_end = trace_log_end(s->log);
}

void scene_pause(struct scene *s)
{
	scene_tell(s, (struct trace_event){ .verb = MP_VERB_PAUSE,
					    .phase = MP_HAPPENS });
	s->player.run = VIEW_RUN_PAUSED;
	scene_show(s);
}

void scene_back_to(struct scene *s, int ms)
{
	size_t end = history_index_at(s->history, ms * CLOCK_MS);

	s->player.run = VIEW_RUN_PAST;
	s->player.model = history_at(s->history, end);
	s->player.now_ns = ms * CLOCK_MS;
	s->player.log_end = end;
}

static struct model_place place(void *arg, const struct model_process *p)
{
	static const int lines[] = { 0, 11, 20, 10, 34 };
	struct model_place at = { .file = "src/producer_consumer.c" };
	const struct scene *s = arg;

	if (p->site >= SITE_MAIN && p->site <= SITE_JOIN)
		at.line = lines[p->site - SITE_MAIN];
	if (at.line == 10 && s->actors[1].pid != p->pid)
		at.line = 23;
	return at;
}

void scene_begin(struct scene *s, struct scene_plot plot)
{
	struct lesson_diags diags = { 0 };

	memset(s, 0, sizeof(*s));
	s->plot = plot;
	/* Not an assertion: the benchmark plays scenes too. */
	if (lesson_parse("queue.yaml", yaml, sizeof(yaml) - 1, &s->lesson,
			 &diags))
		abort();
	lesson_diags_release(&diags);
	s->log = trace_log_new(0);
	s->history = history_new(s->log);
	ui_source(&s->source[UI_LANG_C], UI_LANG_C, source_c,
		  sizeof(source_c) - 1);
	ui_source(&s->source[UI_LANG_PYTHON], UI_LANG_PYTHON, source_python,
		  sizeof(source_python) - 1);
	s->player = (struct view_player){
		.topic = "Communication",
		.lesson = s->lesson,
		.step = 1,
		.values = s->lesson->steps[1].demo->with,
		.value_count = 2,
		.run = VIEW_RUN_LIVE,
		.log = s->log,
		.history = s->history,
		.model = history_head(s->history),
		.speed = 1,
		.console = &s->console,
		.source = { { .path = "lessons/producer_consumer.c",
			      .doc = &s->source[0] },
			    { .path = "lessons/producer_consumer.py",
			      .doc = &s->source[1] } },
		.place = place,
		.place_arg = s,
	};
	view_player_step_changed(&s->player);
}

void scene_end(struct scene *s)
{
	view_player_release(&s->player);
	view_console_release(&s->console);
	ui_doc_release(&s->source[0]);
	ui_doc_release(&s->source[1]);
	history_free(s->history);
	trace_log_free(s->log);
	lesson_free(s->lesson);
}

void scene_golden(struct scene *s, int rows, int cols, const char *name)
{
	struct ui_canvas *c = ui_canvas_new(rows, cols);

	view_player_layout(&s->player, rows, cols);
	view_player_draw(&s->player, c);
	golden_check(c, name);
	ui_canvas_free(c);
}

void scene_golden_sizes(struct scene *s, const char *name)
{
	static const int sizes[][2] = { { 24, 80 }, { 36, 120 }, { 60, 200 },
					{ 18, 60 }, { 10, 40 },  { 5, 20 } };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		scene_golden(s, sizes[i][0], sizes[i][1], name);
}

/* ---- one pane ---- */

static void begin_with(struct scene *s, enum lesson_pane pane, int consumers)
{
	struct scene_plot plot = scene_queue;
	struct lesson_demo *d;

	plot.consumers = consumers;
	scene_begin(s, plot);
	d = s->lesson->steps[1].demo;
	for (size_t i = 0; i < d->show_count; i++)
		if (d->show[i] == LESSON_PANE_QUEUE)
			d->show[i] = pane;
	scene_play(s, 900);
}

void scene_begin_beside(struct scene *s, enum lesson_pane pane)
{
	begin_with(s, pane, 1);
}

void scene_begin_pane(struct scene *s, enum lesson_pane pane)
{
	begin_with(s, pane, 3);
	s->player.focus = pane;
	s->player.zoomed = true;
}

/* ---- what it shares ---- */

struct trace_event scene_event(uint32_t who, enum mp_verb verb,
			       enum mp_phase phase, uint64_t object, uint64_t a)
{
	return (struct trace_event){
		.pid = who,
		.tid = who,
		.verb = (uint16_t)verb,
		.phase = (uint8_t)phase,
		.object = object,
		.a = a,
		.b = verb == MP_VERB_ACQUIRE ? who : 0,
	};
}

void scene_make(struct scene *s, struct trace_event made, const char *name)
{
	made.pid = made.tid = MAIN;
	made.phase = MP_HAPPENS;
	made.text = scene_text(s, name);
	scene_tell(s, made);
}

void scene_take(struct scene *s, uint32_t who, uint64_t lock)
{
	scene_tell(s, scene_event(who, MP_VERB_ACQUIRE, MP_HAPPENS, lock, 1));
	scene_tell(s, scene_event(who, MP_VERB_ACQUIRE, MP_ENDS, lock, 0));
}

void scene_want(struct scene *s, uint32_t who, uint64_t lock)
{
	scene_tell(s, scene_event(who, MP_VERB_ACQUIRE, MP_BEGINS, lock, 0));
	scene_tell(s, scene_event(who, MP_VERB_ACQUIRE, MP_WAITS, lock, 0));
}
