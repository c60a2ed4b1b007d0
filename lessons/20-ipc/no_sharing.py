# SPDX-License-Identifier: MIT
"""Two doors of a museum, a process at each.  Both count in
`visitors`, but each has a `visitors` of its own, and so has
main.  Only a message brings the counts together."""

import sys
from multiprocessing import (Lock, Pipe, Process,
                             current_process)
from time import monotonic, sleep

visitors = 0  # by name the same, in each process


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def to_bytes(me, names):
    """The count as bytes, and some names to make it longer."""
    text = f"{me} {visitors}"
    text += "".join(f" guest-{i:06}"
                    for i in range(1, names + 1))
    return text.encode()


def tell(doors, turn, me, names):
    begin = monotonic()
    data = to_bytes(me, names)
    made = monotonic()
    with turn:  # or long messages of two get mixed
        doors.send_bytes(data)
    sent = monotonic()
    say(f"{me} tells {visitors} in {len(data)} bytes")
    say(f"{me}: made in ~{(made - begin) * 1e3:.2f} ms,"
        f" sent in ~{(sent - made) * 1e3:.2f} ms")


def count(desk, doors, turn, own, gap, report, names):
    global visitors
    me = current_process().name
    desk.close()
    for _ in range(own):
        sleep(gap)
        visitors += 1
    say(f"{me} has seen {visitors}")
    if report:
        tell(doors, turn, me, names)


def add_up(desk):
    """Add what is told, until nobody can tell any more."""
    global visitors
    begin = monotonic()
    came = 0
    while True:
        try:
            data = desk.recv_bytes()
        except EOFError:
            break
        visitors += int(data.split(maxsplit=2)[1])
        came += 1
    say(f"main: waited ~{(monotonic() - begin) * 1e3:.0f} ms")
    return came


def main(left, right, gap, report, names):
    desk, doors = Pipe(duplex=False)
    turn = Lock()
    started = [Process(name=name, target=count,
                       args=(desk, doors, turn, own, gap,
                             report, names))
               for name, own in (("left", left),
                                 ("right", right))]
    for process in started:
        process.start()
    doors.close()  # main only listens
    came = add_up(desk)
    say(f"main: {came} reports, {visitors} visitors")
    for process in started:
        process.join()


def parameters():
    """The defaults, changed by arguments such as left=20."""
    result = dict(left=5, right=7, gap=0.3, report=1, names=0)
    most = dict(left=100, right=100, gap=60, report=1,
                names=100000)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if not 0 <= value <= most[name]:
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
