"""Runs the steps of jobs, some at a time, each in a process of its own; a thread of the service watches over them.

What the service has left unfinished it goes on with when it starts. A process that dies is started again, a few times.
Where several services share a data folder, the first one runs everything.
"""

import fcntl
import logging
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass

from formgen.web.steps.kinds import PROGRAMS
from formgen.web.steps.store import DONE, FAILED, MOST_DEATHS, RUNNING, WAITING, Job, Jobs, NoJob

AT_ONCE = 2
# Seconds between two looks, while something runs and while nothing does.
_SOON, _LATER = 0.2, 2.0
_LOG = logging.getLogger("formgen.web")


@dataclass(frozen=True)
class _Running:
    job: Job
    process: subprocess.Popen[bytes]

    def end(self) -> None:
        """Kill it with all that it has started."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin:
            self.process.stdin.close()


class Runner:
    """One for each application; its thread begins with the first `wake()`."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs, self._awake, self._lock = jobs, threading.Event(), threading.RLock()
        self._thread: threading.Thread | None = None
        self._running: dict[str, _Running] = {}
        self._is_ended = False

    def wake(self) -> None:
        """There may be something to do."""
        with self._lock:
            if self._thread is None and not self._is_ended:
                self._thread = threading.Thread(target=self._watch, daemon=True)
                self._thread.start()
        self._awake.set()

    def let_go(self, job: Job) -> None:
        """End the job's process at once, if there is one: its folder is about to change."""
        with self._lock:
            if running := self._running.pop(job.id, None):
                running.end()

    def close(self) -> None:
        """End the thread and every process; what was unfinished stays so."""
        with self._lock:
            self._is_ended = True
        self._awake.set()
        if self._thread:
            self._thread.join()

    def _watch(self) -> None:
        with (self._jobs.folder / ".lock").open("ab") as lock:
            while not self._is_ended:
                with suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._work()
                self._sleep(_LATER)

    def _work(self) -> None:
        while not self._is_ended:
            try:
                with self._lock:
                    self._look()
                    self._resume()
                    self._start_waiting()
            except Exception as error:  # noqa: BLE001 - the thread goes on: a locked database or a full disk may pass
                _LOG.error("runner: %s", type(error).__name__)
            self._sleep(_SOON if self._running else _LATER)
        with self._lock:
            for running in self._running.values():
                running.end()
            self._running.clear()

    def _sleep(self, seconds: float) -> None:
        if not self._is_ended:
            self._awake.wait(seconds)
        self._awake.clear()

    def _resume(self) -> None:
        """What is said to run and does not, ran when the service ended: it is to be done again, and is not to blame."""
        for job in self._jobs.all(RUNNING):
            if job.id not in self._running:
                self._jobs.enter(job, WAITING, job.deaths)

    def _look(self) -> None:
        """At each process: whether it has ended, and whether anybody still wants it."""
        for name, running in list(self._running.items()):
            code = running.process.poll()
            if code is None and self._is_wanted(running.job):
                continue
            running.end()
            del self._running[name]
            if code is not None:
                self._tell(running.job, code)

    def _is_wanted(self, job: Job) -> bool:
        try:
            now = self._jobs.get(job.id)
        except NoJob:
            return False
        return now.turn == job.turn and now.state == RUNNING

    def _tell(self, job: Job, code: int) -> None:
        if code in (0, 1):
            self._jobs.enter(job, DONE if code == 0 else FAILED)
            return
        deaths = job.deaths + 1
        _LOG.error("job: %s ended with %s", job.step, code)
        self._jobs.enter(job, FAILED if deaths >= MOST_DEATHS else WAITING, deaths)

    def _start_waiting(self) -> None:
        for job in self._jobs.all(WAITING):
            if len(self._running) >= AT_ONCE:
                return
            if job.id not in self._running and self._jobs.enter(job, RUNNING, job.deaths):
                self._running[job.id] = _Running(job, _start(job))


def _start(job: Job) -> subprocess.Popen[bytes]:
    """The process of a step; it ends when our end of its standard input closes, so it never outlives us for long."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", PROGRAMS[job.kind], str(job.folder), job.step],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
