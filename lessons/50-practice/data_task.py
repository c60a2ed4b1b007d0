# SPDX-License-Identifier: MIT
"""Twelve months, three questions: 36 pieces of work in a
table.  Workers share its columns (the data) or its rows
(the tasks), and have one CPU, or several."""

import os
import sys
from multiprocessing import Array, Process, current_process
from resource import (RUSAGE_CHILDREN, RUSAGE_SELF,
                      getrusage)
from time import monotonic, process_time, sleep

TASKS = ["coldest", "warmest", "mean"]
DEGREES = [0, 2, 4, 9, 14, 16, 19, 19, 13, 10, 5, 3]
FAULTS = ["mean-of-means"]


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def pin(wanted):
    """From now on on so many CPUs, and the children too."""
    some = sorted(os.sched_getaffinity(0))[:wanted]
    os.sched_setaffinity(0, some)
    return len(some)


def spend(seconds, cpus):
    end = process_time() + seconds
    if not cpus:
        sleep(seconds)  # takes time, and no CPU
    while cpus and process_time() < end:
        pass


def answer(task, values):
    if task == "mean":
        return sum(values) / len(values)
    return min(values) if task == "coldest" else max(values)


def work(number, months, tasks, found, cpus, slow, each):
    begin = monotonic()
    for task in tasks:
        for _ in months:
            spend(each * (slow if task == "mean" else 1), cpus)
        found[number * len(TASKS) + TASKS.index(task)] = (
            answer(task, months))
    used = getrusage(RUSAGE_SELF)
    say(f"{current_process().name}: CPU ~{process_time():.1f}"
        f" of ~{monotonic() - begin:.1f} s,"
        f" ~{used.ru_nivcsw + 1} turns")


def put_together(task, parts, found, fault):
    """One answer from those of the parts."""
    values = []
    for number, (months, tasks) in enumerate(parts):
        if task not in tasks:
            continue
        one = found[number * len(TASKS) + TASKS.index(task)]
        weight = 1 if fault == "mean-of-means" else len(months)
        values += [one] * weight
    return answer(task, values)


def cut(table, i, workers):
    """Of the rows or columns, those of worker i."""
    many = len(table)
    n = min(many, workers)
    first, last = ((many * k + n - 1) // n if k < n else many
                   for k in (i, i + 1))
    return table[first:last]


def main(workers, by_task, cpus, slow, each, fault):
    found = Array("d", workers * len(TASKS))
    if cpus:
        cpus = pin(cpus)
        say(f"CPUs to run on: {cpus}")
    begin = monotonic()
    if by_task:
        parts = [(DEGREES, cut(TASKS, i, workers))
                 for i in range(workers)]
    else:
        parts = [(cut(DEGREES, i, workers), TASKS)
                 for i in range(workers)]
    processes = []
    for i, (months, tasks) in enumerate(parts):
        named = by_task and i < len(TASKS)
        processes.append(Process(
            name=tasks[0] if named else f"part-{i + 1}",
            target=work, args=(i, months, tasks, found, cpus,
                               slow, each)))
        processes[-1].start()
    for process in processes:
        process.join()
    time = monotonic() - begin
    used = getrusage(RUSAGE_CHILDREN)
    busy = (used.ru_utime + used.ru_stime) / time
    say(f"all in ~{time:.1f} s, ~{busy:.1f} CPUs busy")
    for task in TASKS:
        result = put_together(task, parts, found, fault)
        say(f"{task} {result:.1f}")


def parameters():
    """The defaults, changed by arguments such as workers=3."""
    result = dict(workers=2, by_task=0, cpus=1, slow=1,
                  each=0.1, fault="")
    least = dict(workers=1, slow=1)
    most = dict(workers=12, by_task=1, cpus=64, slow=10,
                each=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if text not in FAULTS:
                    raise ValueError
            elif not least.get(name, 0) <= value <= most[name]:
                raise ValueError
        except (KeyError, ValueError):
            print(f"{argument} is not allowed; there are",
                  *(f"{k}={v}" for k, v in result.items()),
                  "and faults:", *FAULTS, file=sys.stderr)
            sys.exit(2)
        result[name] = value
    return result


if __name__ == "__main__":
    main(**parameters())
