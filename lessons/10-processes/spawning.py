# SPDX-License-Identifier: MIT
"""Several workers: started one after the other, they work at
the same time and end in an order of their own."""

import sys
from multiprocessing import Process
from time import monotonic, sleep

FAULTS = ("join-backwards", "join-in-the-loop", "no-join")


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def do_work(n, work, less, failing):
    """What a worker does.  It ends with status 0, or with 3."""
    sleep(max(0, work - (n - 1) * less))
    say(f"worker-{n} is done")
    if n == failing:
        sys.exit(3)


def join(worker):
    worker.join()
    say(f"main: {worker.name} ended with status"
        f" {worker.exitcode}")


def main(workers, gap, work, less, failing, fault):
    begin = monotonic()
    started = []
    for n in range(1, workers + 1):
        worker = Process(name=f"worker-{n}", target=do_work,
                         args=(n, work, less, failing))
        worker.start()
        started.append(worker)
        say(f"main has started {worker.name}")
        if fault == "join-in-the-loop":
            join(worker)
        sleep(gap)
    if fault == "join-backwards":
        started.reverse()
    if fault not in ("join-in-the-loop", "no-join"):
        for worker in started:
            join(worker)
    say(f"main goes on after ~{monotonic() - begin:.1f} s")


def parameters():
    """The defaults, changed by arguments such as workers=3."""
    result = dict(workers=5, gap=0.0, work=2.0, less=0.0,
                  failing=0, fault="")
    limits = dict(workers=(1, 20), failing=(0, 20))
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value and value not in FAULTS:
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


if __name__ == "__main__":
    sys.exit(main(**parameters()))
