"""Several processes that live and die together: forked from one parent after the imports, so that they share its memory.

Each child watches its parent: `kill -9` of the parent leaves nothing behind. The parent watches its children: when one stops,
it says so and stops the others; nothing is restarted silently.
"""

import gc
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Run = Callable[[], object]
Say = Callable[[str], object]

WATCHED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
PARENT_EVERY = 0.5
ORPHAN_GRACE = 5.0


@dataclass
class Family:
    """The children of this process, by name. `grace`: seconds between SIGTERM and SIGKILL."""

    say: Say
    grace: float = 10.0
    _names: dict[int, str] = field(default_factory=dict)

    def run(self, children: Mapping[str, Run]) -> int:
        """Start every child, wait for SIGTERM or SIGINT or for one of them to stop, stop the rest. Answers the exit code: 0 when asked to
        stop, 1 when a child stopped by itself. Call it from a process without threads or open connections."""
        gc.collect()
        gc.freeze()
        signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        for name, run in children.items():
            self._start(name, run)
        asked = self._wait()
        self._stop()
        return 0 if asked else 1

    def _start(self, name: str, run: Run) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            self._names[pid] = name
            return
        code = 1
        try:
            # Its own group: Ctrl+C reaches the parent only, which then asks each child once.
            os.setpgid(0, 0)
            for number in WATCHED:
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
            threading.Thread(target=_die_with, args=(parent,), name="parent-watch", daemon=True).start()
            run()
            code = 0
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        except BaseException:  # noqa: BLE001 - whatever happens, a child never returns into the code of its parent
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _wait(self) -> bool:
        """True when a signal asks to stop, False when a child stopped."""
        while True:
            number = signal.sigwait(WATCHED)
            if number != signal.SIGCHLD:
                return True
            for name, status in self._reap():
                self.say(f"{name}: stopped by itself ({_how(status)}).")
                return False

    def _stop(self) -> None:
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + self.grace
        while self._names and time.monotonic() < deadline:
            time.sleep(0.05)
            self._reap()
        if self._names:
            self.say(f"Still there after {self.grace:.0f} s, killed: {', '.join(self._names.values())}.")
            self._signal(signal.SIGKILL)
            while self._names:
                time.sleep(0.05)
                self._reap()

    def _signal(self, number: signal.Signals) -> None:
        for pid in self._names:
            os.kill(pid, number)

    def _reap(self) -> list[tuple[str, int]]:
        gone: list[tuple[str, int]] = []
        for pid in list(self._names):
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                gone.append((self._names.pop(pid), status))
        return gone


def _die_with(parent: int) -> None:
    """Ask this process to stop once its parent is gone, then insist."""
    while os.getppid() == parent:
        time.sleep(PARENT_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORPHAN_GRACE)
    os._exit(1)


def _how(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
