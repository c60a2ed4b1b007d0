# SPDX-License-Identifier: MIT
"""When is all work done?  Not when the queue is empty: then
the last jobs have been taken, and no more.  So workers
report each job that is done, and main waits for that."""

import sys
from multiprocessing import (JoinableQueue, Process, Queue,
                             current_process)
from time import sleep

NO_MORE = -1  # the sentinel


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def report(todo, job, fault):
    """The one call that this lesson is about."""
    if job == 1 and fault == "forget-task-done":
        return
    if fault == "done-twice":
        todo.task_done()
    todo.task_done()


def square(todo, results, work, fault):
    me = current_process().name
    job = failed = 0
    while job != NO_MORE:
        job = todo.get()
        if job != NO_MORE:
            sleep(work)
            results.put(job * job)
            say(f"{me}: {job} gives {job * job}")
        try:
            report(todo, job, fault)
        except ValueError:
            say(f"{me}: task_done once too often")
            failed = 1
    sys.exit(failed)


def wait_and_take(todo, results, jobs, workers):
    """What main does when the workers are there."""
    todo.join()
    there = results.qsize()
    say(f"main: all done, {there} results are there")
    total = sum(results.get() for _ in range(jobs))
    say(f"main: sum of the squares {total}")
    for _ in range(workers):
        todo.put(NO_MORE)


def main(jobs, workers, room, work, fault):
    todo = JoinableQueue(jobs + 1)
    results = Queue(room)
    for job in range(1, jobs + 1):
        todo.put(job)
    started = [Process(name=f"worker-{i}", target=square,
                       args=(todo, results, work, fault))
               for i in range(1, workers + 1)]
    for process in started:
        process.start()
    wait_and_take(todo, results, jobs, workers)
    for process in started:
        process.join()
        if process.exitcode != 0:
            say(f"main: {process.name} has failed")


def parameters():
    """The defaults, changed by arguments such as jobs=20."""
    result = dict(jobs=9, workers=3, room=20, work=0.8, fault="")
    least = dict(workers=1, room=1)
    most = dict(jobs=1000, workers=20, room=1000, work=60)
    faults = ("", "forget-task-done", "done-twice")
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
