# SPDX-License-Identifier: MIT
"""A supervisor: it starts a worker anew that has failed,
waits longer each time, and gives up in the end."""

import sys
from multiprocessing import Process
from time import sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def work(number, failures, pace):
    sleep(pace)
    sys.exit(3 if number <= failures else 0)


def run_once(number, failures, pace):
    """Runs the worker once; its exit status."""
    p = Process(name=f"worker-{number}", target=work,
                args=(number, failures, pace))
    p.start()
    p.join()
    say(f"{p.name}: exit status {p.exitcode}")
    return p.exitcode


def supervise(tries, failures, pace, wait, fault):
    for n in range(1, tries + 1):
        if run_once(n, failures, pace) == 0:
            return True
        if n < tries and fault != "no-back-off":
            say(f"main waits for {wait:g} s")
            sleep(wait)
        if fault != "same-wait":
            wait *= 2
    return False


def main(tries, failures, pace, back_off, fault):
    if supervise(tries, failures, pace, back_off, fault):
        say("the work is done")
    else:
        say(f"given up after {tries} tries")


def parameters():
    """The defaults, changed by arguments such as tries=3."""
    result = dict(tries=5, failures=3, pace=0.4,
                  back_off=0.4, fault="")
    least = dict(tries=1)
    most = dict(tries=20, failures=20)
    faults = ("", "no-back-off", "same-wait")
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
