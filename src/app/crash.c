/* SPDX-License-Identifier: MIT */
/*
 * The handler runs on a stack of its own (the crash may be an overflow of the
 * usual one) and calls only what may be called in a signal handler.
 */
#include "app/crash.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "ui/term.h"

static char stack[64 * 1024];

static void on_crash(int signal)
{
	static const char text[] =
		"procession: internal error; the demo is being ended\n";

	ui_term_emergency();
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0) {
		/* Nobody to tell. */
	}
	(void)raise(signal); /* SA_RESETHAND: the default action now */
}

void app_crash_install(void)
{
	static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = on_crash;
	action.sa_flags = (int)(SA_ONSTACK | SA_RESETHAND | SA_NODEFER);
	(void)sigaltstack(&alternate, NULL);
	for (size_t i = 0; i < sizeof(fatal) / sizeof(*fatal); i++)
		(void)sigaction(fatal[i], &action, NULL);
}
