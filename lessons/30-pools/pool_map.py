# SPDX-License-Identifier: MIT
"""A pool: a few workers, started once, make the squares of
many numbers.  How much faster is it than main alone?"""

import sys
from functools import partial
from multiprocessing import Pool
from time import monotonic, sleep

MOST = 1000


def square(each, n):
    """The task: a worker runs it for one number."""
    sleep(each)  # in place of hard work
    return n * n


def with_pool(count, task, numbers, chunk):
    """One call, which returns at the end."""
    with Pool(count) as pool:
        squares = pool.map(task, numbers, chunk or None)
        pool.close()  # no more: the workers may end
        pool.join()
        return squares


def measure(count, items, chunk, each):
    numbers = range(1, items + 1)
    task = partial(square, each)
    begin = monotonic()
    taken = chunk
    if not chunk and count:
        taken = -(-items // (4 * count))
    if count:
        squares = with_pool(count, task, numbers, chunk)
    else:
        squares = list(map(task, numbers))
    time = monotonic() - begin
    print(f"{count} workers, {taken} at once:"
          f" first {squares[0]}, last {squares[-1]}",
          flush=True)
    print(f"sum {sum(squares)} in ~{time:.2f} s,"
          f" ~{items * each / time:.1f} times as fast",
          flush=True)


def main(items, workers, chunk, up_to, each):
    if not up_to:
        measure(workers, items, chunk, each)
    for count in range(1, up_to + 1):
        measure(count, items, chunk, each)


def parameters():
    """The defaults, changed by arguments such as workers=2."""
    result = dict(items=100, workers=4, chunk=0, up_to=0,
                  each=0.1)
    least = dict(items=1)
    most = dict(items=MOST, workers=16, chunk=MOST, up_to=16,
                each=60)
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
