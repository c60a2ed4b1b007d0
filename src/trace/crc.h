/* SPDX-License-Identifier: MIT */
/*
 * CRC-32C (Castagnoli, as in iSCSI and ext4): the checksum of recordings.
 */
#ifndef TRACE_CRC_H
#define TRACE_CRC_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of what gave @crc (0: nothing) and @len more @bytes. */
uint32_t crc_add(uint32_t crc, const void *bytes, size_t len);

/* The same, by the table also where the processor has an instruction. */
uint32_t crc_table(uint32_t crc, const void *bytes, size_t len);

#endif
