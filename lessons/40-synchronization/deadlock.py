# SPDX-License-Identifier: MIT
"""Two locks.  A clerk moves money from one account to
another and locks both: first where it comes from, then
where it goes.  ada and bob go opposite ways."""

import sys
from multiprocessing import Array, Lock, Process
from random import Random
from time import sleep, time_ns

CLERKS = ["ada", "bob", "cleo", "dan"]
ACCOUNTS = ["farm", "shop", "mill", "inn"]
NO_CURE, ORDER, TIME_OUT, ONE_LOCK = range(4)


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


class Clerk:
    def __init__(self, number, locks, office, money, set_to):
        self.me = CLERKS[number]
        self.start = number
        self.end = number ^ 1  # 0 and 1, 2 and 3
        self.locks, self.office = locks, office
        self.money, self.set_to = money, set_to
        self.random = Random(set_to["seed"] + number)

    def lock_two(self, first, second):
        """With TIME_OUT it may fail, and holds nothing then."""
        wait = None
        if self.set_to["cure"] == TIME_OUT:
            wait = self.set_to["patience"]
        self.locks[first].acquire()
        say(f"{self.me}: has {ACCOUNTS[first]}")
        sleep(self.set_to["between"])
        if self.locks[second].acquire(timeout=wait):
            return True
        say(f"{self.me}: gives {ACCOUNTS[first]} back")
        self.locks[first].release()
        return False

    def lock_both(self):
        if self.set_to["cure"] == ONE_LOCK:
            self.office.acquire()
            sleep(self.set_to["between"])
        elif self.set_to["cure"] == ORDER:
            self.lock_two(*sorted((self.start, self.end)))
        else:
            while not self.lock_two(self.start, self.end):
                sleep(self.random.uniform(0, 1))

    def unlock_both(self):
        if self.set_to["cure"] == ONE_LOCK:
            self.office.release()
        else:
            self.locks[self.end].release()
            self.locks[self.start].release()

    def transfer(self):
        sleep(self.random.uniform(0, self.set_to["late"]))
        self.lock_both()
        sleep(self.set_to["book"])
        self.money[self.start] -= 10
        self.money[self.end] += 10
        self.unlock_both()
        say(f"{self.me}: 10 from {ACCOUNTS[self.start]} "
            f"to {ACCOUNTS[self.end]}")


def main(clerks, seed, apart, **more):
    set_to = dict(seed=seed or time_ns() % 1000000, **more)
    locks, office = [Lock() for _ in ACCOUNTS], Lock()
    money = Array("i", [100] * len(ACCOUNTS), lock=False)
    started = []
    for i in range(clerks):
        sleep(apart if i else 0)
        clerk = Clerk(i, locks, office, money, set_to)
        process = Process(name=clerk.me, target=clerk.transfer)
        process.start()
        started.append(process)
    for process in started:
        process.join()
    return int(any(p.exitcode != 0 for p in started))


def parameters():
    """The defaults, changed by arguments such as cure=0."""
    result = dict(clerks=2, cure=ORDER, seed=1, apart=0.5,
                  late=0.0, between=1.0, book=0.5, patience=0.8)
    least = dict(clerks=1)
    most = dict(clerks=4, cure=3, seed=1000000)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if not least.get(name, 0) <= value <= most.get(name, 60):
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
