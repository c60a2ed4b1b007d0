# SPDX-License-Identifier: MIT
"""How many workers?  The same tasks for 1 worker, 2, 3, and
so on to 16: once they fetch something and wait for it, once
they compute."""

import os
import sys
from contextlib import nullcontext
from multiprocessing import Pool, Semaphore
from time import monotonic, process_time, sleep

SIZES = (1, 2, 3, 4, 6, 8, 12, 16)


def turn(n):
    x = 1
    while n > 0:
        x = x / 1.5 + 1
        n -= 1


def calibrate(seconds):
    """How many turns take so many seconds of CPU?"""
    turns, time = 1000, 0
    while time < 0.02:
        turns *= 2
        begin = process_time()
        turn(turns)
        time = process_time() - begin
    return int(turns * seconds / time)


def begin_worker(places):
    """A semaphore reaches workers when they begin."""
    global server
    server = places or nullcontext()


def do_compute(turns):
    """The two tasks say how long they took."""
    begin = monotonic()
    turn(turns)
    return monotonic() - begin


def do_fetch(seconds):
    begin = monotonic()
    with server:
        sleep(seconds)  # until the answer is there
    return monotonic() - begin


def run(name, task, item, tasks, count, places):
    """All tasks, with so many workers."""
    with Pool(count, begin_worker, (places,)) as pool:
        begin = monotonic()
        took = pool.map(task, [item] * tasks, 1)
        time = monotonic() - begin
        pool.close()
        pool.join()
    print(f"{name}, {count} workers: ~{time:.2f} s,"
          f" each task ~{sum(took) / tasks:.2f} s", flush=True)


def main(tasks, workers, cpus, places, fetch, compute):
    allowed = sorted(os.sched_getaffinity(0))
    if cpus:
        os.sched_setaffinity(0, allowed[:cpus])
    count = len(os.sched_getaffinity(0))
    print(f"CPUs that main may use: ~{count}", flush=True)
    room = Semaphore(places) if places else None
    kinds = []
    if fetch:
        kinds.append(("fetch", do_fetch, fetch))
    if compute:
        kinds.append(("compute", do_compute,
                      calibrate(compute)))
    for size in (workers,) if workers else SIZES:
        for name, task, item in kinds:
            run(name, task, item, tasks, size, room)


def parameters():
    """The defaults, changed by arguments such as workers=2."""
    result = dict(tasks=48, workers=0, cpus=0, places=0,
                  fetch=0.04, compute=0.01)
    least = dict(tasks=1)
    most = dict(tasks=480, workers=64, cpus=1024, places=64,
                fetch=60, compute=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if not least.get(name, 0) <= value <= most[name]:
                raise ValueError
        except (KeyError, ValueError):
            print(f"{argument} is not allowed; there are",
                  *(f"{k}={v}" for k, v in result.items()),
                  file=sys.stderr)
            sys.exit(2)
        result[name] = value
    return result


if __name__ == "__main__":
    main(**parameters())
