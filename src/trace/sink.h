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

#endif
