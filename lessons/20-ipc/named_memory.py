# SPDX-License-Identifier: MIT
"""Three notice boards in memory that processes share: one has
no name, one a name, one a number.  The office writes, the
visitor reads.  Who takes the boards down?

Python has no System V memory; a RawArray stands in for it.
And at the end Python takes down itself what nobody has."""

import glob
import os
import struct
import sys
from mmap import mmap
from multiprocessing import Event, Process, RawArray
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from time import sleep

SIZE = 4096


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def write(board, number):
    struct.pack_into("i", board, 0, number)


def read(board):
    return struct.unpack_from("i", board)[0]


def office(nameless, name, numbered, written, seed, pace,
           fault):
    seed = (seed * 1103515245 + 12345) % 2**31
    notice = 1 + (seed >> 16) % 100
    sleep(pace)
    write(nameless, notice)
    sleep(pace)
    named = SharedMemory(name, create=True, size=SIZE)
    write(named.buf, notice)
    sleep(pace)
    numbered[0] = notice
    say(f"office: wrote {notice} on each board")
    if fault == "early-unlink":
        named.unlink()
    written.set()
    sleep(pace)
    named.close()  # the memory stays, and its name


def visitor(nameless, name, numbered, written, pace):
    written.wait()
    say(f"visitor: inherited: {read(nameless)}")
    sleep(pace)
    named = SharedMemory(name)
    say(f"visitor: by name: {read(named.buf)}")
    sleep(pace)
    say(f"visitor: by number: {numbered[0]}")
    sleep(pace)
    named.close()


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False


def clear_up(pace):
    """Boards of earlier runs, whose main is gone."""
    for path in glob.glob("/dev/shm/board-*"):
        name = os.path.basename(path)
        if not is_gone(int(name.partition("-")[2])) \
                or not os.access(path, os.W_OK):
            continue
        sleep(pace)
        board = SharedMemory(name)
        say(f"main: still there: {read(board.buf)}")
        sleep(pace)
        board.close()
        board.unlink()


def main(seed, pace, fault):
    clear_up(pace)
    # One tracker for all; else each child has its own, and
    # the office's takes the board down when the office ends.
    resource_tracker.ensure_running()
    name = f"board-{os.getpid()}"
    nameless = mmap(-1, SIZE)
    numbered = RawArray("i", SIZE // 4)
    written = Event()
    started = [
        Process(name="office", target=office,
                args=(nameless, name, numbered, written, seed,
                      pace, fault)),
        Process(name="visitor", target=visitor,
                args=(nameless, name, numbered, written, pace))]
    for process in started:
        process.start()
    for process in started:
        process.join()
    if not fault:
        board = SharedMemory(name)
        board.close()
        board.unlink()
    sleep(pace)
    return int(any(p.exitcode != 0 for p in started))


def parameters():
    """The defaults, changed by arguments such as pace=1."""
    result = dict(seed=1, pace=0.5, fault="")
    most = dict(seed=1000000, pace=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "early-unlink", "no-unlink"):
                    raise ValueError
            elif not 0 <= value <= most[name]:
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
