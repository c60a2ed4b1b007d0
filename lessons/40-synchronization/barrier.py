# SPDX-License-Identifier: MIT
"""Work in phases: nobody begins the next one before all have
done this one.  At the end of each phase is a barrier,
where the first ones wait for the last."""

import sys
from functools import partial
from multiprocessing import Barrier, Process, current_process
from threading import BrokenBarrierError
from time import sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def say_done(fault):
    """The action: the last that comes does this for all."""
    say(f"{current_process().name}: all are here")
    if fault == "action-fails":
        raise BrokenBarrierError


def meet(line, me, patience, fault):
    """Where the others are; -1: the barrier is broken."""
    while True:
        try:
            return line.wait(patience or None)
        except BrokenBarrierError:
            if not patience or fault != "one-too-few":
                return -1
        say(f"{me}: it is broken")
        while line.broken:
            sleep(0.1)  # until somebody mends it


def work(line, i, workers, phases, pace, patience, fault):
    me = current_process().name
    for phase in range(phases):
        sleep(pace * (1 + (i + phase) % workers))
        index = meet(line, me, patience, fault)
        if index < 0:
            say(f"{me}: broken, I end")
            sys.exit(1)
        say(f"{me}: phase {phase + 1} is done, index {index}")


def mend(line, missing):
    """Main sees that it is broken; the missing one comes."""
    while not line.broken:
        sleep(0.1)
    sleep(1)  # to be seen
    say("main: reset, and the missing one comes")
    line.reset()
    missing.start()


def main(workers, phases, pace, patience, fault):
    few = fault == "one-too-few"
    line = Barrier(workers, partial(say_done, fault))
    worker = [Process(name=f"worker-{i + 1}", target=work,
                      args=(line, i, workers, phases, pace,
                            patience, fault))
              for i in range(workers)]
    for process in worker[:workers - few]:
        process.start()
    if few:
        say(f"main: {worker[-1].name} is not started")
    if few and patience:
        mend(line, worker[-1])
    elif few:
        worker.pop()
    for process in worker:
        process.join()


def parameters():
    """The defaults, changed by arguments such as phases=5."""
    result = dict(workers=4, phases=3, pace=0.4, patience=0.0,
                  fault="")
    least = dict(workers=2, phases=1)
    most = dict(workers=20, phases=20, pace=60, patience=60)
    faults = ("", "one-too-few", "action-fails")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in faults:
                    raise ValueError
            elif not least.get(name, 0) <= value <= most[name]:
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
