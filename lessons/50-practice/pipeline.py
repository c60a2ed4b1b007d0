# SPDX-License-Identifier: MIT
"""A pipeline: pictures are read, made small, and written.
Three stages, with a queue between each two."""

import sys
from multiprocessing import Process, Queue, Value, connection
from multiprocessing import current_process
from time import monotonic, sleep

MOST = 1000
MOST_WORKERS = 8  # in a stage
NO_MORE = -1  # the sentinel


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


class Stage:
    def __init__(self, name, count, seconds, large=1):
        self.name, self.count = name, count
        self.seconds, self.large = seconds, large
        self.source = self.target = None  # queues

    def take(self, pictures, begun):
        """The number of a picture, or NO_MORE."""
        if self.source:
            return self.source.get()
        with begun.get_lock():
            begun.value += 1
            picture = begun.value
        return picture if picture <= pictures else NO_MORE

    def work_on(self, picture, written):
        slow = self.large if picture == 1 else 1
        sleep(self.seconds * slow)
        if self.target:
            self.target.put(picture)
            return
        say(f"wrote picture {picture}")
        with written.get_lock():
            written.value += 1

    def run(self, pictures, begun, written, in_order):
        done, turn, here = 0, 1, set()
        keep = not self.target and in_order and self.count == 1
        while True:
            picture = self.take(pictures, begun)
            if picture == NO_MORE:
                break
            done += 1
            if not keep:
                self.work_on(picture, written)
                continue
            # Put aside what came early, until its turn.
            here.add(picture)
            while turn in here:
                self.work_on(turn, written)
                turn += 1
        say(f"{current_process().name}: {done} pictures")


def pass_on_the_end(stage, following, started, fault):
    """When all of a stage have ended, their items are in the
    queue.  To tell the next stage earlier is not safe here: a
    put returns before its item is there."""
    if fault == "first-out":
        connection.wait([p.sentinel for p in started])
    else:
        for process in started:
            process.join()
    if following:
        many = 1 if fault == "one-sentinel" else following.count
        for _ in range(many):
            stage.target.put(NO_MORE)


def main(pictures, room, readers, scalers, writers, read,
         scale, write, large, in_order, fault):
    begin = monotonic()
    begun, written = Value("i", 0), Value("i", 0)
    stages = [Stage("reader", readers, read),
              Stage("scaler", scalers, scale, large),
              Stage("writer", writers, write)]
    for before, after in zip(stages, stages[1:]):
        before.target = after.source = Queue(room)
    started = []
    for stage in stages:
        started.append([Process(
            name=stage.name + f"-{i + 1}" * (stage.count > 1),
            target=stage.run,
            args=(pictures, begun, written, in_order))
            for i in range(stage.count)])
        for process in started[-1]:
            process.start()
    for i, stage in enumerate(stages):
        following = stages[i + 1] if i < 2 else None
        pass_on_the_end(stage, following, started[i], fault)
    for process in sum(started, []):
        process.join()
    took = monotonic() - begin
    print(f"main: {written.value} of {pictures} pictures"
          f" in ~{took:.1f} s")


def parameters():
    """The defaults, changed by arguments such as scalers=2."""
    result = dict(pictures=16, room=2, readers=1, scalers=1,
                  writers=1, read=0.1, scale=0.5, write=0.25,
                  large=1, in_order=0, fault="")
    least = dict(room=1, readers=1, scalers=1, writers=1,
                 large=1)
    most = dict(pictures=MOST, room=100, readers=MOST_WORKERS,
                scalers=MOST_WORKERS, writers=MOST_WORKERS,
                large=10, in_order=1)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("first-out", "one-sentinel"):
                    raise ValueError
            elif not (least.get(name, 0) <= value
                      <= most.get(name, 60)):
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
