# SPDX-License-Identifier: MIT
"""A board that several may read at a time, while nobody
writes.  The first reader in takes the board, the last one
out gives it back.  A fair one has a door before it, where
readers and the writer stand in the same line."""

import sys
from multiprocessing import Lock, Process, Semaphore, Value
from multiprocessing import current_process
from time import monotonic, sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


class Board:
    def __init__(self, fair):
        self.fair = fair
        self.free = Semaphore(1)  # 1: nobody is there
        self.door = Lock()
        self.list = Lock()
        self.inside = Value("i", 0)  # readers
        self.begun = Value("i", 0)  # readings

    def enter(self):
        if self.fair:
            with self.door:
                pass
        with self.list:
            self.inside.value += 1
            if self.inside.value == 1:
                self.free.acquire()
            self.begun.value += 1

    def leave(self):
        with self.list:
            self.inside.value -= 1
            if self.inside.value == 0:
                self.free.release()


def read_board(board, reads, reading, rest):
    longest = 0
    for _ in range(reads):
        begin = monotonic()
        board.enter()
        longest = max(longest, monotonic() - begin)
        sleep(reading)
        board.leave()
        sleep(rest)
    say(f"{current_process().name}: "
        f"waited ~{longest:.1f} s at most")


def write_board(board, writing):
    begin = monotonic()
    if board.fair:
        board.door.acquire()
    board.free.acquire()
    waited = monotonic() - begin
    late = board.begun.value
    if board.fair:
        board.door.release()
    sleep(writing)
    board.free.release()
    say(f"writer: {late} readings came before it")
    say(f"writer: waited ~{waited:.1f} s")


def main(readers, reads, fair, reading, rest, writing):
    apart = (reading + rest) / readers  # in turn
    board = Board(fair)
    everybody = [
        Process(name=f"reader-{i + 1}", target=read_board,
                args=(board, reads, reading, rest))
        for i in range(readers)]
    everybody.append(
        Process(name="writer", target=write_board,
                args=(board, writing)))
    for i, process in enumerate(everybody):
        process.start()
        sleep(apart if i < readers - 1 else apart / 2)
    for process in everybody:
        process.join()


def parameters():
    """The defaults, changed by arguments such as fair=0."""
    result = dict(readers=2, reads=4, fair=1, reading=1.3,
                  rest=0.3, writing=0.8)
    least = dict(readers=1, reads=1)
    most = dict(readers=5, reads=40, fair=1, reading=60,
                rest=60, writing=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if not least.get(name, 0) <= value <= most[name]:
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
