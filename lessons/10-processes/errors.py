# SPDX-License-Identifier: MIT
"""Five children end, four of them badly, each in its way.
What does their parent learn of it?"""

import os
import sys
from multiprocessing import Process, Queue
from resource import RLIMIT_CORE, setrlimit
from signal import SIGSEGV, raise_signal, strsignal
from time import sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def fine(pace, reports):
    sleep(pace)


def strict(pace, reports):
    sleep(2 * pace)
    sys.exit(3)  # what 3 means they have agreed on


def wild(pace, reports):
    sleep(3 * pace)
    raise_signal(SIGSEGV)  # as bad memory does


def doubtful(pace, reports):
    sleep(4 * pace)
    os.abort()


def honest(pace, reports):
    sleep(5 * pace)
    try:
        open("/no/notes")
    except OSError as error:
        reports.put(f"/no/notes: {error.strerror}")
        sleep(pace / 2)  # it tidies up
        sys.exit(1)


def start(name, run, *args):
    process = Process(name=name, target=run, args=args)
    process.start()
    return process


def ended_well(p, reports, fault):
    """Waits for its end; whether it has ended well."""
    p.join()
    status = 0 if fault == "nobody-looks" else p.exitcode
    if status < 0:
        text = strsignal(-status)
        say(f"{p.name}: signal {-status}, {text}")
    elif fault != "nobody-looks":
        say(f"{p.name}: exit status {status}")
    if status == 1:
        say(f"{p.name} says: {reports.get()}")
    return status == 0


def main(pace, fault):
    setrlimit(RLIMIT_CORE, (0, 0))  # no file of a crash
    reports = Queue()
    started = [start(run.__name__, run, pace, reports)
               for run in (fine, strict, wild, doubtful,
                           honest)]
    failed = sum(not ended_well(p, reports, fault)
                 for p in started)
    say(f"main: {failed} of 5 failed")


def parameters():
    """The defaults, changed by arguments such as pace=1."""
    result = dict(pace=0.6, fault="")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "nobody-looks"):
                    raise ValueError
            elif not 0 <= value <= 60:
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
