# SPDX-License-Identifier: MIT
"""What it takes to start a thread, and to start a process:
each does nothing, and is joined at once."""

import sys
from multiprocessing import get_context
from threading import Thread
from time import monotonic, sleep


def nothing():
    pass


def measure(kind, make, starts, pause):
    """The quickest: others can only make it take longer."""
    us = []
    for _ in range(starts):
        begin = monotonic()
        one = make(target=nothing)
        one.start()
        one.join()
        us.append((monotonic() - begin) * 1e6)
        sleep(pause)
    print(f"a {kind}: ~{min(us):.0f} millionths of a second",
          flush=True)
    return min(us)


def main(starts, pause):
    fork = get_context("fork")  # the quickest way
    thread = measure("thread", Thread, starts, pause)
    process = measure("process", fork.Process, starts,
                      pause)
    print(f"~{process / thread:.1f} times as long")


def parameters():
    """The defaults, changed by arguments: starts=5."""
    result = dict(starts=20, pause=0.05)
    least = dict(starts=1, pause=0)
    most = dict(starts=100, pause=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if not least[name] <= value <= most[name]:
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
