/* SPDX-License-Identifier: MIT */
/*
 * What YAML would make of a text without quotes.
 */
#ifndef LESSON_NUMBER_H
#define LESSON_NUMBER_H

#include <stdbool.h>

enum lesson_word {
	LESSON_WORD_TEXT,     /* a text like any other */
	LESSON_WORD_NUMBER,   /* 12, -3, 0.25: what every reader agrees on */
	LESSON_WORD_NOTHING,  /* ~ null */
	LESSON_WORD_TRUTH,    /* yes no on off true false y n */
	LESSON_WORD_OCTAL,    /* 010 */
	LESSON_WORD_SIXTY,    /* 1:30 */
	LESSON_WORD_NUMBERISH /* 0x1F, 1e3, 1_000, 2024-01-01 */
};

enum lesson_word lesson_word_kind(const char *text);

/* The value of a NUMBER; whether it is whole goes to *@ret_whole. */
double lesson_number(const char *text, bool *ret_whole);

#endif
