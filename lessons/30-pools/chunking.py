# SPDX-License-Identifier: MIT
"""Four workers make small pictures, thumbs, of 1,000 large
ones.  How many should a worker take at once?"""

import sys
from functools import partial
from multiprocessing import Pool, current_process
from time import monotonic, sleep

MOST = 1000


def shrink(each, large, n):
    """The task: one picture."""
    sleep(each + large if n == 1 else each)  # hard work
    return 4 + n % 5, current_process().name, monotonic()


def idle(begin, thumbs, workers):
    """For how long had a worker nothing left to do?"""
    done = {name: at for _, name, at in thumbs}
    times = list(done.values())
    if len(times) < workers:
        times.append(begin)  # of one that made none
    return max(times) - min(times)


def make_thumbs(pool, task, items, workers, at_once):
    """All pictures, so many at once."""
    begin = monotonic()
    thumbs = pool.map(task, range(1, items + 1), at_once)
    time = monotonic() - begin
    chunks = -(-items // at_once)
    kib = sum(kib for kib, _, _ in thumbs)
    print(f"{at_once} at once: {chunks} chunks, {kib} KiB,"
          f" ~{time:.2f} s", flush=True)
    wasted = idle(begin, thumbs, workers)
    print(f"at the end a worker was idle for ~{wasted:.2f} s",
          flush=True)


def main(items, workers, chunk, three, each, large):
    task = partial(shrink, each, large)
    usual = -(-items // (4 * workers))
    sizes = (1, usual, 100) if three else (chunk or usual,)
    with Pool(workers) as pool:
        for at_once in sizes:
            make_thumbs(pool, task, items, workers, at_once)
        pool.close()  # no more: the workers may end
        pool.join()


def parameters():
    """The defaults, changed by arguments such as workers=2."""
    result = dict(items=1000, workers=4, chunk=0, three=0,
                  each=0.01, large=0.0)
    least = dict(items=1, workers=1)
    most = dict(items=MOST, workers=16, chunk=MOST, three=1,
                each=60, large=60)
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
