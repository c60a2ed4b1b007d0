# SPDX-License-Identifier: MIT
"""Runners wait for the starting gun, an event.  One call sets
it, and all of them go.  It stays set: who comes late does
not wait.  For the next heat it has to be cleared."""

import sys
from multiprocessing import Event, Process, current_process
from time import sleep


def say(line):
    """In one piece: others say something, too."""
    print(line + "\n", end="", flush=True)


def run(gun, arrival, lap, patience):
    me = current_process().name
    sleep(arrival)
    if gun.is_set():
        say(f"{me}: nothing to wait for")
    shot = gun.wait(patience if patience > 0 else None)
    if not shot and patience > 0:
        say(f"{me}: no shot, I go home")
        sys.exit(1)
    say(f"{me}: off")
    sleep(lap)


def fire(gun, fault):
    if fault == "no-shot":
        return
    say("main: bang")
    gun.set()
    if fault == "clear-at-once":
        gun.clear()


def hold_heat(gun, heat, runners, apart, shot, lap, patience,
              fault):
    say(f"main: heat {heat + 1}")
    started = [Process(name=f"runner-{heat * runners + i + 1}",
                       target=run,
                       args=(gun, apart * i, lap, patience))
               for i in range(runners)]
    for runner in started:
        runner.start()
    sleep(shot)
    fire(gun, fault)
    for runner in started:
        runner.join()
    home = sum(runner.exitcode == 0 for runner in started)
    say(f"main: {home} have finished")
    if fault != "no-clear":
        gun.clear()


def main(heats, **race):
    gun = Event()
    for heat in range(heats):
        hold_heat(gun, heat, **race)


def parameters():
    """The defaults, changed by arguments such as heats=2."""
    result = dict(runners=4, heats=1, apart=0.5, shot=2.5,
                  lap=1.5, patience=0.0, fault="")
    least = dict(runners=1, heats=1)
    most = dict(runners=20, heats=5, apart=60, shot=60,
                lap=60, patience=60)
    faults = ("", "no-shot", "no-clear", "clear-at-once")
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
