# SPDX-License-Identifier: MIT
"""Several inputs, several workers, one table: inputs go out
through a queue, and results come back through another, each
with the name of the input that it belongs to."""

import sys
from multiprocessing import Process, Queue, current_process
from time import sleep

LIST = (30, 8, 9, 7, 28, 6, 4, 10)
NO_MORE = -1  # the sentinel


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def fib(n, step):
    """Fibonacci's number n, slow enough to be seen."""
    sleep(n * step)
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def work(inputs, results, step, fault):
    me = current_process().name
    count = steps = 0
    while (n := inputs.get()) != NO_MORE:
        say(f"{me} takes {n}")
        count += 1
        steps += n
        value = fib(n, step)
        results.put(value if fault == "no-name" else (n, value))
    say(f"{me}: {count} inputs, {steps} steps")


def collect(results):
    """The results as they come, by the names of the inputs."""
    table = {}
    for i, expected in enumerate(LIST):
        result = results.get()
        if isinstance(result, tuple):
            n, value = result
        else:  # no name: the next in the list?
            n, value = expected, result
        say(f"main: result {i + 1} is fib({n})")
        table[n] = value
    return table


def main(workers, deal, step, fault):
    results = Queue(len(LIST))
    inputs = [Queue() for _ in range(workers if deal else 1)]
    for i, n in enumerate(LIST):
        inputs[i % len(inputs)].put(n)
    for i in range(workers):
        inputs[i % len(inputs)].put(NO_MORE)
    started = [Process(name=f"worker-{i + 1}", target=work,
                       args=(inputs[i % len(inputs)], results,
                             step, fault))
               for i in range(workers)]
    for process in started:
        process.start()
    table = collect(results)
    for n in LIST:
        say(f"fib({n}) = {table[n]}")
    for process in started:
        process.join()


def parameters():
    """The defaults, changed by arguments such as workers=2."""
    result = dict(workers=4, deal=0, step=0.1, fault="")
    least = dict(workers=1)
    most = dict(workers=len(LIST), deal=1, step=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in ("", "no-name"):
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
