# SPDX-License-Identifier: MIT
"""A manager: a server process, the store, keeps a dictionary
for others.  Two shops sell from it; each access of theirs is
a message to the store and an answer."""

import sys
from multiprocessing import Manager, Process, Value
from multiprocessing import current_process
from time import monotonic, sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def take_one(stock, lock, pace, fault):
    """One apple less.  A dict's proxy cannot add: a get and
    a set are two messages, so a lock keeps others out."""
    if fault == "two-calls":
        apples = stock["apples"]
        sleep(pace)  # meanwhile the other shop sells, too
        stock["apples"] = apples - 1
    else:
        with lock:
            stock["apples"] -= 1


def sell(stock, lock, sales, pace, fault):
    me = current_process().name
    for _ in range(sales):
        sleep(pace)
        try:
            take_one(stock, lock, pace, fault)
        except (EOFError, OSError) as error:
            say(f"{me}: {error}")
            sys.exit(1)
    say(f"{me} has sold {sales}")


def compare(stock, till, rounds, accesses, pace):
    """What one access costs, in microseconds."""
    for _ in range(rounds):
        start = monotonic()
        for _ in range(accesses):
            stock["apples"]
        middle = monotonic()
        for _ in range(accesses):
            till.value
        end = monotonic()
        asked = (middle - start) / accesses * 1e6
        shared = (end - middle) / accesses * 1e6
        sleep(pace)
    say(f"one access: ~{asked:.2f} us by the manager, "
        f"~{shared:.2f} us in shared memory")


def main(sales, rounds, accesses, pace, fault):
    with Manager() as store:
        stock = store.dict(apples=20, sign="open")
        lock = store.Lock()
        till = Value("i", 0)
        shops = [Process(name=f"shop-{i + 1}", target=sell,
                         args=(stock, lock, sales, pace, fault))
                 for i in range(2)]
        for shop in shops:
            shop.start()
        for shop in shops:
            shop.join()
        if rounds:
            compare(stock, till, rounds, accesses, pace)
        say(f"main: {2 * sales} sold, "
            f"{stock['apples']} apples left")
    return int(any(shop.exitcode != 0 for shop in shops))


def parameters():
    """The defaults, changed by arguments such as sales=2."""
    result = dict(sales=6, rounds=5, accesses=200, pace=0.4,
                  fault="")
    least = dict(accesses=1)
    most = dict(sales=1000, rounds=100, accesses=10000, pace=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "two-calls"):
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
