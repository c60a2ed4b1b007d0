# SPDX-License-Identifier: MIT
"""A task with two arguments, and three ways to take results:
all at the end, in order, as they come.  Then a filter."""

import sys
from functools import partial
from multiprocessing import Pool, current_process
from time import monotonic, sleep

PAIRS = [(2, 3), (3, 2), (4, 4), (5, 2)]
MOST = 40


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def power(each, base, exponent):
    """The task: the larger the exponent, the longer."""
    sleep(each * exponent)  # in place of hard work
    say(f"{current_process().name} has made {base**exponent}")
    return base**exponent


def power_of(each, pair):
    """imap gives one argument: here it is the pair."""
    return power(each, *pair)


def takes(result, begin, use):
    time = monotonic() - begin
    say(f"main takes {result} after ~{time:.1f} s")
    sleep(use)


def starmap(pool, each):
    """All at the end, one list."""
    return pool.starmap(partial(power, each), PAIRS)


def imap(pool, each):
    """In the order of the pairs."""
    return pool.imap(partial(power_of, each), PAIRS)


def imap_unordered(pool, each):
    """As they come."""
    return pool.imap_unordered(partial(power_of, each), PAIRS)


def is_prime(each, n):
    sleep(each)
    return n > 1 and all(n % d for d in range(2, n))


def square(each, n):
    sleep(each)
    return n * n


def keep_primes(pool, numbers, each):
    """Workers test, main keeps, workers go on with those."""
    every = range(1, numbers + 1)
    passed = pool.map(partial(is_prime, each), every, 1)
    kept = [n for n, good in zip(every, passed) if good]
    say(f"main keeps {len(kept)} of {numbers}")
    squares = pool.map(partial(square, each), kept, 1)
    say(f"the sum of the squares is {sum(squares)}")


def main(call, workers, take, numbers, each, use, fault):
    calls = (starmap, imap, imap_unordered)
    with Pool(workers) as pool:
        begin = monotonic()
        if call == 4:
            keep_primes(pool, numbers, each)
        else:
            results = calls[call - 1](pool, each)
            if fault == "collect":
                results = list(results)
            for _, result in zip(range(take), results):
                takes(result, begin, use)
        if take == len(PAIRS):
            pool.close()  # `with' ends what is left
            pool.join()


def parameters():
    """The defaults, changed by arguments such as workers=3."""
    result = dict(call=1, workers=2, take=len(PAIRS),
                  numbers=12, each=0.8, use=0.0, fault="")
    most = dict(call=4, workers=16, take=len(PAIRS),
                numbers=MOST)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "collect"):
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
