# SPDX-License-Identifier: MIT
"""What it costs to work with others: a shared cell, a lock, a
message and its answer, a process."""

import sys
from multiprocessing import Lock, Queue, RawValue, get_context
from multiprocessing import Process
from time import perf_counter, sleep

LOOPS = 20000  # of what is quick
NO_MORE = -1


def clerk(questions, answers):
    """The other side of a message."""
    while True:
        n = questions.get()
        if n == NO_MORE:
            break
        answers.put(n)


def nothing():
    pass


# ---- one of each ----

def one_lock(key):
    key.acquire()
    key.release()


def one_message(questions, answers):
    questions.put(7)
    answers.get()


def one_process(method):
    process = get_context(method).Process(target=nothing)
    process.start()
    process.join()


# ---- what one costs, in us: millionths of a second ----

def tell(what, us, pace):
    print(f"{what}: ~{us:.3f} us", flush=True)
    sleep(pace)


def slow(what, rounds, pace, one, *args):
    """Each alone, and the best of them."""
    best = 1e12
    for _ in range(rounds):
        begin = perf_counter()
        one(*args)
        best = min(best, (perf_counter() - begin) * 1e6)
    tell(what, best, pace)


def quick(what, pace, one, *args):
    """Too quick to be measured alone: many, divided."""
    begin = perf_counter()
    for _ in range(LOOPS):
        one(*args)
    tell(what, (perf_counter() - begin) / LOOPS * 1e6, pace)


def main(rounds, mib, all, watched, pace):
    memory = bytearray(mib << 20)  # main holds it
    cell = RawValue("i", 0)
    key = Lock()
    questions, answers = Queue(1), Queue(1)
    other = Process(name="clerk", target=clerk,
                    args=(questions, answers))
    other.start()
    if all:
        quick("shared cell", pace, setattr, cell, "value", 7)
        quick("lock", pace, one_lock, key)
    slow("message", rounds, pace, one_message, questions,
         answers)
    slow("process, fork", rounds, pace, one_process, "fork")
    slow("process, spawn", rounds, pace, one_process, "spawn")
    questions.put(NO_MORE)
    other.join()
    del memory


def parameters():
    """The defaults, changed by arguments such as rounds=5."""
    result = dict(rounds=20, mib=0, all=1, watched=0, pace=0.5)
    least = dict(rounds=1)
    most = dict(rounds=200, mib=512, all=1, watched=1,
                pace=60)
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
