/* SPDX-License-Identifier: MIT */
/*
 * Plays files through a fuzz target: those named, or the whole corpus.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/fs.h"
#include "fuzz/fuzz.h"

static int replay(const char *path)
{
	struct err e = ERR_NONE;
	char *bytes = NULL;
	size_t len = 0;

	if (fs_read(path, (size_t)1 << 24, &bytes, &len, &e) < 0) {
		fprintf(stderr, "%s\n", e.text);
		return EXIT_FAILURE;
	}
	/* Said before: after a crash, the last line is the culprit. */
	printf("%s\n", path);
	(void)fflush(stdout);
	(void)LLVMFuzzerTestOneInput((const uint8_t *)bytes, len);
	free(bytes);
	return EXIT_SUCCESS;
}

static int replay_corpus(const char *directory)
{
	struct err e = ERR_NONE;
	char **names = NULL;
	size_t count = 0;
	int status = EXIT_SUCCESS;

	if (fs_list(directory, &names, &count, &e) < 0 || count == 0) {
		fprintf(stderr, "no corpus in %s\n", directory);
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < count; i++) {
		char *path = fs_join(directory, names[i]);

		status |= replay(path);
		free(path);
	}
	fs_list_free(names, count);
	return status;
}

int main(int argc, char **argv)
{
	const char *top = getenv("top_srcdir");
	int status = EXIT_SUCCESS;
	char *corpus;

	for (int i = 1; i < argc; i++)
		status |= replay(argv[i]);
	if (argc > 1)
		return status;
	corpus = fs_join(top ? top : ".", "tests/fuzz/corpus/" FUZZ_CORPUS);
	status = replay_corpus(corpus);
	free(corpus);
	return status;
}
