# SPDX-License-Identifier: MIT
"""Three ways to start a child: what it has of its parent, and
what each start costs."""

import fcntl
import os
import sys
from multiprocessing import current_process, get_context
from time import monotonic, sleep

METHODS = ("fork", "spawn", "forkserver")

setting = 1  # so says the text; main has 42


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def look(number, notes, pause):
    """What is here of what main had?"""
    try:
        fcntl.fcntl(notes, fcntl.F_GETFD)
        state = "open"
    except OSError:
        state = "not open"
    if callable(number):
        number = number()
    say(f"{current_process().name}: setting {setting},"
        f" argument {number}, notes {state}")
    sleep(pause)


def nothing():
    pass


def start(how, run, *args):
    p = get_context(how).Process(
        name="by-" + how, target=run, args=args)
    p.start()
    return p


def look_at_all(pause, fault):
    global setting
    notes = os.open("/dev/null", os.O_RDONLY)
    notes = fcntl.fcntl(notes, fcntl.F_DUPFD, 100)
    setting = 42
    number = 7
    if fault == "pointer":
        number = lambda: 7  # it cannot be pickled
    started = []
    refused = 0
    for how in METHODS:
        try:
            started.append(
                start(how, look, number, notes, pause))
        except Exception as e:
            say(f"main: by-{how} cannot be started: {e}")
            refused = 1
        sleep(pause / 4)
    for p in started:
        p.join()
    return refused


def cost(how, rounds):
    """Milliseconds from a start to the join, at best."""
    least = 1e9
    for _ in range(rounds):
        begin = monotonic()
        start(how, nothing).join()
        least = min(least, (monotonic() - begin) * 1000)
    return least


def measure_all(rounds, mib, pause):
    memory = bytearray()
    for part in range(5):
        x = mib / 4 * part
        memory.extend(b"\1" * (int(x * 2**20) - len(memory)))
        for how in METHODS:
            ms = cost(how, rounds)
            say(f"{how} with {x:g} MiB: ~{ms:.2f} ms")
            sleep(pause / 10)
    return 0


def main(rounds, mib, pause, fault):
    if rounds:
        return measure_all(rounds, mib, pause)
    return look_at_all(pause, fault)


def parameters():
    """The defaults, changed by arguments such as mib=64."""
    result = dict(rounds=0, mib=128, pause=2.0, fault="")
    limits = dict(rounds=(0, 20), mib=(1, 512))
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "no-guard", "pointer"):
                    raise ValueError
            else:
                least, most = limits.get(name, (0, 60))
                if not least <= value <= most:
                    raise ValueError
        except (KeyError, ValueError):
            print(f"{argument} is not allowed; there are",
                  *(f"{k}={v}" for k, v in result.items()),
                  file=sys.stderr)
            sys.exit(2)
        result[name] = value
    return result


# The guard.  A child that is this program anew reads all of
# this file, too, but under another name.
if __name__ == "__main__" or "fault=no-guard" in sys.argv:
    sys.exit(main(**parameters()))
