# SPDX-License-Identifier: MIT
"""A lock: people pay coins into one account.  Each counts
its coin by itself.  To read, add and write it takes the
key to the account, of which there is one."""

import sys
from contextlib import nullcontext
from multiprocessing import Lock, Process, Value
from time import monotonic, sleep

NAMES = ["ada", "bob", "cleo", "dan"]


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def pause_for(seconds):
    if seconds > 0:
        sleep(seconds)


def pay_in(balance, key, count, think, fault):
    if fault != "too-big":
        pause_for(count)
    with key:
        if fault == "too-big":
            pause_for(count)

        mine = balance.value  # the critical section
        pause_for(think)
        mine = mine + 1
        balance.value = mine


def pay(name, balance, key, coins, count, think, fault):
    begin = monotonic()
    for _ in range(coins):
        pay_in(balance, key, count, think, fault)
    each = (monotonic() - begin) * 1e6 / coins if coins else 0
    say(f"{name}: {coins} paid in, ~{each:.1f} us for each")


def make_keys(people, fault):
    if fault == "no-lock":
        return [nullcontext()] * people
    if fault == "own-keys":
        return [Lock() for _ in range(people)]
    return [Lock()] * people  # one, the same for all


def main(people, coins, count, think, gap, fault):
    # one cell, the same for all, and no lock of its own
    balance = Value("i", 0, lock=False)
    keys = make_keys(people, fault)
    everybody = [
        Process(name=name, target=pay,
                args=(name, balance, key, coins, count, think,
                      fault))
        for name, key in zip(NAMES, keys)]
    for process in everybody:
        process.start()
        if process is not everybody[-1]:
            pause_for(gap)
    for process in everybody:
        process.join()
    say(f"main: {people * coins} paid in, "
        f"the balance is {balance.value}")
    return int(any(p.exitcode != 0 for p in everybody))


def parameters():
    """The defaults, changed by arguments such as coins=3."""
    result = dict(people=3, coins=3, count=0.2, think=0.6,
                  gap=0.2, fault="")
    least = dict(people=1)
    most = dict(people=4, coins=1000000, count=60, think=60,
                gap=60)
    faults = ("", "no-lock", "own-keys", "too-big")
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
    sys.exit(main(**parameters()))
