# SPDX-License-Identifier: MIT
"""How often is each word in a text?  Six stages of one
program, from one process to a pool that loses a worker."""

import os
import sys
from collections import Counter
from multiprocessing import (Pool, Process, Queue, TimeoutError,
                             Value, current_process)
from signal import SIGKILL
from time import sleep

# A nursery rhyme.  Each verse adds a part to the last one:
# "This is" and that part, and then all the earlier ones.
PARTS = (
    "the house that Jack built",
    "the malt that lay in",
    "the rat that ate",
    "the cat that killed",
    "the dog that worried",
    "the cow with the crumpled horn that tossed",
    "the maiden all forlorn that milked",
    "the man all tattered and torn that kissed",
    "the priest all shaven and shorn that married",
    "the cock that crowed in the morn that waked",
    "the farmer sowing his corn that kept",
    "the horse and the hound and the horn that belonged to")
END = None  # the sentinel


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def count_verse(verse, word):
    lines = ("This is",) + PARTS[:verse][::-1]
    table = Counter(" ".join(lines).split())
    sleep(word * sum(table.values()))
    return table


def count_half(verses, word, counts):
    """Stages 2 and 3: one half.  `table` is this process's
    own."""
    table = Counter()
    for verse in verses:
        table += count_verse(verse, word)
    say(f"{current_process().name}:"
        f" {sum(table.values())} words")
    if counts is not None:
        for entry in table.items():
            counts.put(entry)
        counts.put(END)


def take_counts(table, counts, merge, fault):
    """Entries of both, until both have said the end."""
    ends = 1 if fault == "first-sentinel" else 2
    while ends > 0:
        entry = counts.get()
        if entry is END:
            ends -= 1
        elif fault == "overwrite":
            table[entry[0]] = entry[1]
        else:
            table[entry[0]] += entry[1]
        sleep(merge)


def two_halves(table, verses, cut, word, merge, counts, fault):
    halves = (range(1, cut + 1), range(cut + 1, verses + 1))
    started = [Process(name=name, target=count_half,
                       args=(half, word, counts))
               for name, half in zip(("first", "second"), halves)]
    for process in started:
        process.start()
    if counts is not None:
        take_counts(table, counts, merge, fault)
    for process in started:
        process.join()


def begin(value):
    """Each worker begins so: it gets the shared value."""
    global crashes_left
    crashes_left = value


def count_one(verse, word):
    """Map: the table of one verse."""
    table = count_verse(verse, word)
    if verse == 9:
        with crashes_left.get_lock():
            crashes_left.value -= 1
            left = crashes_left.value
        if left >= 0:
            os.kill(os.getpid(), SIGKILL)
    say(f"verse {verse}: {sum(table.values())} words")
    return table


def count_some(some, word):
    """A chunk."""
    return [count_one(verse, word) for verse in some]


def reduce(table, pool, chunks, word, retries, fault):
    """One table of all of them.  The task of a worker that is
    gone is never ready, so it is a matter of patience."""
    patience = 2 + word * 500
    results = [pool.apply_async(count_some, (some, word))
               for some in chunks]
    lost = 0
    for some, result in zip(chunks, results):
        for _ in range(retries + 1):
            try:
                for one in result.get(patience):
                    table.update(one)
                break
            except TimeoutError:
                result = pool.apply_async(count_some,
                                          (some, word))
        else:
            lost += 1
            if fault != "silent":
                say(f"main: verse {some[0]} is lost")
    return 0 if fault == "silent" else lost


def pool_of_counters(table, verses, workers, chunk,
                     longest_first, crashes, retries, word,
                     fault):
    order = list(range(1, verses + 1))
    if longest_first:
        order.reverse()
    chunks = [order[i:i + chunk]
              for i in range(0, verses, chunk)]
    with Pool(workers, begin, (Value("i", crashes),)) as pool:
        return reduce(table, pool, chunks, word, retries,
                      fault)


def checksum(table):
    """A number that depends on every word and every count,
    and not on their order."""
    result = 0
    for text, count in table.items():
        code = 0
        for c in text:
            code = (code * 31 + ord(c)) % 9973
        result = (result + code * count) % 9973
    return result


def main(stage, verses, cut, workers, chunk, longest_first,
         crashes, retries, word, merge, fault):
    table, lost = Counter(), 0
    if stage == 1:
        for verse in range(1, verses + 1):
            table += count_verse(verse, word)
    elif stage <= 3:
        two_halves(table, verses, cut, word, merge,
                   Queue(8) if stage == 3 else None, fault)
    else:
        lost = pool_of_counters(table, verses, workers, chunk,
                                longest_first, crashes,
                                retries, word, fault)
    say(f"main: {sum(table.values())} words,"
        f" {len(table)} different")
    say(f'main: "the" {table["the"]} times,'
        f" checksum {checksum(table)}")
    sys.exit(1 if lost else 0)


def parameters():
    """The defaults, changed by arguments such as stage=2."""
    result = dict(stage=1, verses=12, cut=6, workers=4,
                  chunk=1, longest_first=0, crashes=0,
                  retries=0, word=0.02, merge=0.03, fault="")
    least = dict(stage=1, verses=1, workers=1, chunk=1)
    most = dict(stage=6, verses=12, cut=12, workers=12,
                chunk=12, longest_first=1, crashes=9,
                retries=9, word=60, merge=60)
    faults = ("overwrite", "first-sentinel", "silent")
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if value not in faults:
                    raise ValueError
            elif not (least.get(name, 0) <= value
                      <= most[name]):
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
