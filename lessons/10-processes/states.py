# SPDX-License-Identifier: MIT
"""The states of a process.  As many workers as there are CPUs
want one all the time; `polite` wants one, too, and lets the
others go first; `sleeper` sleeps; `early` ends at once."""

import os
import sys
from multiprocessing import Event, Process, current_process
from time import process_time, sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def use_cpu(nicer, go, over):
    """From main's word to main's word: use the CPU."""
    go.wait()
    os.nice(nicer)
    while not over.is_set():
        pass
    ms = int(process_time() * 1000)
    say(f"{current_process().name} had ~{ms} ms of CPU")


def rest(nap):
    sleep(nap * 2)
    say("sleeper is done")


def end_early():
    say("early is done")


def main(niceness, work, nap):
    cpus = len(os.sched_getaffinity(0))
    say(f"there are {cpus} CPUs")
    go, over = Event(), Event()
    started = [
        Process(name=f"worker-{i}", target=use_cpu,
                args=(0, go, over))
        for i in range(1, cpus + 1)]
    started += [
        Process(name="sleeper", target=rest, args=(nap,)),
        Process(name="polite", target=use_cpu,
                args=(niceness, go, over)),
        Process(name="early", target=end_early)]
    for process in started:
        process.start()
    sleep(nap)
    go.set()
    sleep(work)
    over.set()
    for process in started:
        process.join()
    return 0


def parameters():
    """The defaults, changed by arguments such as work=1."""
    result = dict(niceness=19, work=3.0, nap=1.5)
    most = dict(niceness=19)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if not 0 <= value <= most.get(name, 60):
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
