/* SPDX-License-Identifier: MIT */
/*
 * The sink that the preload library gives to mp (mp/probe.h says what each
 * function does): writing, the gate, and the demo's clock.  To be used only
 * while the writer is open (writer.h, whose rules hold here too).
 */
#ifndef TRACE_SINK_H
#define TRACE_SINK_H

#include "mp/probe.h"

extern const struct mp_probe_sink trace_sink;

/*
 * As its sleep(), for a thread that signals may wake and that may be
 * cancelled, within 100 ms: 0, or EINTR if a handler has run meanwhile.
 */
int trace_sink_doze(int64_t deadline);

/*
 * Real ns until the demo's clock reaches @deadline, at its present speed, or
 * if it stands still at that of real time; 0 if it has.
 */
int64_t trace_sink_span(int64_t deadline);

#endif
