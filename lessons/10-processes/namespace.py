# SPDX-License-Identifier: MIT
"""A name that processes share, and one that only looks so:
the doors of a museum count its visitors in a variable and
in a namespace, which a server process keeps."""

import sys
from multiprocessing import Lock, Manager, Process
from multiprocessing import current_process
from time import sleep

visitors = 0  # a plain global variable


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def add_one(museum, lock, pace, fault):
    """One visitor more, under a name of the namespace."""
    if fault == "misspelt":
        museum.vistors += 1
    elif fault == "get-then-set":
        before = museum.visitors
        sleep(pace)
        museum.visitors = before + 1
    else:
        with lock:  # += is a get and a set
            museum.visitors += 1


def let_in(museum, lock, people, pace, fault):
    global visitors
    me = current_process().name
    for _ in range(people):
        sleep(pace)
        visitors += 1
        try:
            add_one(museum, lock, pace, fault)
        except AttributeError:
            say(f"{me}: there is no such name")
            sys.exit(1)
    say(f"{me}: visitors = {visitors}")


def main(doors, people, pace, fault):
    with Manager() as server:
        museum = server.Namespace()
        museum.visitors = 0
        lock = Lock()
        started = [Process(
            name=f"door-{i + 1}", target=let_in,
            args=(museum, lock, people, pace, fault))
            for i in range(doors)]
        for process in started:
            process.start()
        for process in started:
            process.join()
        say(f"main: visitors = {visitors}")
        say(f"main: museum.visitors = {museum.visitors}")


def parameters():
    """The defaults, changed by arguments such as doors=3."""
    result = dict(doors=2, people=5, pace=0.4, fault="")
    least, most = dict(doors=1), dict(doors=20, people=1000)
    faults = ("", "get-then-set", "misspelt")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in faults:
                    raise ValueError
            elif not (least.get(name, 0) <= value
                      <= most.get(name, 60)):
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
