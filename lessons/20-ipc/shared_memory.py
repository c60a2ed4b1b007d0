# SPDX-License-Identifier: MIT
"""Memory that processes have in common: at two doors of a
museum those who come in are counted, and a sign shows how
many there were.  Nobody sends anybody anything."""

import sys
from multiprocessing import Array, Process, Value
from time import sleep

counted = 0  # of each process its own


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def count(total, doors, door, walk, fault):
    """Add one: as a whole, or read, think, and write."""
    global counted
    if fault == "two-steps":
        n = total.value
        sleep(walk)
        total.value = n + 1
    else:
        with total.get_lock():
            total.value += 1
    if fault == "one-cell":
        door = 0  # both doors the same one
    with doors.get_lock():
        doors[door] += 1
    counted += 1


def let_in(total, doors, door, visitors, walk, fault):
    for _ in range(visitors):
        sleep(walk)
        count(total, doors, door, walk, fault)
    say(f"door-{door + 1} has counted {counted}")


def show(total, looks, rest):
    for _ in range(looks):
        sleep(rest)
        shown = total.value  # kept until the next look
    say(f"sign: looked {looks} times")


def main(visitors, looks, walk, rest, fault):
    total = Value("i", 0)  # one cell, the same for all
    doors = Array("i", 2)  # two, one for each door
    started = [
        Process(name=f"door-{i + 1}", target=let_in,
                args=(total, doors, i, visitors, walk, fault))
        for i in range(2)]
    if looks:
        started.append(Process(
            name="sign", target=show,
            args=(total, looks, rest)))
    for process in started:
        process.start()
    for process in started:
        process.join()
    say(f"main: {total.value} came in, "
        f"{counted} in my own count")
    return int(any(p.exitcode != 0 for p in started))


def parameters():
    """The defaults, changed by arguments such as looks=3."""
    result = dict(visitors=10, looks=5, walk=0.3, rest=0.7,
                  fault="")
    most = dict(visitors=1000, looks=1000, walk=60, rest=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "one-cell", "two-steps"):
                    raise ValueError
            elif not 0 <= value <= most[name]:
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
