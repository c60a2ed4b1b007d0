# SPDX-License-Identifier: MIT
"""Patients send their names into a queue, each with a
priority; the doctor answers to each alone.

Python has neither POSIX nor System V message queues.  Here a
PriorityQueue that a manager's process keeps stands in for the
one, and a queue for each patient for the types of the other."""

import sys
from multiprocessing import Process, SimpleQueue
from multiprocessing.managers import BaseManager
from queue import PriorityQueue
from time import sleep


class Keeper(BaseManager):
    pass


Keeper.register("PriorityQueue", PriorityQueue)


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def patient(waiting, answers, me, urgent):
    # The least comes first; of equals the one before.
    waiting.put((-urgent, me))
    say(f"patient-{me}: {answers[me].get()}")


def doctor(waiting, answers, patients, treat, fault):
    for _ in range(patients):
        priority, number = waiting.get()
        say(f"doctor: patient-{number}, priority {-priority}")
        sleep(treat)
        kind = 1 if fault == "one-type" else number
        answers[kind].put("go home")


def print_limit(path):
    try:
        with open(path) as f:
            line = f.readline()
    except OSError:
        line = "?\n"
    say(f"limit: {path.rpartition('/')[2]} is {line.rstrip()}")


def main(patients, room, seed, arrive, treat, fault):
    keeper = Keeper()
    keeper.start()
    waiting = keeper.PriorityQueue(room)
    answers = {i + 1: SimpleQueue() for i in range(patients)}
    print_limit("/proc/sys/fs/mqueue/msg_max")
    print_limit("/proc/sys/fs/mqueue/msgsize_max")
    print_limit("/proc/sys/kernel/msgmnb")
    started = []
    for i in range(patients + 1):
        seed = (seed * 1103515245 + 12345) % 2**31
        urgent = 1 + (seed >> 16) % 9
        if fault == "same-priority":
            urgent = 1
        process = Process(name=f"patient-{i + 1}",
                          target=patient,
                          args=(waiting, answers, i + 1, urgent))
        if i == patients:
            process = Process(name="doctor", target=doctor,
                              args=(waiting, answers, patients,
                                    treat, fault))
        process.start()
        started.append(process)
        sleep(arrive)
    for process in started:
        process.join()
    keeper.shutdown()
    return int(any(p.exitcode != 0 for p in started))


def parameters():
    """The defaults, changed by arguments such as room=2."""
    result = dict(patients=5, room=5, seed=25, arrive=0.4,
                  treat=0.6, fault="")
    least = dict(patients=1, room=1)
    most = dict(patients=9, room=10, seed=1000000, arrive=60,
                treat=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "one-type",
                                 "same-priority"):
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
