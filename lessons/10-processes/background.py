# SPDX-License-Identifier: MIT
"""Two children count side by side, and main is done before
them.  The ticker is a daemon, so it is ended; the writer is
none, so it is waited for."""

import sys
from multiprocessing import Process, current_process
from time import sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def helps():
    pass


def has_helper(me):
    """A process of a daemon's own, which it may not have."""
    try:
        Process(target=helps, name="helper").start()
    except AssertionError:
        say(f"{me} may not start a child")
        return False
    return True


def count(first, numbers, pace, fault):
    me = current_process().name
    if fault == "helper" and not has_helper(me):
        sys.exit(1)
    for i in range(numbers):
        say(f"{me}: {first + i}")
        sleep(pace)
    say(f"{me} is done")


def main(numbers, pace, work, fault):
    Process(name="ticker", target=count,
            args=(0, numbers, pace, fault),
            daemon=fault != "no-daemon").start()
    Process(name="writer", target=count,
            args=(5, numbers, pace, fault)).start()
    sleep(work)
    say("main has nothing left to do")
    # now daemons are ended, others waited for


def parameters():
    """The defaults, changed by arguments such as work=3."""
    result = dict(numbers=5, pace=0.8, work=2.0, fault="")
    faults = ("", "no-daemon", "helper")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in faults:
                    raise ValueError
            elif not 0 <= value <= (
                    1000 if name == "numbers" else 60):
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
