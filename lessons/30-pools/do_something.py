# SPDX-License-Identifier: MIT
"""Hard work, which never waits: primes, and sums over them.
First main does it alone, then a pool does it again.  What
does a task cost, and do both find the same?"""

import os
import sys
from functools import partial
from math import cos, log, sin, sqrt
from multiprocessing import Pool
from time import monotonic, process_time

MOST = 100
common = [0, 0.0, 0.0]
kept = [0, 0.0, 0.0]


def is_prime(n):
    d = 2
    while d * d <= n:
        if n % d == 0:
            return False
        d += 1
    return n > 1


def add(to, found):
    """Primes, the sum over them, and CPU time."""
    for i, x in enumerate(found):
        to[i] += x


def do_something(fault, numbers):
    """The task."""
    begin = process_time()  # stands while it has no core
    f = kept if fault == "not-cleared" else [0, 0.0, 0.0]
    for n in numbers:
        if is_prime(n):
            f[0] += 1
            f[1] += sqrt(n) + sin(n) + cos(n) + log(n)
    f[2] = process_time() - begin
    if fault == "common-sum":
        add(common, f)
        return [0, 0.0, 0.0]  # returns nothing
    return list(f)


def checksum(found):
    """The last digits before the point, one behind it."""
    return int(10 * found[1]) % 1000000


def run(count, task, ranges):
    """All tasks, done by a pool or alone; the seconds."""
    common[:] = [0, 0.0, 0.0]
    begin = monotonic()
    if count:
        with Pool(count) as pool:
            results = pool.map(task, ranges, 1)
            pool.close()
            pool.join()
    else:
        results = list(map(task, ranges))
    time = monotonic() - begin
    total = list(common)
    for found in results:  # in their order
        add(total, found)
    print(f"{'workers' if count else 'alone'}: {total[0]}"
          f" primes, checksum {checksum(total)}\n"
          f"in ~{time:.2f} s, CPU time ~{total[2]:.2f} s",
          flush=True)
    return total, time


def main(below, tasks, workers, pinned, fault):
    if pinned:
        allowed = os.sched_getaffinity(0)
        os.sched_setaffinity(0, [min(allowed)])
    ranges = [range(below * i // tasks,
                    below * (i + 1) // tasks)
              for i in range(tasks)]
    task = partial(do_something, fault)
    one, alone = run(0, task, ranges)
    if not workers:
        return 0
    many, together = run(workers, task, ranges)
    print(f"{workers} workers: ~{alone / together:.2f}"
          " times as fast")
    if checksum(one) == checksum(many):
        return 0
    print("the checksum is another one")
    return 1


def parameters():
    """The defaults, changed by arguments like workers=4."""
    result = dict(below=6000000, tasks=12, workers=2,
                  pinned=0, fault="")
    least = dict(below=100, tasks=1)
    most = dict(below=40000000, tasks=MOST, workers=16,
                pinned=1)
    faults = ("", "not-cleared", "common-sum")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in faults:
                    raise ValueError
            elif not (least.get(name, 0) <= value
                      <= most[name]):
                raise ValueError
        except (KeyError, ValueError):
            print(f"{argument} is not allowed; there are",
                  *(f"{k}={v}" for k, v in result.items()),
                  file=sys.stderr)
            sys.exit(2)
        result[name] = value
    return result


if __name__ == "__main__":
    sys.exit(main(**parameters()))
