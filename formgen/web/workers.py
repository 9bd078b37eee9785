"""Heavy work away from the pages: each job in a process of its own, so many at once, so many waiting, so long.

A job's process is forked from a small server that has loaded the heavy libraries once. One that takes too long is
killed with all that it started, and so is one whose service has died; so nothing leaks and nothing blocks.
"""

import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from formgen.errors import FormgenError

Result = TypeVar("Result")
_PRELOAD = ["formgen.web.warm"]
_TOLD = "FORMGEN_JOB"
_SECONDS_TO_DIE = 5


class Busy(FormgenError):
    """現在使用的人很多，請等一分鐘再試一次；您填的資料都已保存。"""


class TookTooLong(FormgenError):
    """這件工作超過 {seconds} 秒，已停止；請減少檔案的頁數或大小再試。您填的資料都已保存。"""


class TooDemanding(FormgenError):
    """這件工作需要的記憶體太多，已停止；請減少檔案的頁數、降低掃描的解析度，或分成幾個檔案再試。您填的資料都已保存。"""


class Failed(FormgenError):
    """這件工作沒有完成，請再試一次；您填的資料都已保存。"""


class Workers:
    """`running` jobs at once, `waiting` more in the queue, `seconds` for each from its turn on, `memory` bytes for each
    of its processes.

    What a job puts into the temporary folder lies in a folder of its own below `folder`, and goes with the job.
    """

    def __init__(
        self, running: int, waiting: int, seconds: float, folder: Path | None = None, memory: int = 4 * 10**9
    ) -> None:
        self._folder, self._memory = folder, memory
        self._places = threading.BoundedSemaphore(running + waiting)
        self._turns = threading.BoundedSemaphore(running)
        self._seconds = seconds
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_PRELOAD)

    def run(self, job: Callable[..., Result], *arguments: Any) -> Result:
        """What the job returns. Raises Busy, TookTooLong, TooDemanding, Failed, and whatever the job raises."""
        return self._run(0, job, arguments)

    def run_later(self, job: Callable[..., Result], *arguments: Any) -> Result:
        """As `run`, for one of many small jobs: while the queue is full it waits for a place, as long as a job may take."""
        return self._run(self._seconds, job, arguments)

    def _run(self, patience: float, job: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
        if not self._places.acquire(timeout=patience):
            raise Busy
        try:
            if not self._turns.acquire(timeout=self._seconds):
                raise Busy
            try:
                result: Result = self._done(job, arguments)
                return result
            finally:
                self._turns.release()
        finally:
            self._places.release()

    def _done(self, job: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        with tempfile.TemporaryDirectory(dir=self._folder, ignore_cleanup_errors=True) as folder:
            return self._done_in(folder, job, arguments)

    def _done_in(self, folder: str, job: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        ours, theirs = self._context.Pipe(duplex=False)
        process = self._context.Process(
            target=_work, args=(theirs, folder, self._memory, job, arguments), daemon=True
        )
        process.start()
        theirs.close()
        try:
            if not ours.poll(self._seconds):
                raise TookTooLong(seconds=round(self._seconds))
            is_done, result = ours.recv()
        except EOFError:
            process.join(_SECONDS_TO_DIE)
            # A library that gets no memory, and a system that has none, end the process by a signal.
            raise (TooDemanding if (process.exitcode or 0) < 0 else Failed) from None
        finally:
            ours.close()
            _end(process, folder)
        if is_done:
            return result
        raise result


def _end(process: Any, folder: str) -> None:
    """Kill the process and all that it started, such as an office suite."""
    process.kill()
    _end_started(folder)
    process.join()
    process.close()


def _end_started(folder: str) -> None:
    """Kill what a job has started: whatever group and parent it has now, it was told the job's folder."""
    told = f"{_TOLD}={folder}".encode()
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if told in environment.read_bytes().split(b"\0"):
                os.kill(int(environment.parent.name), signal.SIGKILL)


def _end_with_service(folder: str) -> None:
    """A service that was killed cannot tidy up: its end of a pipe closes, and then the job ends with all it started."""
    if service := multiprocessing.parent_process():
        service.join()
        shutil.rmtree(folder, ignore_errors=True)
        _end_started(folder)
        os._exit(1)


def _work(
    answer: Connection, folder: str, memory: int, job: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    os.setsid()
    os.environ[_TOLD] = tempfile.tempdir = folder
    threading.Thread(target=_end_with_service, args=(folder,), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        done = True, job(*arguments)
    except FormgenError as error:
        done = False, error
    except MemoryError:
        done = False, TooDemanding()
    except Exception as error:  # noqa: BLE001 - a message may hold what a person typed: only the kind is told
        sys.stderr.write(f"{job.__name__}: {type(error).__name__}\n")
        done = False, Failed()
    answer.send(done)
    answer.close()
