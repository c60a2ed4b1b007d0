/* SPDX-License-Identifier: MIT */
/*
 * What the player and its guards say to each other.
 *
 * A guard is a small process between the player and what must be put right
 * even if the player is killed: one for the processes of a demo, one for the
 * terminal.  They share a socket pair (AF_UNIX, SOCK_STREAM or
 * SOCK_SEQPACKET); its end is how a guard learns that the player has died.
 * Messages have a fixed size each way and are sent whole.  Both sides are of
 * one build, so the layout is that of the compiler; the sizes are asserted.
 *
 *   procession-guard run FD [LIMITS] -- PROGRAM ARG...
 *	player sends struct guard_command, guard sends struct guard_event:
 *	STARTED or FAILED first; REAPED for each process whose parent the guard
 *	has become; LIMIT when one is exceeded; at last ALL_GONE, after which
 *	the guard exits with status 0.
 *	PROCESSION_PRELOAD in its environment is put in front of the demo's
 *	LD_PRELOAD.
 *   procession-guard terminal FD TTYFD
 *	player sends struct guard_terminal, guard sends nothing.
 */
#ifndef GUARD_PROTOCOL_H
#define GUARD_PROTOCOL_H

#include <stdint.h>
#include <termios.h>

/* Where the player puts the descriptors when it spawns a guard. */
enum {
	GUARD_FD = 3,     /* the socket */
	GUARD_TTY_FD = 4, /* the terminal, for the guard of the terminal */
};

enum guard_event_type {
	GUARD_STARTED = 1, /* pid: the program runs */
	GUARD_FAILED,      /* step, error: it could not be started */
	GUARD_REAPED,      /* pid, is_main, status, times: it has ended */
	GUARD_LIMIT,       /* limit: exceeded, everything is being ended */
	GUARD_ALL_GONE,    /* no process is left; lost */
};

/* What the guard was at when it failed. */
enum guard_step {
	GUARD_STEP_SETUP = 1, /* its own pipes and signals */
	GUARD_STEP_FORK,
	GUARD_STEP_LIMITS, /* setrlimit(2) */
	GUARD_STEP_EXEC,
};

enum guard_limit {
	GUARD_LIMIT_PROCESSES = 1, /* more at once than allowed: killed */
	GUARD_LIMIT_WALL,          /* time is up: SIGTERM, then SIGKILL */
	GUARD_LIMIT_CPU,           /* one process used its CPU time up */
	GUARD_LIMIT_MEMORY,        /* pid had more than allowed: all killed */
};

struct guard_event {
	uint32_t type;    /* enum guard_event_type */
	int32_t pid;      /* STARTED, FAILED, REAPED, LIMIT_CPU, _MEMORY */
	int32_t status;   /* REAPED: as of waitpid(2) */
	int32_t error;    /* FAILED: an errno */
	uint32_t step;    /* FAILED: enum guard_step */
	uint32_t limit;   /* LIMIT: enum guard_limit */
	uint32_t is_main; /* REAPED: 1: the program itself */
	uint32_t lost;    /* ALL_GONE: REAPED that were not sent */
	int64_t time_ns;  /* CLOCK_MONOTONIC when it was noticed */
	int64_t user_ns, system_ns; /* REAPED: CPU time, as of wait4(2) */
	int64_t max_rss_bytes;      /* REAPED */
};
_Static_assert(sizeof(struct guard_event) == 64, "fixed size");

enum guard_command_type {
	GUARD_END = 1, /* SIGTERM to all; what lives after grace_ms is killed */
	GUARD_KILL,    /* SIGKILL to all */
	GUARD_SIGNAL,  /* signo to pid, if it is one of the demo's */
};

struct guard_command {
	uint32_t type; /* enum guard_command_type */
	int32_t pid;
	int32_t signo;
	uint32_t grace_ms;
};
_Static_assert(sizeof(struct guard_command) == 16, "fixed size");

enum guard_terminal_type {
	/*
	 * From now on the terminal needs to be put right if the player dies:
	 * write text, and set the modes to before.  If has_during, the modes
	 * are set only where they still are as the player had them: a shell
	 * that took the terminal back in the meantime is not disturbed.
	 */
	GUARD_ARM = 1,
	GUARD_DISARM,  /* it does not: the player has put it right itself */
	GUARD_GOODBYE, /* nor will it ever; the guard exits */
};

enum {
	GUARD_TEXT_MAX = 376,
};

struct guard_terminal {
	uint32_t type; /* enum guard_terminal_type */
	uint32_t len;  /* of text */
	uint32_t has_during;
	uint32_t unused;
	struct termios before, during;
	char text[GUARD_TEXT_MAX];
};
_Static_assert(sizeof(struct guard_terminal) <= 512, "fixed size");

#endif
