# SPDX-License-Identifier: MIT
"""Signals: one process sends numbers to another, which is
writing pages and may not want to be interrupted."""

import os
import signal
import sys
from multiprocessing import get_context
from time import sleep

Process = get_context("fork").Process  # blocked as in main
NOW = 0  # seconds to wait for a signal that is pending
handled = 0


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def handler(which, frame):
    """Runs between two instructions of the main program."""
    global handled
    handled += 1
    say(f"worker: the handler runs, {handled % 10}")


def block_it(number, yes):
    which = {number} if yes else ()
    signal.pthread_sigmask(signal.SIG_SETMASK, which)


def take_pending(number):
    """Unblocked, several would run a Python handler once."""
    if number == signal.SIGKILL:
        return
    while signal.sigtimedwait({number}, NOW):
        handler(number, None)


def work(number, block, pages, page, fault):
    try:
        if fault != "no-handler":
            signal.signal(number, handler)
    except OSError:
        say(f"worker: no handler for {number}")
    for i in range(1, pages + 1):
        block_it(number, block)
        sleep(page)
        say(f"worker: page {i} is written")
        if fault != "never-unblock":
            if fault != "no-handler":
                take_pending(number)
            block_it(number, False)
    say(f"worker: handled {handled}")


def send_all(whom, number, sent, gap):
    for i in range(1, sent + 1):
        sleep(gap)
        say(f"sender: signal {i}, number {number}")
        try:
            os.kill(whom, number)
        except ProcessLookupError:
            say("sender: nobody is there")


def main(number, sent, block, pages, gap, page, fault):
    block_it(number, True)  # until the worker has its handler
    worker = Process(name="worker", target=work,
                     args=(number, block, pages, page, fault))
    worker.start()
    sender = Process(name="sender", target=send_all,
                     args=(worker.pid, number, sent, gap))
    sender.start()
    worker.join()
    say(f"main: the worker ended with {worker.exitcode}")
    sender.join()


def parameters():
    """The defaults, changed by arguments such as sent=5."""
    result = dict(number=int(signal.SIGUSR1), sent=3, block=1,
                  pages=2, gap=0.5, page=2.5, fault="")
    most = dict(number=64, sent=9, block=1, pages=9)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("no-handler", "never-unblock"):
                    raise ValueError
            elif not (name in ("number", "pages")) \
                    <= value <= most.get(name, 60):
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
