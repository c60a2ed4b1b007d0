# SPDX-License-Identifier: MIT
"""Zombies: children end, and main asks only later how.  With
orphan=1: a parent leaves its child, which gets another."""

import ctypes
import os
import sys
from multiprocessing import Event, Process
from time import sleep

PR_SET_CHILD_SUBREAPER = 36


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def end_with(status, gap):
    sleep(gap * status)
    sys.exit(status)


def zombies(children, late, gap):
    started = [Process(name=f"child-{i}", target=end_with,
                       args=(i, gap))
               for i in range(1, children + 1)]
    for process in started:
        process.start()
    sleep(late)
    for process in started:
        process.join()
        say(f"main asks: {process.name} ended"
            f" with {process.exitcode}")
        sleep(gap)
    return 0


def grow_up(grown_up, gap):
    first = os.getppid()
    for _ in range(8):
        now = os.getppid()
        sleep(gap)
    say("child kept its parent" if now == first
        else "child has another parent")
    grown_up.set()


def be_parent(grown_up, leave, gap):
    child = Process(name="child", target=grow_up,
                    args=(grown_up, gap))
    child.start()
    sleep(leave)
    say("parent leaves")
    os._exit(0)  # a return would wait for the child


def orphans(leave, adopt, gap):
    grown_up = Event()
    parent = Process(name="parent", target=be_parent,
                     args=(grown_up, leave, gap))
    if adopt:
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    parent.start()
    parent.join()
    say(f"main: parent ended with {parent.exitcode}")
    grown_up.wait()
    if adopt and os.wait():
        say("main asks how the orphan ended")
    return 0


def main(children, late, orphan, leave, adopt, gap):
    if orphan:
        return orphans(leave, adopt, gap)
    return zombies(children, late, gap)


def parameters():
    """The defaults, changed by arguments such as late=1."""
    result = dict(children=3, late=3.0, orphan=0, leave=1.0,
                  adopt=0, gap=0.5)
    most = dict(children=9, orphan=1, adopt=1)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            least = 1 if name == "children" else 0
            if not least <= value <= most.get(name, 60):
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
