# SPDX-License-Identifier: MIT
"""How a pool ends: closed, terminated, by Ctrl-C; and what
becomes of a worker that ends in the middle of a task."""

import os
import sys
from multiprocessing import (Pool, TimeoutError,
                             current_process)
from resource import RLIMIT_CORE, setrlimit
from signal import SIG_DFL, SIG_IGN, SIGINT, signal
from time import monotonic, sleep

MOST = 50
asked = False


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def draw(n, each, damaged):
    """The task: to draw a frame of a film."""
    sleep(each / 2)  # the outlines
    sleep(each / 2)  # the colours
    if n == damaged:
        os.abort()  # the worker ends by SIGABRT
    say(f"{current_process().name}: frame {n}")
    return n


def begin(fault):
    """Each worker begins so: Ctrl-C is not for it."""
    signal(SIGINT, SIG_DFL if fault == "workers-hear"
           else SIG_IGN)


def on_interrupt(number, frame):
    global asked
    asked = True  # no more than this in a handler


def is_missing(result, patience):
    """A lost task is never ready: get() waits for ever."""
    try:
        result.get(patience)
    except TimeoutError:
        return True
    return False


def end_it(pool, end, fault, results, patience):
    if end == 3:
        os.kill(0, SIGINT)  # to all, as a terminal does
    if asked:
        say("main: that was Ctrl-C")
    if end == 2:
        pool.terminate()
        say("main: terminated")
    elif fault != "no-close":
        pool.close()
        say("main: closed")
        until = monotonic() + patience
        for result in results:
            result.wait(max(0, until - monotonic()))
        if not all(result.ready() for result in results):
            pool.terminate()  # else join waits for ever
    try:
        pool.join()
    except ValueError:
        say("main: join is refused, it is open")
        pool.terminate()


def main(end, items, workers, after, damaged, retries, each,
         fault):
    """There is no `retries` in Python's Pool: not used."""
    setrlimit(RLIMIT_CORE, (0, 0))  # no dumps of memory
    if end == 3 and os.getpgrp() != os.getpid():
        os.setpgid(0, 0)  # as a shell does for a command
    signal(SIGINT, on_interrupt)
    patience = 2 + items * each
    pool = Pool(workers, begin, (fault,))
    results = [pool.apply_async(draw, (n, each, damaged))
               for n in range(1, items + 1)]
    missing = sum(is_missing(result, patience)
                  for result in results[:after])
    sleep(each * 0.4)
    end_it(pool, end, fault, results, patience)
    missing += sum(is_missing(result, 0)
                   for result in results[after:])
    say(f"main: {items - missing} of {items} frames,"
        f" {missing} missing")


def parameters():
    """The defaults, changed by arguments such as end=2."""
    result = dict(end=1, items=12, workers=3, after=3,
                  damaged=0, retries=0, each=1.0, fault="")
    least = dict(end=1, items=1, workers=1)
    most = dict(end=3, items=MOST, workers=16, after=MOST,
                damaged=MOST, retries=9, each=60)
    faults = ("", "no-close", "workers-hear")
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
