# SPDX-License-Identifier: MIT
"""Passing work through a queue: one process makes items, one
or more others use them.  Whoever is faster has to wait."""

import sys
from multiprocessing import Process, Queue, current_process
from time import sleep

NO_MORE = -1  # the sentinel


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def sentinels(consumers, fault):
    """One for each consumer, unless it is meant to go wrong."""
    if fault == "no-sentinel":
        return 0
    return 1 if fault == "one-sentinel" else consumers


def produce(tasks, items, consumers, make, seed, fault):
    total = 0
    for _ in range(items):
        seed = (seed * 1103515245 + 12345) % 2**31
        item = 1 + (seed >> 16) % 100
        sleep(make)
        tasks.put(item)
        say(f"producer made {item}")
        total += item
    for _ in range(sentinels(consumers, fault)):
        tasks.put(NO_MORE)
    say(f"producer: {items} items, sum {total}")


def consume(tasks, use):
    me = current_process().name
    count = total = 0
    while True:
        item = tasks.get()
        if item == NO_MORE:
            break
        sleep(use)
        say(f"{me} used {item}")
        count += 1
        total += item
    say(f"{me}: {count} items, sum {total}")


def main(items, capacity, consumers, make, use, seed, fault):
    tasks = Queue(capacity)
    started = [Process(
        name="producer", target=produce,
        args=(tasks, items, consumers, make, seed, fault))]
    for i in range(1, consumers + 1):
        name = "consumer" + f"-{i}" * (consumers > 1)
        started.append(Process(
            name=name, target=consume, args=(tasks, use)))
    for process in started:
        process.start()
    for process in started:
        process.join()
    return int(any(p.exitcode != 0 for p in started))


def parameters():
    """The defaults, changed by arguments such as items=20."""
    result = dict(items=10, capacity=4, consumers=1,
                  make=0.1, use=0.2, seed=1, fault="")
    least = dict(capacity=1, consumers=1)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("no-sentinel", "one-sentinel"):
                    raise ValueError
            elif not least.get(name, 0) <= value <= 1000000:
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
