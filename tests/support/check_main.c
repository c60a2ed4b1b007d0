/* SPDX-License-Identifier: MIT */
#include "support/check_main.h"

#include <locale.h>
#include <stdlib.h>

int main(void)
{
	SRunner *runner;
	int failed;

	(void)setlocale(LC_ALL, "C.UTF-8");
	/* A bound for what hangs, not a measure: the machine may be busy. */
	(void)setenv("CK_DEFAULT_TIMEOUT", "60", 0);
	runner = srunner_create(suite());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
