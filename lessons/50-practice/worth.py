# SPDX-License-Identifier: MIT
"""Tasks are handed out one by one, in a message or to a new
process.  How much of the time is work?  And if a process
takes a chunk of them?"""

import sys
from functools import partial
from multiprocessing import Process, Queue
from time import perf_counter, sleep

NUMBERS = 1000  # to work on, if there is a chunk
NUMBER_US = 200  # of work for each
NO_MORE = -1


def work(us):
    """The CPU is busy for so many us, millionths of a second."""
    end = perf_counter() + us / 1e6
    while perf_counter() < end:
        pass


def clerk(tasks, answers):
    """The other side of a message: works, then answers."""
    while True:
        us = tasks.get()
        if us == NO_MORE:
            break
        work(us)
        answers.put(us)


def by_message(tasks, answers, us):
    tasks.put(us)
    answers.get()


def by_process(us):
    process = Process(name="worker", target=work, args=(us,))
    process.start()
    process.join()


def best(times, hand_out, us):
    """How long one task takes, in us, from handing it out to
    its end: the best of so many times."""
    least = 1e12
    for _ in range(times):
        begin = perf_counter()
        hand_out(us)
        least = min(least, (perf_counter() - begin) * 1e6)
    return least


def part(us, took):
    """How much of this is work, in percent?"""
    return 100 * us / took if took > us else 100


def measure(rounds, pace, message):
    for us in (10, 30, 100, 300, 1000, 3000, 10000, 30000,
               100000):
        times = 4 * rounds if us < 1000 else rounds
        m = part(us, best(times, message, us))
        p = part(us, best(times, by_process, us))
        print(f"{us} us of work: a message ~{m:.0f} %,"
              f" a process ~{p:.0f} %", flush=True)
        sleep(pace)


def with_chunks(rounds, chunk):
    """A process for each chunk of the numbers."""
    start = best(rounds, by_process, 0)
    print(f"a start: ~{start:.0f} us, at best", flush=True)
    all_of_it = processes = 0
    for first in range(0, NUMBERS, chunk):
        us = min(chunk, NUMBERS - first) * NUMBER_US
        now = part(us, best(1, by_process, us))
        all_of_it = max(all_of_it, now)
        processes += 1
    print(f"{processes} processes of {chunk} numbers:"
          f" ~{all_of_it:.0f} % is work")


def main(rounds, chunk, pace):
    tasks, answers = Queue(1), Queue(1)
    other = Process(name="clerk", target=clerk,
                    args=(tasks, answers))
    other.start()
    if chunk:
        with_chunks(rounds, chunk)
    else:
        measure(rounds, pace,
                partial(by_message, tasks, answers))
    tasks.put(NO_MORE)
    other.join()


def parameters():
    """The defaults, changed by arguments such as chunk=5."""
    result = dict(rounds=10, chunk=0, pace=0.3)
    least = dict(rounds=1)
    most = dict(rounds=100, chunk=NUMBERS, pace=60)
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
