# SPDX-License-Identifier: MIT
"""Five philosophers sit round a table.  Between each two of
them lies a fork, and who eats needs both: the one at the
left and the one at the right."""

import sys
from multiprocessing import Array, BoundedSemaphore, Lock
from multiprocessing import Process
from time import monotonic, sleep

NAMES = ["arendt", "hume", "kant", "mill", "plato"]
IN_ORDER, WAITER, PUT_BACK = 1, 2, 3


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


class Luck:
    """The same numbers as in C."""

    def __init__(self, seed):
        self.seed = seed

    def draw(self, most):
        self.seed = self.seed * 1103515245 + 12345
        self.seed &= 0x7FFFFFFF
        return 1 + (self.seed >> 16) % most


def take_both(one, other, luck, cure, reach, think):
    while True:
        one.acquire()
        sleep(reach)
        if other.acquire(block=cure != PUT_BACK):
            return
        one.release()  # put back
        sleep(think * luck.draw(3))


def dine(seat, forks, waiter, meals, end, cure, seed, think,
         reach, eat):
    luck = Luck(seed + seat)
    first = forks[seat]  # the left one
    second = forks[(seat + 1) % len(forks)]
    if cure == IN_ORDER and seat == len(forks) - 1:
        first, second = second, first  # 1 before 5
    while monotonic() < end:
        if waiter:
            waiter.acquire()
        take_both(first, second, luck, cure, reach, think)
        sleep(eat)
        meals[seat] += 1  # nobody else writes this one
        second.release()
        first.release()
        if waiter:
            waiter.release()
        sleep(think * luck.draw(3))
    say(f"{NAMES[seat]}: ~{meals[seat]} meals")


def main(cure, chairs, seed, dinner, think, reach, eat, fault):
    if fault == "left-first":
        cure = 0
    forks = [Lock() for _ in NAMES]
    waiter = None
    if cure == WAITER:
        waiter = BoundedSemaphore(chairs)
    meals = Array("i", len(NAMES))
    end = monotonic() + dinner
    everybody = [
        Process(name=name, target=dine,
                args=(seat, forks, waiter, meals, end, cure,
                      seed, think, reach, eat))
        for seat, name in enumerate(NAMES)]
    for process in everybody:
        process.start()
    for process in everybody:
        process.join()
    say(f"main: ~{sum(meals)} meals in all")


def parameters():
    """The defaults, changed by arguments such as cure=2."""
    result = dict(cure=IN_ORDER, chairs=4, seed=1, dinner=8.0,
                  think=0.1, reach=0.2, eat=0.4, fault="")
    least = dict(cure=1, chairs=1, seed=1)
    most = dict(cure=3, chairs=5, seed=100, dinner=60, think=60,
                reach=60, eat=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "left-first"):
                    raise ValueError
            elif not least.get(name, 0) <= value <= most[name]:
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
