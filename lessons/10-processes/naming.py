# SPDX-License-Identifier: MIT
"""What processes are called: names that are made up, names
that are given, and the name by which the kernel goes."""

import sys
from multiprocessing import (Process, current_process,
                             parent_process)
from time import sleep

NAMES = ("reader", "spelling-checker", "writer")


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def start(name, run, *args):
    process = Process(name=name, target=run, args=args)
    process.start()
    return process


def join(process):
    process.join()
    say(f"{current_process().name}: {process.name} ended"
        f" with status {process.exitcode}")


def say_who(tell):
    """Who it is: here, and as ps(1) has it."""
    me = current_process().name
    if tell:
        with open("/proc/self/comm", "w") as comm:
            comm.write(me)
    with open("/proc/self/comm") as comm:
        text = comm.read().rstrip("\n")
    say(f"{me} is a child of {parent_process().name}")
    say(f"{me} is {text} to the kernel")


def help_out(tell, work):
    say_who(tell)
    sleep(work)


def do_work(helpers, tell, work):
    say_who(tell)
    if helpers:
        helper = start(None, help_out, tell, work)
    sleep(work)
    if helpers:
        join(helper)


def main(named, forgotten, helpers, tell, work, gap, fault):
    started = []
    for n, name in enumerate(NAMES, 1):
        if fault == "one-name":
            name = "worker"
        elif not named or forgotten == n:
            name = None  # one is made up
        started.append(
            start(name, do_work, helpers, tell, work))
        sleep(gap)
    for process in started:
        join(process)


def parameters():
    """The defaults, changed by arguments such as named=0."""
    result = dict(named=1, forgotten=0, helpers=0, tell=0,
                  work=1.5, gap=0.4, fault="")
    most = dict(forgotten=3, work=60, gap=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "one-name"):
                    raise ValueError
            elif not 0 <= value <= most.get(name, 1):
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
