# SPDX-License-Identifier: MIT
"""Four ways to hand work to a pool: two calls wait for the
results, two return at once.  Where is main meanwhile?"""

import sys
from multiprocessing import Pool, current_process
from time import monotonic, sleep

MOST = 50


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def cube(job):
    """The task."""
    n, each = job
    sleep(each)  # in place of hard work
    say(f"{current_process().name}: the cube of {n} is {n**3}")
    return n**3


def goes_on(begin):
    say(f"main goes on after ~{monotonic() - begin:.1f} s")


def own_work(own):
    sleep(own)
    say("main has done own work")


def apply(pool, jobs, own, fault):
    """One at a time: each call waits for its cube."""
    begin = monotonic()
    cubes = [pool.apply(cube, (job,)) for job in jobs]
    goes_on(begin)
    own_work(own)
    return cubes


def map_all(pool, jobs, own, fault):
    """All at once: the call waits for all cubes."""
    begin = monotonic()
    cubes = pool.map(cube, jobs)
    goes_on(begin)
    own_work(own)
    return cubes


def apply_async(pool, jobs, own, fault):
    """Each call returns at once, with a promise of a cube."""
    begin = monotonic()
    results = []
    for job in jobs:
        results.append(pool.apply_async(cube, (job,)))
        if fault == "get-at-once":
            results[-1].get()
    goes_on(begin)
    own_work(own)
    if fault == "no-get":
        return []
    return [result.get() for result in results]


def map_async(pool, jobs, own, fault):
    """A promise of all.  Until they are there, main works."""
    begin = monotonic()
    all_cubes = pool.map_async(cube, jobs)
    goes_on(begin)
    while True:
        own_work(own)
        if all_cubes.ready():
            return all_cubes.get()


def main(call, items, workers, each, own, fault):
    calls = (apply, map_all, apply_async, map_async)
    jobs = [(n, each) for n in range(1, items + 1)]
    with Pool(workers) as pool:
        cubes = calls[call - 1](pool, jobs, own, fault)
        say(f"main: the sum of the cubes is {sum(cubes)}")
        if fault != "no-get":
            pool.close()  # else `with' ends all tasks
            pool.join()


def parameters():
    """The defaults, changed by arguments such as workers=2."""
    result = dict(call=1, items=6, workers=3, each=0.8, own=1.6,
                  fault="")
    most = dict(call=4, items=MOST, workers=16)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "get-at-once", "no-get"):
                    raise ValueError
            elif not (name in most) <= value <= most.get(name,
                                                         60):
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
