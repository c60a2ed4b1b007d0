/* SPDX-License-Identifier: MIT */
/*
 * Every unit test program defines suite() and links check_main.c, which owns
 * main(): it sets a UTF-8 locale, runs the suite and reports.
 */
#ifndef SUPPORT_CHECK_MAIN_H
#define SUPPORT_CHECK_MAIN_H

#include <check.h>

Suite *suite(void);

/* Called first in main(): what a test program may define that is run anew. */
void check_begin(int argc, char **argv);

#endif
