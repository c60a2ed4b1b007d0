/* SPDX-License-Identifier: MIT */
#include "support/check_main.h"

#include <locale.h>
#include <stdlib.h>

/* Unless the test program has one of its own. */
__attribute__((weak)) void check_begin(int argc, char **argv)
{
	(void)argc;
	(void)argv;
}

int main(int argc, char **argv)
{
	SRunner *runner;
	int failed;

	check_begin(argc, argv);
	(void)setlocale(LC_ALL, "C.UTF-8");
	/* A bound for what hangs, not a measure: the machine may be busy. */
	(void)setenv("CK_DEFAULT_TIMEOUT", "60", 0);
	runner = srunner_create(suite());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
