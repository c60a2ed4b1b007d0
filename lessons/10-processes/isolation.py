# SPDX-License-Identifier: MIT
"""Own memory: a child spends from `balance`, and main never
notices.  With thread=1 a thread spends it, inside main."""

import os
import signal
import sys
from multiprocessing import get_context
from threading import Thread
from time import sleep

balance = 100


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def spend(name, amount, times, pause, fault):
    global balance
    for _ in range(times):
        sleep(pause)
        balance -= amount
        say(f"{name} spends {amount}")
        if fault:  # Python has no wild pointers: the signal
            os.kill(os.getpid(), signal.SIGSEGV)
    say(f"{name} sees {balance}")


def main(early, late, amount, times, thread, pause, fault):
    global balance
    balance += early
    fork = get_context("fork")  # a copy, as in C
    kind, name = ((Thread, "thread") if thread
                  else (fork.Process, "child"))
    spender = kind(name=name, target=spend,
                   args=(name, amount, times, pause, fault))
    spender.start()
    sleep(pause * 1.5)
    balance += late
    spender.join()
    if not thread:
        say(f"child ended with {spender.exitcode}")
    say(f"main sees {balance}")
    return 0


LEAST = dict(early=-100, late=-100)
MOST = dict(thread=1, pause=60)


def parameters():
    """The defaults, changed by arguments: times=2."""
    result = dict(early=0, late=0, amount=10, times=4,
                  thread=0, pause=0.8, fault="")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "wild-pointer"):
                    raise ValueError
            elif not (LEAST.get(name, 0) <= value
                      <= MOST.get(name, 100)):
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
