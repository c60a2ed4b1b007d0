/* SPDX-License-Identifier: MIT */
/*
 * What crosses from process to process is bytes.  Orders go
 * through a pipe, as messages of which both know the form.
 */
#include <arpa/inet.h>
#include <mp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "demo.h"

#define HEAD 8 /* bytes before the body */

struct message {     /* numbers: the highest byte first */
    uint32_t length; /* of the body, which is the rest */
    uint32_t checksum;
    uint32_t pieces;
    char text[20]; /* as much of it as there is */
};

static int orders = 4;    /* that are sent */
static int cut = 0;       /* the last: only so many bytes */
static int flip = 0;      /* or: this byte of it changes */
static int pointer = 0;   /* 1: where the text lies */
static double make = 0.8; /* seconds to make an order */
static double late = 2;   /* before the receiver reads */

static const char *things[] = {"nails", "hinges", "doors",
                               "lock"};
static const uint32_t how_many[] = {258, 12, 3, 1};
static char text[20] = "nothing";
static int in_end, out_end; /* of the pipe */

static uint32_t checksum(const struct message *m, size_t n)
{
    const unsigned char *body = (const void *)&m->pieces;
    uint32_t sum = 0;

    while (n--)
        sum = sum * 31 + *body++;
    return sum;
}

/* Order i as bytes; how many they are. */
static size_t serialise(int i, struct message *m)
{
    uint32_t pieces = how_many[i % 4];
    char *where = strcpy(text, things[i % 4]);
    size_t n = 4 + strlen(text);

    mp_show("pieces", MP_INT, &pieces);
    m->pieces = htonl(pieces);
    if (demo_fault("own-order"))
        m->pieces = pieces; /* as it lies in memory */
    memcpy(m->text, text, strlen(text));
    if (pointer) { /* where, and not what */
        memcpy(m->text, &where, sizeof(where));
        n = 4 + sizeof(where);
    }
    m->length = htonl((uint32_t)n);
    m->checksum = htonl(checksum(m, n));
    return HEAD + n;
}

static int send_all(void *unused)
{
    struct message m = {0};

    (void)unused;
    close(in_end);
    for (int i = 0; i < orders; i++) {
        size_t n = serialise(i, &m);
        int last = i == orders - 1;

        mp_sleep(make);
        if (last && flip && flip <= (int)n)
            ((char *)&m)[flip - 1] ^= 1;
        if (last && cut && cut < (int)n)
            n = (size_t)cut;
        printf("sender: %u %s\n", how_many[i % 4], text);
        if (write(out_end, &m, n) < 0)
            return 1;
    }
    return 0;
}

/* That many bytes: fewer only if no more come. */
static size_t take(void *to, size_t n)
{
    size_t have = 0;
    ssize_t more = 1;

    while (have < n && more > 0) {
        more = read(in_end, (char *)to + have, n - have);
        have += more > 0 ? (size_t)more : 0;
    }
    return have;
}

/* The next message; what is wrong with it; "": there is none.
 */
static const char *receive(struct message *m)
{
    size_t got = take(m, HEAD), n = ntohl(m->length);

    if (got == 0)
        return "";
    if (got == HEAD && (n < 4 || n > sizeof(*m) - HEAD - 1))
        return "no message is so long";
    if (got < HEAD || take(&m->pieces, n) < n)
        return "it is cut short";
    if (checksum(m, n) != ntohl(m->checksum) &&
        !demo_fault("no-check"))
        return "the checksum is another";
    m->text[n - 4] = 0;
    return NULL;
}

static int receive_all(void *unused)
{
    struct message m = {0};
    const char *wrong;

    (void)unused;
    close(out_end);
    mp_sleep(late);
    while (!(wrong = receive(&m))) {
        uint32_t pieces = ntohl(m.pieces);
        char *what = m.text;

        if (pointer) /* look where it points */
            memcpy(&what, m.text, sizeof(what));
        mp_show("pieces", MP_INT, &pieces);
        printf("receiver: %u %s\n", pieces, what);
    }
    if (*wrong)
        printf("receiver refuses: %s\n", wrong);
    return *wrong != 0;
}

int main(int argc, char *argv[])
{
    mp_process *sender, *receiver;
    int ends[2];

    demo_parameters(
        argc, argv, DEMO_INT(orders, 0, 8),
        DEMO_INT(cut, 0, 20), DEMO_INT(flip, 0, 20),
        DEMO_INT(pointer, 0, 1), DEMO_SECONDS(make),
        DEMO_SECONDS(late),
        DEMO_FAULT("own-order",
                   "numbers as they lie in memory"),
        DEMO_FAULT("no-check", "no look at the checksum"));
    if (pipe(ends) < 0)
        return 1;
    in_end = ends[0];
    out_end = ends[1];
    sender = mp_process_new("sender", send_all, NULL);
    receiver = mp_process_new("receiver", receive_all, NULL);
    if (!sender || mp_process_start(sender) < 0 ||
        !receiver || mp_process_start(receiver) < 0)
        return 1;
    close(in_end);
    close(out_end);
    mp_process_join(sender, MP_FOREVER);
    mp_process_join(receiver, MP_FOREVER);
    printf("main: the receiver ended with %d\n",
           mp_process_exitcode(receiver));
    mp_process_free(sender);
    mp_process_free(receiver);
    return 0;
}
