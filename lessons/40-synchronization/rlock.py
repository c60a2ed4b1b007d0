# SPDX-License-Identifier: MIT
"""A function that locks calls one that locks.  With an RLock
the holder may lock again, and is counted in and out; with
a plain Lock it waits for itself."""

import sys
from multiprocessing import (Lock, Process, RLock, Value,
                             current_process)
from time import sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def pay(account, balance, work, forget):
    """Of one wage.  It locks: others may call it alone."""
    account.acquire()
    money = balance.value
    sleep(work)
    balance.value = money - 10
    if not forget:
        account.release()


def pay_all(account, balance, wages, work, tidy, fault):
    """Of all.  It locks, so that nobody pays in between."""
    me = current_process().name
    account.acquire()
    say(f"{me}: has the account")
    for i in range(1, wages + 1):
        pay(account, balance, work,
            i == wages and fault == "forget-release")
        say(f"{me}: paid {i} of {wages}")
    account.release()
    sleep(tidy)
    say(f"{me}: goes home")


def main(tellers, wages, work, apart, tidy, fault):
    account = Lock() if fault == "plain-lock" else RLock()
    balance = Value("i", 100, lock=False)
    started = []
    for i in range(1, tellers + 1):
        teller = Process(name=f"teller-{i}", target=pay_all,
                         args=(account, balance, wages, work,
                               tidy, fault))
        teller.start()
        started.append(teller)
        sleep(apart)
    for teller in started:
        teller.join()
    with account:
        say(f"main: {balance.value} left")


def parameters():
    """The defaults, changed by arguments such as wages=5."""
    result = dict(tellers=2, wages=3, work=0.6, apart=0.4,
                  tidy=1.0, fault="")
    least = dict(tellers=1, wages=1)
    most = dict(tellers=5, wages=20, work=60, apart=60, tidy=60)
    faults = ("", "plain-lock", "forget-release")
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
