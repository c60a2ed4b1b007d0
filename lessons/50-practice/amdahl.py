# SPDX-License-Identifier: MIT
"""A film is converted.  main reads it: that part nobody can
share.  Then each worker converts a piece.  How many times as
fast is it with 1, 2, ... workers, and what is the law?"""

import os
import sys
from multiprocessing import Process
from time import monotonic, process_time, sleep


def spend(seconds, cpu):
    end = process_time() + seconds
    if not cpu:
        sleep(seconds)
    while cpu and process_time() < end:
        pass  # in place of hard work


def film(workers, read, piece, cpu):
    """First main alone, then all workers; how long is it?"""
    begin = monotonic()
    spend(read, cpu)
    processes = [
        Process(name=f"worker-{i}", target=spend,
                args=(piece, cpu))
        for i in range(1, workers + 1)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return monotonic() - begin


def measure(workers, serial, cpu, grow, work):
    s = serial / 100
    piece = (1 - s) / (1 if grow else workers)
    alone = s + workers * piece  # for one process
    law = alone / (s + piece)
    time = film(workers, s * work, piece * work, cpu)
    times = alone * work / time
    print(f"{workers} workers: law {law:.2f},"
          f" ~{times:.2f} times,"
          f" ~{100 * times / workers:.0f} %", flush=True)


def main(serial, up_to, cpu, grow, efficiency, work):
    cpus = len(os.sched_getaffinity(0))
    print(f"serial share {serial} %,"
          f" CPUs to run on: {cpus}", flush=True)
    for workers in range(1, up_to + 1):
        measure(workers, serial, cpu, grow, work)


def parameters():
    """The defaults, changed by arguments such as serial=5."""
    result = dict(serial=20, up_to=8, cpu=0, grow=0,
                  efficiency=0, work=1.0)
    least = dict(up_to=1)
    most = dict(serial=100, up_to=16, cpu=1, grow=1,
                efficiency=1, work=60)
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
