# SPDX-License-Identifier: MIT
"""The same jobs twice: in threads of one process, then in
processes.  How long does it take, how much memory, and
what does a crash take with it?"""

import mmap
import os
import signal
import sys
from multiprocessing import get_context
from resource import (RLIMIT_CORE, RUSAGE_CHILDREN,
                      getrusage, setrlimit)
from threading import Thread
from time import monotonic, sleep, thread_time

PIECES = 3
fork = get_context("fork")  # a child has what main has
table = None


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def lay_table(o):
    global table
    how = mmap.MAP_SHARED if o.shared else mmap.MAP_PRIVATE
    table = mmap.mmap(-1, o.mib << 20,
                      how | mmap.MAP_ANONYMOUS)
    for _ in range(o.mib):
        table.write(b"\1" * (1 << 20))


def use_table(o):
    for i in range(0, o.mib << 20, 1024):
        seen = table[i]
        if o.change:
            table[i] = (seen + 1) % 256
    o.measured.wait(60)
    o.measured.wait(60)  # main has measured


def spend(o, seconds):
    end = thread_time() + seconds
    if not o.compute:
        sleep(seconds)  # as for a disk or a network
    while o.compute and thread_time() < end:
        pass  # threads take turns at this: the GIL


def work(o, i):
    """What a worker does, be it a thread or a process."""
    if o.mib:
        use_table(o)
    for n in range(1, PIECES + 1):
        spend(o, o.each / 2)
        if o.fault == "crash" and i == 1 and n == 2:
            signal.raise_signal(signal.SIGSEGV)
        spend(o, o.each / 2)
        o.done[i] = n


def threads(o):
    """One process, in which all the workers are threads."""
    if o.mib:
        lay_table(o)
    all_of_them = [Thread(target=work, args=(o, i))
                   for i in range(o.workers)]
    for one in all_of_them:
        one.start()
    for one in all_of_them:
        one.join()


def memory(pid):
    """What the kernel counts for a process, in MiB."""
    found = dict(Rss=0, Pss=0)
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        for line in lines:
            name, _, rest = line.partition(":")
            if name in found:
                found[name] = int(rest.split()[0]) / 1024
    return found["Rss"], found["Pss"]


def measure_memory(o, team, processes):
    """Of main and of all who work for it."""
    o.measured.wait(60)
    pids = [os.getpid()] + [p.pid for p in processes]
    rss, pss = map(sum, zip(*map(memory, pids)))
    say(f"{team}: RSS ~{rss:.0f} MiB, PSS ~{pss:.0f} MiB")
    o.measured.wait(60)


def children_had():
    """CPU time of the children that have ended."""
    had = getrusage(RUSAGE_CHILDREN)
    return had.ru_utime + had.ru_stime


def run(o, team, processes):
    """Start them, join them, and say how it was."""
    cpu, begin = children_had(), monotonic()
    o.done[:] = [0] * o.workers
    for p in processes:
        p.start()
    if o.mib:
        measure_memory(o, team, processes)
    for p in processes:
        p.join()
        if p.exitcode != 0:
            say(f"{p.name}: ended with {p.exitcode}")
    time = monotonic() - begin
    busy = (children_had() - cpu) / time
    answers = list(o.done).count(PIECES)
    say(f"{team}: ~{time:.1f} s, ~{busy:.1f} CPUs busy")
    say(f"{team}: answers {answers} of {o.workers}")


def main(o):
    setrlimit(RLIMIT_CORE, (0, 0))  # no file of a crash
    o.done = fork.Array("i", o.workers, lock=False)
    o.measured = fork.Barrier(o.workers + 1)
    run(o, "threads",
        [fork.Process(name="threads", target=threads,
                      args=(o,))])
    if o.mib:
        lay_table(o)
    run(o, "processes",
        [fork.Process(name=f"process-{i + 1}", target=work,
                      args=(o, i))
         for i in range(o.workers)])


class Options:
    """The defaults, changed by arguments: workers=3."""

    workers, compute, mib, change, shared = 4, 0, 0, 0, 0
    each, fault = 0.5, ""
    LEAST = dict(workers=1)
    MOST = dict(workers=8, mib=64, each=60)

    def __init__(self, arguments):
        for argument in arguments:
            name, _, text = argument.partition("=")
            try:
                self.set(name, text)
            except (KeyError, ValueError):
                print(f"{argument} is not allowed; there"
                      " are workers compute mib change"
                      " shared each fault=crash",
                      file=sys.stderr)
                sys.exit(2)

    def set(self, name, text):
        if name not in ("workers", "compute", "mib", "fault",
                        "change", "shared", "each"):
            raise KeyError(name)
        value = type(getattr(self, name))(text)
        if name == "fault":
            if text not in ("", "crash"):
                raise ValueError
        elif not (self.LEAST.get(name, 0) <= value
                  <= self.MOST.get(name, 1)):
            raise ValueError
        setattr(self, name, value)


if __name__ == "__main__":
    main(Options(sys.argv[1:]))
