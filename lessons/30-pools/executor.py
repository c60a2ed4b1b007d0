# SPDX-License-Identifier: MIT
"""An executor: pages are fetched by four workers, and one in
five is not there.  A future stands for each of them."""

import sys
from concurrent.futures import (
    CancelledError, ProcessPoolExecutor, as_completed)
from functools import partial
from time import monotonic, sleep

MOST = 60


def fetch(each, number):
    """The task: a page has a number and a size."""
    sleep(each * (1 + 2 * number % 8))
    if number % 5 == 0:
        raise OSError(f"page {number} is not there")
    return number, 1000 + number


class Main:
    def __init__(self, enough):
        self.enough = enough
        self.futures = []
        self.begin = monotonic()
        # What main knows of, so far.
        self.over = self.here = self.failed = self.cancelled = 0

    def counts(self, future):
        """A callback: a thread of main calls it."""
        self.over += 1

    def submit_all(self, executor, pages, each):
        for number in range(1, pages + 1):
            future = executor.submit(partial(fetch, each),
                                     number)
            future.add_done_callback(self.counts)
            self.futures.append(future)
        print(f"main has submitted {pages} pages", flush=True)

    def cancel_all(self):
        count = sum(f.cancel() for f in self.futures)
        print(f"main cancels what is pending: ~{count}")

    def look_at(self, future):
        """A result, or the error that came in place of it."""
        try:
            number, size = future.result()
        except CancelledError:
            self.cancelled += 1
        except OSError as error:
            print(f"error: {error}", flush=True)
            self.failed += 1
            if self.failed == self.enough:
                self.cancel_all()
        else:
            self.here += 1
            time = monotonic() - self.begin
            print(f"page {number} has {size} bytes,"
                  f" after ~{time:.1f} s", flush=True)


def main(pages, workers, enough, each, fault):
    this = Main(enough)
    with ProcessPoolExecutor(workers) as executor:
        this.submit_all(executor, pages, each)
        for future in (this.futures if fault == "in-order"
                       else as_completed(this.futures)):
            if fault == "no-result":
                this.here += 1  # it is done, so it must be here
            else:
                this.look_at(future)
    print(f"{this.here} pages are here, {this.failed} failed,"
          f" ~{this.cancelled} cancelled")


def parameters():
    """The defaults, changed by arguments such as workers=2."""
    result = dict(pages=20, workers=4, enough=0, each=0.25,
                  fault="")
    least = dict(pages=1, workers=1)
    most = dict(pages=MOST, workers=16, enough=MOST)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "in-order", "no-result"):
                    raise ValueError
            elif not least.get(name, 0) <= value <= most.get(
                    name, 60):
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
