# SPDX-License-Identifier: MIT
"""Customers wait for bread.  The lock is the shop: one at a
time is in it, and in there one may look at the loaves or
change them.  Who finds none waits for the condition, out
of the shop, until the baker calls."""

import sys
from multiprocessing import (Condition, Lock, Process, Value,
                             current_process)
from time import sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def wait_for_bread(bread, loaves, seen, fault):
    if fault == "wait-first":
        bread.wait()
    elif fault == "look-outside":
        if seen < 1:
            bread.wait()
    elif fault == "if-not-while":
        if loaves.value < 1:
            bread.wait()
    else:
        while loaves.value < 1:
            bread.wait()


def buy(shop, bread, loaves, pay, walk, fault):
    me, seen = current_process().name, 0
    if fault == "look-outside":
        seen = loaves.value
        say(f"{me}: sees {seen} from outside")
        sleep(walk)
    with shop:
        wait_for_bread(bread, loaves, seen, fault)
        sleep(pay)
        loaves.value -= 1
        left = loaves.value
        say(f"{me}: takes a loaf, {left} left")
    sys.exit(int(left < 0))


def bake_all(shop, bread, loaves, customers, tray, to_all, bake,
             stay):
    left = customers
    while left > 0:
        n = min(left, tray)
        sleep(bake)
        with shop:
            loaves.value += n
            say(f"baker: brings {n}, now {loaves.value}")
            if to_all:
                bread.notify_all()
            else:
                bread.notify(n)
            sleep(stay)
        left -= tray


def main(customers, tray, all, apart, bake, pay, stay, walk, fault):
    shop = Lock()
    bread = Condition(shop)
    loaves = Value("i", 0, lock=False)
    baker = Process(name="baker", target=bake_all,
                    args=(shop, bread, loaves, customers, tray,
                          all, bake, stay))
    baker.start()
    started = [baker]
    for i in range(1, customers + 1):
        sleep(apart if i > 1 else 0)
        customer = Process(name=f"customer-{i}", target=buy,
                           args=(shop, bread, loaves, pay, walk,
                                 fault))
        customer.start()
        started.append(customer)
    for process in started:
        process.join()
    say(f"main: {loaves.value} left")


def parameters():
    """The defaults, changed by arguments such as tray=2."""
    result = dict(customers=3, tray=1, all=0, apart=0.5,
                  bake=1.5, pay=0.4, stay=0.5, walk=0.3,
                  fault="")
    least = dict(customers=1, tray=1)
    most = dict(customers=9, tray=9, all=1)
    faults = ("", "if-not-while", "wait-first", "look-outside")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in faults[1:]:
                    raise ValueError
            elif not least.get(name, 0) <= value <= most.get(name, 60):
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
