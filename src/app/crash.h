/* SPDX-License-Identifier: MIT */
/*
 * When the player itself fails: put the terminal back, say so, die of the
 * same signal.  The guards see the player's end and clear up the demo.
 */
#ifndef APP_CRASH_H
#define APP_CRASH_H

void app_crash_install(void);

#endif
