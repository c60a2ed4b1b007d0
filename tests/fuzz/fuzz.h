/* SPDX-License-Identifier: MIT */
/*
 * What libFuzzer calls with each input, and replay_main.c with each file of
 * the corpus.  Returns 0; a fault found is an abort().
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
