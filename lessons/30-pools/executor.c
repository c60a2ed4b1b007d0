/* SPDX-License-Identifier: MIT */
/*
 * An executor: pages are fetched by four workers, and one in
 * five is not there.  A future stands for each of them.
 */
#include <errno.h>
#include <mp.h>
#include <stdio.h>

#include "demo.h"

#define MOST 60

static int pages = 20;
static int workers = 4;
static int enough = 0;     /* failures; 0: never enough */
static double each = 0.25; /* seconds: one to seven times */

static mp_executor *fetchers;
static mp_future *futures[MOST];
static double begin;

/* What main knows of, so far. */
static int here, failed, cancelled;
static _Atomic int over; /* two threads count it */

/* The task: a page has a number and a size. */
struct page {
    int number, bytes;
};

static int fetch(const void *in, void *out)
{
    struct page page = *(const struct page *)in;

    mp_sleep(each * (1 + 2 * page.number % 8));
    if (page.number % 5 == 0)
        return mp_task_fail(44, "page %d is not there",
                            page.number);
    page.bytes = 1000 + page.number;
    *(struct page *)out = page;
    return 0;
}

/* A callback: a thread of main calls it, for each future. */
static void counts(mp_future *future, void *unused)
{
    int now = ++over;

    (void)future;
    (void)unused;
    mp_show("over", MP_INT, &now);
}

static void submit_all(void)
{
    for (int i = 0; i < pages; i++) {
        struct page page = {i + 1, 0};

        futures[i] = mp_executor_submit(
            fetchers,
            MP_TASK(fetch, struct page, struct page), &page);
        mp_future_add_done_callback(futures[i], counts, NULL);
    }
    printf("main has submitted %d pages\n", pages);
}

static void cancel_all(void)
{
    int count = 0;

    for (int i = 0; i < pages; i++)
        count += mp_future_cancel(futures[i]);
    printf("main cancels what is pending: ~%d\n", count);
}

/* A result, or the error that came in place of it. */
static void look_at(mp_future *future)
{
    struct page page;

    if (mp_future_result(future, &page, MP_FOREVER) == 0) {
        here++;
        printf("page %d has %d bytes, after ~%.1f s\n",
               page.number, page.bytes, mp_now() - begin);
    } else if (errno == ECANCELED) {
        cancelled++;
        mp_show("cancelled", MP_INT, &cancelled);
    } else {
        printf("error: %s\n", mp_task_message());
        failed++;
        mp_show("failed", MP_INT, &failed);
        if (failed == enough)
            cancel_all();
    }
}

/* The next that is done; with the fault simply the next. */
static mp_future *next(size_t *given)
{
    if (demo_fault("in-order"))
        (*given)++;
    else
        mp_as_completed(futures, (size_t)pages, given,
                        MP_FOREVER);
    return futures[*given - 1];
}

int main(int argc, char *argv[])
{
    size_t given = 0; /* so many main has been given */

    demo_parameters(
        argc, argv, DEMO_INT(pages, 1, MOST),
        DEMO_INT(workers, 1, 16), DEMO_INT(enough, 0, MOST),
        DEMO_SECONDS(each),
        DEMO_FAULT("in-order",
                   "main asks page 1 first, then 2"),
        DEMO_FAULT("no-result",
                   "main does not ask for results"));
    fetchers = mp_executor_new("pages", workers, NULL);
    if (!fetchers) {
        perror("pages");
        return 1;
    }
    begin = mp_now();
    mp_show("failed", MP_INT, &failed);
    submit_all();
    while (given < (size_t)pages) {
        mp_future *future = next(&given);

        if (demo_fault("no-result"))
            here++; /* it is done, so it must be here */
        else
            look_at(future);
    }
    mp_executor_shutdown(fetchers, true, false);
    printf("%d pages are here, %d failed, ~%d cancelled\n",
           here, failed, cancelled);
    for (int i = 0; i < pages; i++)
        mp_future_free(futures[i]);
    mp_executor_free(fetchers);
    return 0;
}
