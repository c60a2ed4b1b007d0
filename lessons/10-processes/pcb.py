# SPDX-License-Identifier: MIT
"""What the kernel knows of a process: a clerk sleeps, works,
opens files, uses memory, blocks a signal."""

import mmap
import os
import sys
from multiprocessing import Process
from signal import (SIG_BLOCK, SIG_UNBLOCK, SIGUSR1,
                    pthread_sigmask, signal)
from time import process_time, sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def sleep_and_work(nap, work):
    begin = process_time()
    sleep(nap)
    say("clerk has slept")
    while process_time() - begin < work:
        sum(range(10000))
    say("clerk has worked")


def open_files(files, gap):
    opened = []
    for _ in range(files):
        opened.append(open("/etc/passwd", "rb", buffering=0))
        say("clerk opens a file")
        sleep(gap)
        if opened[-1].read(100):
            say("clerk reads 100 bytes")
        sleep(gap)
    for file in opened:
        file.close()


def use_memory(mib, gap):
    room = mmap.mmap(-1, mib << 20)
    say(f"clerk maps {mib} MiB")
    sleep(gap * 2)
    room.write(bytes(len(room) // 2))
    say("clerk writes into half of it")
    sleep(gap * 2)
    room.close()


def block_a_signal(signals, gap):
    signal(SIGUSR1, lambda *_: say("clerk handles it"))
    pthread_sigmask(SIG_BLOCK, [SIGUSR1])
    say("clerk blocks USR1")
    sleep(gap)
    for _ in range(signals):
        os.kill(os.getpid(), SIGUSR1)
    say(f"{signals} sent to the clerk")
    sleep(gap * 2)
    pthread_sigmask(SIG_UNBLOCK, [SIGUSR1])
    say("clerk lets USR1 through")
    sleep(gap)


def clerk(nap, work, files, mib, signals, gap):
    sleep_and_work(nap, work)
    if files:
        open_files(files, gap)
    if mib:
        use_memory(mib, gap)
    if signals:
        block_a_signal(signals, gap)


def main(**what):
    process = Process(name="clerk", target=clerk, kwargs=what)
    process.start()
    process.join()
    return 0


def parameters():
    """The defaults, changed by arguments such as files=2."""
    result = dict(nap=2.0, work=1.0, files=0, mib=0,
                  signals=0, gap=1.0)
    most = dict(mib=256, files=9, signals=9)
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
