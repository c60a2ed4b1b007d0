/* SPDX-License-Identifier: MIT */
/*
 * The control block of one process, as far as the kernel shows it: the files
 * of /proc/PID, made into two short texts, of what changes all the time and of
 * what it has.  The texts are what an event carries and what is kept, so that a
 * past moment and a replay show what was there then.
 *
 * A text is lines of "KEY VALUE"; each key is there once.  A key that is not
 * there was not told by the kernel.  PROC_INSPECT_NOW:
 *
 *	state S			the letter of /proc/PID/stat
 *	call WORDS		what it sleeps in, as of proc/blocked.h
 *	pc HEX HOW FILE:LINE FUNCTION MODULE
 *				the program counter; HOW: w, it waits there; r,
 *				it was seen there as it ran; - for what is not
 *				known.  Added by who knows lines
 *	cpu N			ran there last
 *	user MS, system MS	CPU time, in steps of a clock tick
 *	run NS, ready NS	on a CPU, and in a run queue
 *	switches OWN FORCED	context switches
 *	faults MINOR MAJOR	page faults
 *	memory KIB		resident
 *	private KIB, shared KIB	of that, in no other process, and the rest
 *	atFD POS SIZE		of an open file that has a position
 *
 * PROC_INSPECT_HAVE:
 *
 *	comm NAME		as the kernel has it
 *	program PATH
 *	parent PID
 *	threads N
 *	priority N, nice N	of a real-time process the first is below 0
 *	policy WORD		other, fifo, rr, batch, idle, deadline
 *	blocked HEX, pending HEX, ignored HEX, caught HEX
 *				sets of signals: bit n-1 is signal n
 *	files N			how many are open
 *	fdN ACCESS KIND NAME	ACCESS: r, w, rw, ?; KIND: pipe and socket
 *(NAME: inode), fifo, file, folder, device, queue, memory, kernel (what it is),
 *or what the caller calls it maps N			how many pieces are
 *mapped size KIB		of all of them mapHEX KIB PERMS KIND NAME one
 *thing that is mapped, from address HEX; KIND: text, data, constants, heap,
 *stack, shared, library, file, memory, guard, kernel
 *	more-maps N		things that are not told one by one
 *	denied-WORD -		that part may not be read: files, maps; counter:
 *				while it runs
 */
#ifndef PROC_INSPECT_H
#define PROC_INSPECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"
#include "proc/descriptor.h"
#include "proc/region.h"

enum proc_inspect_part {
	PROC_INSPECT_NOW,
	PROC_INSPECT_HAVE,
	PROC_INSPECT_PARTS
};

struct proc_inspect;

/*
 * Something to look at @pid with, again and again.  Costs nothing until it is
 * used; the process is not touched.  @known is borrowed.
 */
struct proc_inspect *proc_inspect_open(pid_t pid,
				       const struct proc_known *known,
				       size_t known_count);
void proc_inspect_close(struct proc_inspect *i);

/* Look.  0; -ESRCH: it is gone.  Does not block; some 100 us. */
int proc_inspect_look(struct proc_inspect *i);

/* What was seen.  Valid until the next look. */
const struct str *proc_inspect_text(const struct proc_inspect *i,
				    enum proc_inspect_part part);

struct proc_inspect_pc {
	uint64_t address;
	bool runs;        /* seen there as it ran, not as it waits there */
	uint64_t base;    /* where the file's address 0 is */
	uint64_t size;    /* from there on */
	const char *path; /* of that file; "" for none; as of the kernel */
};

/* The program counter of the last look; false: not known. */
bool proc_inspect_pc(const struct proc_inspect *i, struct proc_inspect_pc *ret);

#endif
