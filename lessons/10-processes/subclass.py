# SPDX-License-Identifier: MIT
"""A type of process: a row worker has its own data and its
own run.  Several multiply two matrices, one row each."""

import sys
from multiprocessing import Array, Process
from time import sleep


class Numbers:
    """The same ones for the same seed, from 1 to 5."""

    def __init__(self, seed):
        self.seed = seed

    def next(self):
        self.seed = (self.seed * 1103515245 + 12345) % 2**31
        return 1 + (self.seed >> 16) % 5


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


class RowWorker(Process):
    def __init__(self, row, left, right, product, pause,
                 fault):
        if fault != "no-base":
            super().__init__(name=f"row-{row + 1}")
        self.row = row
        self.left = left
        self.right = right
        self.product = product
        self.pause = pause
        self.fault = fault
        self.made = [0] * len(left)

    def run(self):
        """This row times each column."""
        size = len(self.left)
        for col in range(size):
            for i in range(size):
                self.made[col] += (self.left[i]
                                   * self.right[i][col])
            sleep(self.pause)
            if self.fault != "keep":
                cell = self.row * size + col
                self.product[cell] = self.made[col]
        say(f"row-{self.row + 1} has made {self.made[0]}"
            " first")

    def say_row(self):
        values = self.made
        if self.fault != "keep":
            at = self.row * len(self.left)
            values = self.product[at:at + len(self.left)]
        say(f"product, row {self.row + 1}: "
            + " ".join(map(str, values)))


def main(size, pause, seed, fault):
    numbers = Numbers(seed)
    product = Array("i", size * size)
    right = [[numbers.next() for _ in range(size)]
             for _ in range(size)]
    workers = []
    for row in range(size):
        left = [numbers.next() for _ in range(size)]
        worker = RowWorker(row, left, right, product, pause,
                           fault)
        worker.start()
        workers.append(worker)
    for worker in workers:
        worker.join()
        worker.say_row()


def parameters():
    """The defaults, changed by arguments such as size=3."""
    result = dict(size=4, pause=0.4, seed=7, fault="")
    limits = dict(size=(1, 8), pause=(0, 60))
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "no-base", "keep"):
                    raise ValueError
            else:
                least, most = limits.get(name, (0, 1000000))
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
