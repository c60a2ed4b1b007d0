/* SPDX-License-Identifier: MIT */
/*
 * A small lesson without an error, for tests that break it.
 */
#ifndef TESTS_UNIT_LESSON_GOOD_H
#define TESTS_UNIT_LESSON_GOOD_H

static const char good_lesson[] =
	"format: 1\n"
	"id: queue\n"
	"title: A queue\n"
	"about: What a queue is.\n"
	"revision: 1\n"
	"minutes: 12\n"
	"requires: [ipc/pipe]\n"
	"objectives:\n"
	"  - id: blocks\n"
	"    text: Explain why it waits.\n"
	"steps:\n"
	"  - id: why\n"
	"    title: Why\n"
	"    text: |\n"
	"      Two processes share no memory.\n"
	"  - id: full\n"
	"    title: Full\n"
	"    text: |\n"
	"      Watch the queue.\n"
	"    notes: |\n"
	"      Ask first.\n"
	"    demo:\n"
	"      program: producer_consumer\n"
	"      with: {items: 10, capacity: 4, make: 0.1, mode: fast}\n"
	"      vary:\n"
	"        capacity: {min: 1, max: 16, about: slots}\n"
	"        make: {min: 0, max: 0.5, step: 0.05, about: seconds}\n"
	"        mode: {choices: [fast, slow], about: how}\n"
	"      show: [queue, processes]\n";

#endif
