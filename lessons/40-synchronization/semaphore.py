# SPDX-License-Identifier: MIT
"""A car park with 3 places, and 6 cars: a semaphore lets as
many in as there are places.  A second one is a bell: each
car that leaves rings it, and main waits for that."""

import sys
from multiprocessing import (BoundedSemaphore, Process,
                             Semaphore, Value, current_process)
from time import sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def count(more, inside, most):
    """For the reader: how many are inside, were at most."""
    with inside.get_lock():
        inside.value += more
        most.value = max(most.value, inside.value)
        return inside.value


def give_back(places, room, me):
    try:
        places.release()
    except ValueError:
        say(f"{me}: refused, all {room} are free")


def drive(places, room, bell, inside, most, visit, fault):
    me = current_process().name
    places.acquire()
    say(f"{me}: in, {count(1, inside, most)} inside")
    sleep(visit)
    count(-1, inside, most)
    say(f"{me}: out")
    if fault != "forget-release":
        give_back(places, room, me)
    if fault == "release-twice":
        give_back(places, room, me)
    bell.release()


def count_bells(places, bell, most, cars, nap):
    sleep(nap)
    for i in range(1, cars + 1):
        bell.acquire()
        say(f"main: the bell rang, {i}")
    say(f"main: at most {most.value} inside")
    say(f"main: {places.get_value()} places free")


def main(cars, room, bounded, gap, visit, nap, fault):
    make = BoundedSemaphore if bounded else Semaphore
    places = make(room)
    bell = Semaphore(0)
    inside = Value("i", 0)
    most = Value("i", 0)
    started = []
    for i in range(1, cars + 1):
        sleep(gap if started else 0)
        car = Process(name=f"car-{i}", target=drive,
                      args=(places, room, bell, inside, most,
                            visit, fault))
        car.start()
        started.append(car)
    count_bells(places, bell, most, cars, nap)
    for car in started:
        car.join()


def parameters():
    """The defaults, changed by arguments such as cars=9."""
    result = dict(cars=6, room=3, bounded=1, gap=0.3,
                  visit=2.0, nap=0.0, fault="")
    least = dict(cars=1, room=1)
    most = dict(cars=30, room=30, bounded=1, gap=60, visit=60,
                nap=60)
    faults = ("", "release-twice", "forget-release")
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
