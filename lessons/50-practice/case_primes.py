# SPDX-License-Identifier: MIT
"""The whole course in one program: a pool finds primes and
puts them into a queue, writers count them under a lock, and
all meet at a barrier when a phase is over."""

import sys
from multiprocessing import (Barrier, Lock, Pool, Process,
                             SimpleQueue, Value,
                             current_process)
from time import monotonic, sleep

PHASES = 2
RANGES = 6  # in a phase, each of five numbers
LENGTH = 5
NO_MORE = 0  # the sentinel


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def is_prime(n):
    divisor = 2
    while divisor < n and n % divisor:
        divisor += 1
    return divisor == n


def begin_worker(queue, seconds):
    """What is shared cannot come with a task.  So each worker
    gets it when it begins."""
    global found, test
    found, test = queue, seconds


def find(first):
    """The task: to test a range of numbers."""
    for n in range(first, first + LENGTH):
        sleep(test)
        if is_prime(n):
            found.put(n)


class Tally:
    def __init__(self, fault):
        self.lock, self.fault = Lock(), fault
        self.count = Value("i", 0, lock=False)
        self.sum = Value("i", 0, lock=False)

    def count_in(self, prime, inside):
        """Read both cells, work, write both: a critical
        section."""
        if self.fault != "no-lock":
            self.lock.acquire()
        so_far, sum_so_far = self.count.value, self.sum.value
        sleep(inside)
        self.count.value = so_far + 1
        self.sum.value = sum_so_far + prime
        if self.fault != "no-lock":
            self.lock.release()

    def say_so_far(self):
        """The last that comes to the barrier does this."""
        say(f"all are here: {self.count.value} primes so far")


def write_all(queue, tally, phase, brief, record):
    inside = record / 10 if brief else record
    for _ in range(PHASES):
        for prime in iter(queue.get, NO_MORE):
            say(f"{current_process().name}: {prime}")
            sleep(record - inside)
            tally.count_in(prime, inside)
        phase.wait()


def main(finders, writers, room, brief, test, record, fault):
    """`room` is not used: a SimpleQueue has no limit.  But its
    put returns when the item is in, so that no sentinel is
    ever before a prime.  With Queue it could be."""
    begin = monotonic()
    queue, tally = SimpleQueue(), Tally(fault)
    phase = Barrier(writers + 1, tally.say_so_far)
    come = writers - (fault == "one-too-few")
    pool = Pool(finders, begin_worker, (queue, test))
    started = [Process(name=f"writer-{i + 1}",
                       target=write_all,
                       args=(queue, tally, phase, brief,
                             record))
               for i in range(come)]
    for process in started:
        process.start()
    for number in range(PHASES):
        pool.map(find, [(number * RANGES + i) * LENGTH + 1
                        for i in range(RANGES)], 1)
        for _ in range(writers):
            if fault != "no-sentinel":
                queue.put(NO_MORE)
        phase.wait()
    pool.close()
    pool.join()
    for process in started:
        process.join()
    say(f"main: {tally.count.value} primes,"
        f" sum {tally.sum.value},"
        f" ~{monotonic() - begin:.1f} s")


def parameters():
    """The defaults, changed by arguments such as brief=1."""
    result = dict(finders=3, writers=2, room=4, brief=0,
                  test=0.1, record=0.3, fault="")
    least = dict(finders=1, writers=1, room=1)
    most = dict(finders=12, writers=8, room=100, brief=1,
                test=60, record=60)
    faults = ("no-lock", "one-too-few", "no-sentinel")
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
    main(**parameters())
