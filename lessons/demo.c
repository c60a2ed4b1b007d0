/* SPDX-License-Identifier: MIT */
#include "demo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *chosen_fault = "";

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* What there is, with the defaults, and the end. */
static _Noreturn void usage(const char *program,
                            const struct demo_parameter *p)
{
    fprintf(stderr, "parameters of %s:\n", program);
    for (; p->name; p++) {
        if (p->about)
            fprintf(stderr, "  fault=%s   %s\n", p->name,
                    p->about);
        else if (p->whole)
            fprintf(stderr, "  %s=%d   %.0f to %.0f\n",
                    p->name, *p->whole, p->min, p->max);
        else
            fprintf(stderr, "  %s=%g   0 to %g seconds\n",
                    p->name, *p->seconds, p->max);
    }
    exit(2);
}

static const struct demo_parameter *
find(const struct demo_parameter *p, const char *argument)
{
    size_t length = strcspn(argument, "=");

    for (; p->name; p++)
        if (!p->about && strlen(p->name) == length &&
            strncmp(p->name, argument, length) == 0)
            return p;
    return NULL;
}

/* fault=NAME, where there are faults; fault= is none. */
static int set_fault(const struct demo_parameter *p,
                     const char *argument)
{
    if (strncmp(argument, "fault=", 6) != 0)
        return 0;
    for (; p->name; p++) {
        if (!p->about || (argument[6] &&
                          strcmp(p->name, argument + 6) != 0))
            continue;
        chosen_fault = argument[6] ? p->name : "";
        return 1;
    }
    return 0;
}

int demo_fault(const char *name)
{
    return strcmp(chosen_fault, name) == 0;
}

/* Whether `text` is a number that `p` allows; sets it. */
static int set(const struct demo_parameter *p,
               const char *text)
{
    char *end;
    double value = strtod(text, &end);

    if (end == text || *end ||
        strspn(text, "-.0123456789") != strlen(text))
        return 0;
    if (!(value >= p->min && value <= p->max))
        return 0;
    if (p->whole && value != (int)value)
        return 0;
    if (p->whole)
        *p->whole = (int)value;
    else
        *p->seconds = value;
    return 1;
}

void demo_read(int argc, char *const *argv,
               const struct demo_parameter *parameters)
{
    const char *program = argc ? base_name(argv[0]) : "demo";

    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 1; i < argc; i++) {
        const struct demo_parameter *p =
            find(parameters, argv[i]);
        const char *value = strchr(argv[i], '=');

        if (set_fault(parameters, argv[i]))
            continue;
        if (!p)
            fprintf(stderr, "%s: no parameter %s\n", program,
                    argv[i]);
        else if (!value || !set(p, value + 1))
            fprintf(stderr, "%s: %s is not allowed\n",
                    program, argv[i]);
        else
            continue;
        usage(program, parameters);
    }
}

int demo_random(int *seed, int most)
{
    unsigned x = (unsigned)*seed * 1103515245U + 12345U;

    *seed = (int)(x & 0x7FFFFFFFU);
    return 1 + (*seed >> 16) % most;
}
