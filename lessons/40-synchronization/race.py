# SPDX-License-Identifier: MIT
"""A race: several people pay into one account, one coin at
a time.  Each reads the balance, adds one to what it has
read, and writes the sum.  Nobody keeps the others out."""

import sys
from multiprocessing import Process, Value
from time import sleep

NAMES = ["ada", "bob", "cleo", "dan"]


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def pay_in(balance, think):
    """What looks like one step are three."""
    mine = balance.value  # read
    if think > 0:
        sleep(think)
    mine = mine + 1  # add
    balance.value = mine  # write


def pay(name, balance, coins, think, rest):
    for _ in range(coins):
        pay_in(balance, think)
        if rest > 0:
            sleep(rest)
    say(f"{name}: {coins} paid in")


def main(people, coins, think, rest):
    # one cell, the same for all, and no lock
    balance = Value("i", 0, lock=False)
    everybody = [
        Process(name=name, target=pay,
                args=(name, balance, coins, think, rest))
        for name in NAMES[:people]]
    for process in everybody:
        process.start()
    for process in everybody:
        process.join()
    say(f"main: {people * coins} paid in, "
        f"the balance is ~{balance.value}")
    return int(any(p.exitcode != 0 for p in everybody))


def parameters():
    """The defaults, changed by arguments such as coins=3."""
    result = dict(people=2, coins=5, think=0.4, rest=0.4)
    least = dict(people=1)
    most = dict(people=4, coins=1000000, think=60, rest=60)
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
    sys.exit(main(**parameters()))
