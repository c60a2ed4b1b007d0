# SPDX-License-Identifier: MIT
"""Python's form of each exchange that the bench programs compare.

Reads lines "NAME CPUS" and answers each with one number, the figure of the
function NAME in the unit that its row in the bench program has.  CPUS says
where the parties of the exchange run, in turn: "0", "0,1", or "-" for
anywhere.  Only the standard library, Python 3.9 or newer.
"""

import os
import sys
from time import perf_counter as now

context = None  # of multiprocessing, by fork
cpus = []
usable = os.sched_getaffinity(0)


def take_place(party):
    os.sched_setaffinity(0, {cpus[party % len(cpus)]} if cpus else usable)


def square(x):
    return x * x


def nothing():
    pass


# -- parties that begin together -------------------------------------------


def take_part(party, function, args, ready, go, ends):
    take_place(party)
    ready.release()
    go.wait()
    function(party, *args)
    ends.put(now())


def together(parties, function, *args):
    """Seconds from when all are there until the last has done."""
    ready, go = context.Semaphore(0), context.Event()
    ends = context.SimpleQueue()
    children = [
        context.Process(
            target=take_part, args=(i, function, args, ready, go, ends)
        )
        for i in range(parties)
    ]
    for child in children:
        child.start()
    for child in children:
        ready.acquire()
    begin = now()
    go.set()
    end = max(ends.get() for child in children)
    for child in children:
        child.join()
    return end - begin


# -- queues ----------------------------------------------------------------

MESSAGES, TRIPS = 10000, 400
PAYLOAD = b"m" * 64


def produce_or_consume(party, queue, share):
    for _ in range(share):
        if party % 2:
            queue.put(PAYLOAD)
        else:
            queue.get()


def queue(n):
    q = context.Queue()
    share = MESSAGES // n
    return share * n / together(2 * n, produce_or_consume, q, share)


def echo(party, there, back):
    for _ in range(TRIPS):
        if party:
            back.put(there.get())
        else:
            there.put(PAYLOAD)
            back.get()


def queue_trip():
    there, back = context.SimpleQueue(), context.SimpleQueue()
    return together(2, echo, there, back) / TRIPS * 1e6


# -- pipes -----------------------------------------------------------------


def echo_bytes(party, ends):
    for _ in range(TRIPS):
        if party:
            ends[1].send_bytes(ends[1].recv_bytes())
        else:
            ends[0].send_bytes(PAYLOAD)
            ends[0].recv_bytes()


def pipe_trip():
    return together(2, echo_bytes, context.Pipe()) / TRIPS * 1e6


def one_way(party, ends):
    for _ in range(MESSAGES):
        if party:
            ends[1].send_bytes(PAYLOAD)
        else:
            ends[0].recv_bytes()


def pipe_one_way():
    return MESSAGES / together(2, one_way, context.Pipe(duplex=False))


def large(party, ends):
    payload = bytes(1 << 20)
    for _ in range(20):
        if party:
            ends[1].send_bytes(payload)
        else:
            ends[0].recv_bytes()


def pipe_large():
    return 20 / together(2, large, context.Pipe(duplex=False))


# -- pools and executors ---------------------------------------------------

ITEMS = {1: 4000, 100: 100000}


def take_next_place(counter):
    with counter.get_lock():
        counter.value += 1
        take_place(counter.value)


def pool(workers=2):
    counter = context.Value("i", 0)
    p = context.Pool(workers, take_next_place, (counter,))
    p.map(square, range(100), 1)
    return p


def pool_map(chunk):
    with pool() as p:
        items = range(ITEMS[chunk])
        begin = now()
        p.map(square, items, chunk)
        return len(items) / (now() - begin)


def pool_apply():
    with pool() as p:
        begin = now()
        for i in range(TRIPS):
            p.apply_async(square, (i,)).get()
        return (now() - begin) / TRIPS * 1e6


def executor():
    from concurrent.futures import ProcessPoolExecutor

    counter = context.Value("i", 0)
    with ProcessPoolExecutor(2, context, take_next_place, (counter,)) as e:
        for _ in e.map(square, range(20)):
            pass
        begin = now()
        futures = [e.submit(square, i) for i in range(TRIPS)]
        for f in futures:
            f.result()
        return TRIPS / (now() - begin)


def pss(pid):
    with open(f"/proc/{pid}/smaps_rollup") as f:
        for line in f:
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return -1


def pool_pss():
    with pool(4) as p:
        workers = [child.pid for child in context.active_children()]
        return sum(map(pss, workers)) / len(workers)


# -- locks and barriers ----------------------------------------------------

LOCKS, ROUNDS = 100000, 400


def hold(party, lock, share):
    for _ in range(share):
        lock.acquire()
        lock.release()


def lock(n):
    share = LOCKS // n
    return share * n / together(n, hold, context.Lock(), share)


def meet(party, barrier):
    for _ in range(ROUNDS):
        barrier.wait()


def barrier(n):
    return ROUNDS / together(n, meet, context.Barrier(n))


def toss(party, events):
    for _ in range(TRIPS):
        if not party:
            events[0].set()
        events[not party].wait()
        events[not party].clear()
        if party:
            events[1].set()


def event_trip():
    events = context.Event(), context.Event()
    return together(2, toss, events) / TRIPS * 1e6


# -- processes -------------------------------------------------------------


def start(method, n):
    import multiprocessing

    chosen = multiprocessing.get_context(method)
    chosen.Process(target=nothing).start()  # the server, where there is one
    begin = now()
    for _ in range(n):
        child = chosen.Process(target=nothing)
        child.start()
        child.join()
    return n / (now() - begin)


# -- managers --------------------------------------------------------------


def get_often(party, namespace):
    for _ in range(TRIPS if party else 0):
        namespace.x


def set_often(party, namespace):
    for i in range(TRIPS if party else 0):
        namespace.x = i


def namespace(function):
    from multiprocessing.managers import SyncManager

    with SyncManager(ctx=context) as manager:
        shared = manager.Namespace()
        shared.x = 1
        return TRIPS / together(2, function, shared)


# -- the requests ----------------------------------------------------------

FIGURES = {
    "queue_1x1": lambda: queue(1),
    "queue_4x4": lambda: queue(4),
    "queue_trip": queue_trip,
    "pipe_trip": pipe_trip,
    "pipe_one_way": pipe_one_way,
    "pipe_large": pipe_large,
    "pool_map_1": lambda: pool_map(1),
    "pool_map_100": lambda: pool_map(100),
    "pool_apply": pool_apply,
    "pool_pss": pool_pss,
    "executor": executor,
    "lock_1": lambda: lock(1),
    "lock_2": lambda: lock(2),
    "lock_4": lambda: lock(4),
    "barrier_2": lambda: barrier(2),
    "barrier_4": lambda: barrier(4),
    "event_trip": event_trip,
    "start_fork": lambda: start("fork", 30),
    "start_forkserver": lambda: start("forkserver", 10),
    "start_spawn": lambda: start("spawn", 2),
    "namespace_get": lambda: namespace(get_often),
    "namespace_set": lambda: namespace(set_often),
}


def main():
    global context, cpus
    import multiprocessing

    if sys.version_info < (3, 9):
        sys.exit("too old")
    context = multiprocessing.get_context("fork")
    print(0, flush=True)
    for line in iter(sys.stdin.readline, ""):
        name, places = line.split()
        cpus = [] if places == "-" else [int(c) for c in places.split(",")]
        take_place(0)
        try:
            print(f"{FIGURES[name]():.6f}", flush=True)
        except Exception as error:
            print(f"{name}: {error!r}", file=sys.stderr)
            print(-1, flush=True)


if __name__ == "__main__":
    main()
