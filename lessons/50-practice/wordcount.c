/* SPDX-License-Identifier: MIT */
/*
 * How often is each word in a text?  Six stages of one
 * program, from one process to a pool that loses a worker.
 */
#include <mp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "demo.h"

#define VERSES 12
#define MOST 60 /* different words */

/* A nursery rhyme.  Each verse adds a part to the last one:
   "This is" and that part, and then all the earlier ones. */
static const char *const parts[VERSES] = {
    "the house that Jack built",
    "the malt that lay in",
    "the rat that ate",
    "the cat that killed",
    "the dog that worried",
    "the cow with the crumpled horn that tossed",
    "the maiden all forlorn that milked",
    "the man all tattered and torn that kissed",
    "the priest all shaven and shorn that married",
    "the cock that crowed in the morn that waked",
    "the farmer sowing his corn that kept",
    "the horse and the hound and the horn that belonged to"};

static int stage = 1;
static int verses = VERSES;   /* to be counted */
static int cut = 6;           /* so many are the first's */
static int workers = 4;       /* of the pool */
static int chunk = 1;         /* verses at once */
static int longest_first = 0; /* or the shortest first */
static int crashes = 0; /* verse 9 ends so many workers */
static int retries = 0;
static double word = 0.02;  /* seconds to count a word */
static double merge = 0.03; /* seconds to add an entry */

/* A table: each word, and how often it was there. */
struct entry {
    char word[16];
    int count;
};
struct table {
    int different;
    struct entry of[MOST];
};

static struct table all;
static mp_queue *counts;         /* the way back: entries */
static mp_value *crashes_left;   /* of verse 9 */
static const char end[] = "end"; /* the sentinel */

/* The entry of a word, a new one if need be. */
static struct entry *find(struct table *t, const char *text)
{
    int i = 0;

    while (i < t->different && strcmp(t->of[i].word, text))
        i++;
    if (i == t->different && t->different < MOST - 1) {
        strcpy(t->of[i].word, text);
        t->of[i].count = 0;
        t->different++;
    }
    return &t->of[i];
}

/* Tell how many words it has, and let the screen show it. */
static int total(const struct table *t)
{
    int words = 0;

    for (int i = 0; i < t->different; i++)
        words += t->of[i].count;
    mp_show("words", MP_INT, &words);
    return words;
}

static void count_line(const char *line, struct table *t)
{
    char copy[80], *rest = copy, *text;

    strcpy(copy, line);
    while ((text = strsep(&rest, " ")))
        find(t, text)->count++;
}

static void count_verse(int verse, struct table *t)
{
    int before = total(t);

    count_line("This is", t);
    for (int part = verse; part > 0; part--)
        count_line(parts[part - 1], t);
    mp_sleep(word * (total(t) - before));
}

static void add_up(struct table *t, const struct table *more)
{
    for (int i = 0; i < more->different; i++)
        find(t, more->of[i].word)->count += more->of[i].count;
}

/* Stages 2 and 3: one half.  `all` is this process's own. */
static int count_half(void *number)
{
    int second = (int)(intptr_t)number;
    int verse = second ? cut + 1 : 1;
    char text[24];

    for (; verse <= (second ? verses : cut); verse++)
        count_verse(verse, &all);
    printf("%s: %d words\n",
           mp_process_name(mp_current_process()),
           total(&all));
    if (!counts)
        return 0; /* and the table is gone */
    for (int i = 0; i < all.different; i++) {
        snprintf(text, sizeof(text), "%s %d", all.of[i].word,
                 all.of[i].count);
        mp_queue_put(counts, text, MP_FOREVER);
    }
    mp_queue_put(counts, end, MP_FOREVER);
    return 0;
}

/* Stage 3: entries of both, until both have said the end. */
static void take_counts(void)
{
    int ends = demo_fault("first-sentinel") ? 1 : 2, count;
    char text[24], *space;
    struct entry *entry;

    while (ends > 0) {
        mp_queue_get(counts, text, MP_FOREVER);
        space = strchr(text, ' ');
        if (!space) {
            ends--;
            continue;
        }
        *space = '\0';
        count = atoi(space + 1);
        entry = find(&all, text);
        if (demo_fault("overwrite"))
            entry->count = 0;
        entry->count += count;
        total(&all);
        mp_sleep(merge);
    }
}

static int two_halves(void)
{
    mp_process *half[2] = {
        mp_process_new("first", count_half, (void *)0),
        mp_process_new("second", count_half, (void *)1)};

    total(&all); /* 0 as yet */
    for (int i = 0; i < 2; i++)
        if (!half[i] || mp_process_start(half[i]) < 0) {
            perror("half");
            return 1;
        }
    if (counts)
        take_counts();
    for (int i = 0; i < 2; i++) {
        mp_process_join(half[i], MP_FOREVER);
        mp_process_free(half[i]);
    }
    return 0;
}

/* Map: the table of one verse. */
static int count_one(const void *in, void *out)
{
    int verse = *(const int *)in, left = 0;
    const int minus_one = -1;
    struct table *t = out;

    t->different = 0;
    count_verse(verse, t);
    if (verse == 9 && crashes > 0)
        mp_value_add(crashes_left, &minus_one, &left);
    if (verse == 9 && crashes > 0 && left >= 0)
        kill(getpid(), SIGKILL);
    printf("verse %d: %d words\n", verse, total(t));
    return 0;
}

/* Reduce: one table of all of them, as they come. */
static int reduce(mp_pool *pool)
{
    struct mp_task map =
        MP_TASK_CHUNKED(count_one, int, struct table, chunk);
    int order[VERSES], lost = 0, given;
    static struct table t;
    mp_imap *tables;
    size_t i;

    for (int n = 0; n < verses; n++)
        order[n] = longest_first ? verses - n : n + 1;
    tables = mp_pool_imap_unordered(pool, map, order,
                                    (size_t)verses);
    while ((given = mp_imap_next(tables, &t, &i,
                                 MP_FOREVER)) != 0) {
        if (given > 0) {
            add_up(&all, &t);
            total(&all);
            continue;
        }
        lost++;
        if (!demo_fault("silent"))
            printf("main: verse %d is lost\n", order[i]);
    }
    mp_imap_free(tables);
    return demo_fault("silent") ? 0 : lost;
}

static int pool_of_counters(void)
{
    struct mp_pool_options options = {.retries =
                                          (unsigned)retries};
    mp_pool *pool;
    int lost;

    crashes_left =
        mp_value_new("crashes left", MP_INT, &crashes);
    pool = mp_pool_new("counters", workers, &options);
    if (!pool || !crashes_left) {
        perror("counters");
        return 1;
    }
    lost = reduce(pool);
    mp_pool_close(pool);
    mp_pool_join(pool, MP_FOREVER);
    mp_pool_free(pool);
    return lost;
}

/* A number that depends on every word and every count, and
   not on their order. */
static int checksum(void)
{
    int sum = 0;

    for (int i = 0; i < all.different; i++) {
        int code = 0;

        for (char *c = all.of[i].word; *c; c++)
            code = (code * 31 + *c) % 9973;
        sum = (sum + code * all.of[i].count) % 9973;
    }
    return sum;
}

int main(int argc, char *argv[])
{
    double begin = mp_now(), took;
    int failed = 0;

    demo_parameters(
        argc, argv, DEMO_INT(stage, 1, 6),
        DEMO_INT(verses, 1, VERSES), DEMO_INT(cut, 0, VERSES),
        DEMO_INT(workers, 1, 12), DEMO_INT(chunk, 1, VERSES),
        DEMO_INT(longest_first, 0, 1),
        DEMO_INT(crashes, 0, 9), DEMO_INT(retries, 0, 9),
        DEMO_SECONDS(word), DEMO_SECONDS(merge),
        DEMO_FAULT("overwrite",
                   "main replaces a count, adds nothing"),
        DEMO_FAULT("first-sentinel",
                   "main stops at the first sentinel"),
        DEMO_FAULT("silent",
                   "main tells nobody what is lost"));
    if (stage == 3)
        counts = mp_queue_new("counts", 8, MP_TEXT(24));
    if (stage == 1)
        for (int verse = 1; verse <= verses; verse++)
            count_verse(verse, &all);
    else if (stage <= 3)
        failed = two_halves();
    else
        failed = pool_of_counters();
    took = (int)((mp_now() - begin) * 10 + 0.5) / 10.0;
    mp_show("took", MP_DOUBLE, &took);
    printf("main: %d words, %d different\n", total(&all),
           all.different);
    printf("main: \"the\" %d times, checksum %d\n",
           find(&all, "the")->count, checksum());
    return failed != 0;
}
