# SPDX-License-Identifier: MIT
"""Three ways to take the end: polite ends when it is asked
to, deaf does not hear it and is killed, tidy puts its draft
away first."""

import os
import sys
from multiprocessing import Process
from signal import SIG_IGN, SIGTERM, signal
from tempfile import gettempdir
from time import sleep

DRAFT = os.path.join(gettempdir(), f"draft-{os.getuid()}")

asked = False


def on_term(number, frame):
    global asked
    asked = True


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def toil(work):
    t = 0.0
    while t < work and not asked:
        sleep(0.2)
        t += 0.2


def polite(work, fault):
    toil(work)


def deaf(work, fault):
    signal(SIGTERM, SIG_IGN)
    toil(work)


def tidy(work, fault):
    with open(DRAFT, "w") as file:
        file.write("Dear Ada,")
    if fault != "no-handler":
        signal(SIGTERM, on_term)
    toil(work)
    os.unlink(DRAFT)
    say("tidy has put its draft away")


def start(run, work, fault):
    process = Process(name=run.__name__, target=run,
                      args=(work, fault))
    process.start()
    return process


def end(p, patience, grace, fault):
    p.join(patience)
    if p.is_alive() and fault != "no-asking":
        say(f"{p.name} is still at work: terminate")
        p.terminate()
        p.join(grace)
    if p.is_alive() and fault != "no-kill":
        say(f"{p.name} is still at work: kill")
        p.kill()
    p.join()
    say(f"{p.name}: status {p.exitcode}")


def main(patience, grace, work, fault):
    if os.path.exists(DRAFT):
        os.unlink(DRAFT)  # what an earlier run has left
    for p in [start(run, work, fault)
              for run in (polite, deaf, tidy)]:
        end(p, patience, grace, fault)


def parameters():
    """The defaults, changed by arguments such as grace=3."""
    result = dict(patience=2.0, grace=1.0, work=10.0, fault="")
    faults = ("", "no-asking", "no-kill", "no-handler")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in faults:
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
