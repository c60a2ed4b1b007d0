# SPDX-License-Identifier: MIT
"""What crosses from process to process is bytes.  Orders go
through a pipe, as messages of which both know the form."""

import os
import struct
import sys
from multiprocessing import get_context
from time import sleep

Process = get_context("fork").Process  # which has the pipe
HEAD = struct.Struct(">II")  # length and checksum
PIECES = struct.Struct(">I")  # the highest byte first
OWN = struct.Struct("=I")  # as it lies in memory
MOST = 23  # bytes of a body

THINGS = ["nails", "hinges", "doors", "lock"]
HOW_MANY = [258, 12, 3, 1]
text = "nothing"


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def checksum(body):
    total = 0
    for byte in body:
        total = (total * 31 + byte) % 2**32
    return total


def serialise(i, pointer, fault):
    global text
    text = THINGS[i % 4]
    form = OWN if fault == "own-order" else PIECES
    body = form.pack(HOW_MANY[i % 4])
    # There are no pointers in Python.  A name is one, too.
    body += b"text" if pointer else text.encode()
    return HEAD.pack(len(body), checksum(body)) + body


def send_all(ends, orders, cut, flip, pointer, make, fault):
    os.close(ends[0])
    for i in range(orders):
        message = bytearray(serialise(i, pointer, fault))
        last = i == orders - 1
        sleep(make)
        if last and 0 < flip <= len(message):
            message[flip - 1] ^= 1
        if last and 0 < cut < len(message):
            del message[cut:]
        say(f"sender: {HOW_MANY[i % 4]} {text}")
        os.write(ends[1], message)


def take(end, n):
    """That many bytes: fewer only if no more come."""
    have = b""
    while len(have) < n:
        more = os.read(end, n - len(have))
        if not more:
            break
        have += more
    return have


def receive(end, fault):
    """The next body, None at the end; or ValueError."""
    head = take(end, HEAD.size)
    if not head:
        return None
    if len(head) < HEAD.size:
        raise ValueError("it is cut short")
    length, total = HEAD.unpack(head)
    if not PIECES.size <= length <= MOST:
        raise ValueError("no message is so long")
    body = take(end, length)
    if len(body) < length:
        raise ValueError("it is cut short")
    if checksum(body) != total and fault != "no-check":
        raise ValueError("the checksum is another")
    return body


def receive_all(ends, pointer, late, fault):
    os.close(ends[1])
    sleep(late)
    try:
        while (body := receive(ends[0], fault)) is not None:
            pieces, = PIECES.unpack_from(body)
            what = body[PIECES.size:].decode()
            if pointer:  # look where it points
                what = globals()[what]
            say(f"receiver: {pieces} {what}")
    except ValueError as wrong:
        say(f"receiver refuses: {wrong}")
        sys.exit(1)


def main(orders, cut, flip, pointer, make, late, fault):
    ends = os.pipe()
    sender = Process(name="sender", target=send_all, args=(
        ends, orders, cut, flip, pointer, make, fault))
    receiver = Process(name="receiver", target=receive_all,
                       args=(ends, pointer, late, fault))
    sender.start()
    receiver.start()
    for end in ends:
        os.close(end)
    sender.join()
    receiver.join()
    status = receiver.exitcode
    say(f"main: the receiver ended with {status}")


def parameters():
    """The defaults, changed by arguments such as cut=9."""
    result = dict(orders=4, cut=0, flip=0, pointer=0,
                  make=0.8, late=2.0, fault="")
    most = dict(orders=8, cut=20, flip=20, pointer=1)
    for argument in sys.argv[1:]:
        name, _, word = argument.partition("=")
        try:
            value = type(result[name])(word)
            if name == "fault":
                if value not in ("own-order", "no-check"):
                    raise ValueError
            elif not 0 <= value <= most.get(name, 60):
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
