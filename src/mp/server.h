/* SPDX-License-Identifier: MIT */
/*
 * The server of a manager: one process, one thread, one thing after the other.
 *
 * Each client process has a line over which it gives up references and hands
 * over further lines, and lines over which it calls.  The server takes one
 * message from each line that has one, in turns, and never waits for a client:
 * an answer that does not fit into a line stays, one at most, and until it is
 * gone nothing more is taken from that line.  A client ends when all its lines
 * are closed; what it refers to is given up then.
 */
#ifndef MP_SERVER_H
#define MP_SERVER_H

#include "mp/impl.h"

#pragma GCC visibility push(hidden)

/* What the server process runs; @manager is the mp_manager. */
int mp__manager_main(void *manager);

#pragma GCC visibility pop
#endif
