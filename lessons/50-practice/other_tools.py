# SPDX-License-Identifier: MIT
"""Eight jobs that wait, four at a time: by a pool, and by
tools of the shell, those that are installed here."""

import os
import subprocess
import sys
from multiprocessing import get_context
from shutil import which
from time import monotonic, sleep

fork = get_context("fork")  # a worker has what main has

# What one would type.  In $job is the work of one job.
LINES = dict(
    xargs='seq $jobs |'
          'xargs -P $workers -I{} sh -c "$job" {}',
    make='echo \'job-%: ; @sh -c "$$job" $*\' |'
         'make -s -j $workers -f - $(seq -f job-%g $jobs)',
    parallel='export PARALLEL_HOME=$(mktemp -d);'
             'seq $jobs |'
             'parallel -j $workers \'sh -c "$job" {}\';'
             'status=$?; rm -r $PARALLEL_HOME;'
             'exit $status')

# What it took on another machine, in seconds, for 8 jobs of
# 0.3 s, 4 at a time: Debian 12, November 2026.
RECORDED = dict(xargs=0.6, make=0.6, parallel=0.9, OpenMP=0.6,
                MPI=0.9, joblib=3.3, Dask=3.6)

JOB = ("if [ $0 = $fails ]; then sleep $half; exit 1; fi;"
       "sleep $each; echo $0")


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def job(number, each, fails):
    """True if it is done."""
    sleep(each / 2 if number == fails else each)
    return number != fails


def alone(jobs, workers, each, fails):
    return [job(i + 1, each, fails) for i in range(jobs)]


def by_pool(jobs, workers, each, fails):
    with fork.Pool(workers) as pool:
        return pool.starmap(
            job, [(i + 1, each, fails) for i in range(jobs)],
            chunksize=1)


def by_tool(line):
    """How many jobs have said so, and its exit status."""
    run = subprocess.run(line, shell=True, text=True,
                         stdout=subprocess.PIPE)
    return len(run.stdout.split()), run.returncode


def report(name, begin, status, done):
    say(f"{name}: status {status}, ~{done} jobs done"
        f" in ~{monotonic() - begin:.1f} s")


def main(jobs, workers, each, fault):
    fails = 3 if fault else 0
    os.environ.update(jobs=str(jobs), workers=str(workers),
                      each=f"{each:g}", half=f"{each / 2:g}",
                      fails=str(fails), job=JOB)
    # if a make has started this
    os.environ.pop("MAKEFLAGS", None)
    for name, run in dict(alone=alone, pool=by_pool).items():
        begin = monotonic()
        done = run(jobs, workers, each, fails)
        report(name, begin, int(not all(done)), sum(done))
    for name, line in LINES.items():
        if not which(name):
            continue
        begin = monotonic()
        done, status = by_tool(line)
        report(name, begin, status, done)
    same = (jobs, workers, each, fault) == (8, 4, 0.3, "")
    for name, seconds in RECORDED.items():
        if name in LINES and which(name):
            continue
        if same:
            say(f"{name}: not here, recorded {seconds:.1f} s")
        elif name in LINES:
            say(f"{name}: not here")


def parameters():
    """The defaults, changed by arguments: workers=2."""
    result = dict(jobs=8, workers=4, each=0.3, fault="")
    least = dict(jobs=1, workers=1)
    most = dict(jobs=16, workers=16, each=60)
    for argument in sys.argv[1:]:
        name, _, text = argument.partition("=")
        try:
            value = type(result[name])(text)
            if name == "fault":
                if text not in ("", "third-fails"):
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
