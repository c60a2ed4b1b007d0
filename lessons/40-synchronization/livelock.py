# SPDX-License-Identifier: MIT
"""A corridor with a door at each end.  Who goes through it
holds both, so that nobody comes the other way.  ada comes
from the west and bob from the east, and both are polite:
who finds the second door taken gives the first one back."""

import sys
from multiprocessing import Lock, Process, Value
from time import monotonic, sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


class Luck:
    """The same numbers as in C."""

    def __init__(self, seed):
        self.seed = seed

    def draw(self, most):
        self.seed = self.seed * 1103515245 + 12345
        self.seed &= 0x7FFFFFFF
        return 1 + (self.seed >> 16) % most


class Clock:
    """Both go by the same one, and do not drift apart."""

    def __init__(self, step):
        self.until = monotonic()
        self.step = step

    def spend(self, seconds):
        now = monotonic()
        self.until += seconds
        if self.until < now - self.step:  # it had to wait
            self.until = now + seconds
        sleep(max(0, self.until - now))


def take(first, second, clock, step, fault):
    """Both doors, or none."""
    first.acquire()
    clock.spend(step)
    if second.acquire(block=fault == "stubborn"):
        return True
    clock.spend(step)  # after you!
    first.release()
    return False


def walk(name, doors, aside, through, clock, options):
    first, second = doors
    tries, step = options["tries"], options["step"]
    luck = Luck(options["seed"] * (1 + (name == "bob")))
    i = 1
    while not tries or i <= tries:
        if take(first, second, clock, step,
                options["fault"]):
            clock.spend(step)
            with through.get_lock():
                through.value += 1
            say(f"{name}: through, try {i}")
            second.release()
            first.release()
            return
        with aside.get_lock():
            aside.value += 1
        say(f"{name}: steps aside, try {i}")
        same = options["fault"] == "same-pause"
        pauses = 1 if same else luck.draw(3)
        clock.spend(options["rest"] * pauses)
        i += 1
    say(f"{name}: gives up")


def main(**options):
    west, east = Lock(), Lock()
    aside, through = Value("i", 0), Value("i", 0)
    clock = Clock(options["step"])  # each gets its own
    one_way = (west, east)
    other = one_way if options["order"] else (east, west)
    everybody = [
        Process(name=name, target=walk,
                args=(name, doors, aside, through, clock,
                      options))
        for name, doors in (("ada", one_way), ("bob", other))]
    for process in everybody:
        process.start()
    for process in everybody:
        process.join()
    say(f"main: {through.value} through, "
        f"{aside.value} times aside")


def parameters():
    """The defaults, changed by arguments such as seed=3."""
    result = dict(tries=5, order=0, seed=1, step=0.4, rest=0.8,
                  fault="")
    least = dict(seed=1)
    most = dict(tries=1000, order=1, seed=100, step=60, rest=60)
    faults = ("", "same-pause", "stubborn")
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
