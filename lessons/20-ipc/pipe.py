# SPDX-License-Identifier: MIT
"""Numbers through a pipe: what the sender sends at one end,
the receiver gets at the other."""

import sys
from multiprocessing import Pipe, Process
from time import sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def give(in_end, out_end, numbers, size, answers, make, seed):
    in_end.close()
    for _ in range(numbers):
        seed = (seed * 1103515245 + 12345) % 2**31
        number = 1 + (seed >> 16) % 10
        sleep(make)
        out_end.send_bytes(b"%-*d" % (size, number))
        say(f"sender sent {number}")
        if answers:
            say(f"sender hears: {out_end.recv()} so far")


def collect(in_end, out_end, answers, late, use, fault):
    count = total = 0
    if fault != "keep-write-end":
        out_end.close()
    sleep(late)
    while True:
        try:
            message = in_end.recv_bytes()
        except EOFError:
            break
        number = int(message)
        count += 1
        total += number
        say(f"receiver got {number}")
        if answers:
            in_end.send(total)
        sleep(use)
        if count == 3 and fault == "leave-early":
            return
    say(f"receiver: {count} numbers, sum {total}")


def main(numbers, bytes, answers, make, late, use, seed, fault):
    in_end, out_end = Pipe(duplex=bool(answers))
    sender = Process(
        name="sender", target=give,
        args=(in_end, out_end, numbers, bytes, answers, make,
              seed))
    receiver = Process(
        name="receiver", target=collect,
        args=(in_end, out_end, answers, late, use, fault))
    sender.start()
    receiver.start()
    in_end.close()  # main uses neither
    out_end.close()
    sender.join()
    receiver.join()
    return int(sender.exitcode != 0 or receiver.exitcode != 0)


def parameters():
    """The defaults, changed by arguments such as numbers=20."""
    result = dict(numbers=10, bytes=4, answers=0, make=0.3,
                  late=0.0, use=0.1, seed=1, fault="")
    least = dict(bytes=4)
    most = dict(numbers=100, bytes=65536, answers=1,
                make=60, late=60, use=60)
    faults = ("", "keep-write-end", "leave-early")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in faults:
                    raise ValueError
            elif not (least.get(name, 0) <= value
                      <= most.get(name, 1000000)):
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
