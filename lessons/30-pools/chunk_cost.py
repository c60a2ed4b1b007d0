# SPDX-License-Identifier: MIT
"""What asking costs.  A picture takes next to no time, and
main has a pool look at them in parts: of one picture, of
two, of five and so on."""

import sys
from multiprocessing import Pool
from time import monotonic, sleep


def look_at(first, count):
    """The task: a few microseconds for each picture."""
    kib = 0
    for n in range(first, first + count):
        total = n
        for _ in range(300):
            total = (total * 31 + n) % 1009
        kib += 4 + total % 5
    return kib


def look_at_all(pool, items, size):
    """All of them, in parts: how many KiB?"""
    return sum(
        pool.apply(look_at, (i, min(size, items - i + 1)))
        for i in range(1, items + 1, size))


def cost(pool, items, size):
    """Microseconds a picture, the best of five; 0: alone."""
    times = []
    for _ in range(5):
        begin = monotonic()
        if size:
            kib = look_at_all(pool, items, size)
        else:
            kib = look_at(1, items)
        times.append((monotonic() - begin) / items * 1e6)
    who = f"parts of {size}" if size else "main alone"
    print(f"{who}: {kib} KiB, ~{min(times):.2f} us a picture",
          flush=True)
    return min(times)


def main(items, workers, pause):
    with Pool(workers) as pool:
        alone = cost(pool, items, 0)
        costs = []
        for size in (1, 2, 5, 10, 20, 50, 100, 200, 500):
            costs.append(cost(pool, items, size))
            sleep(pause)  # so that it can be followed
        print(f"one at a time: ~{costs[0] / alone:.0f}"
              " times as much", flush=True)
        pool.close()
        pool.join()


def parameters():
    """The defaults, changed by arguments such as workers=2."""
    result = dict(items=1000, workers=4, pause=0.3)
    least = dict(items=1, workers=1)
    most = dict(items=10000, workers=16, pause=60)
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
