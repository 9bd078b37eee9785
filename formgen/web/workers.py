"""Heavy work away from the pages: each job in a process of its own, so many at once, so many waiting, so long.

A job's process is forked from a small server that has loaded the heavy libraries once. One that takes too long is
killed with all that it started, so nothing leaks and nothing blocks.
"""

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from formgen.errors import FormgenError

Result = TypeVar("Result")
_PRELOAD = ["formgen.web.warm"]


class Busy(FormgenError):
    """現在使用的人很多，請等一分鐘再試一次；您填的資料都已保存。"""


class TookTooLong(FormgenError):
    """這件工作超過 {seconds} 秒，已停止；請減少檔案的頁數或大小再試。您填的資料都已保存。"""


class Failed(FormgenError):
    """這件工作沒有完成，請再試一次；您填的資料都已保存。"""


class Workers:
    """`running` jobs at once, `waiting` more in the queue, `seconds` for each from its turn on.

    What a job puts into the temporary folder lies in a folder of its own below `folder`, and goes with the job.
    """

    def __init__(self, running: int, waiting: int, seconds: float, folder: Path | None = None) -> None:
        self._folder = folder
        self._places = threading.BoundedSemaphore(running + waiting)
        self._turns = threading.BoundedSemaphore(running)
        self._seconds = seconds
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_PRELOAD)

    def run(self, job: Callable[..., Result], *arguments: Any) -> Result:
        """What the job returns. Raises Busy, TookTooLong, Failed, and whatever the job raises."""
        if not self._places.acquire(blocking=False):
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
        process = self._context.Process(target=_work, args=(theirs, folder, job, arguments), daemon=True)
        process.start()
        theirs.close()
        try:
            if not ours.poll(self._seconds):
                raise TookTooLong(seconds=round(self._seconds))
            is_done, result = ours.recv()
        except EOFError:
            raise Failed from None
        finally:
            ours.close()
            _end(process)
        if is_done:
            return result
        raise result


def _end(process: Any) -> None:
    """Kill the process and all that it started, such as an office suite."""
    below = list(_descendants(process.pid))
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    for one in below:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(one, signal.SIGKILL)
    process.join()
    process.close()


def _descendants(ancestor: int) -> Iterator[int]:
    """The processes that a process has started, and those that they have: an office suite leaves the group."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            # The name in brackets may hold anything; behind it stand the state and the parent.
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            children[parent].append(int(stat.parent.name))
    waiting = children[ancestor]
    while waiting:
        yield (one := waiting.pop())
        waiting = [*waiting, *children[one]]


def _work(answer: Connection, folder: str, job: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    os.setsid()
    tempfile.tempdir = folder
    try:
        done = True, job(*arguments)
    except FormgenError as error:
        done = False, error
    except Exception as error:  # noqa: BLE001 - a message may hold what a person typed: only the kind is told
        sys.stderr.write(f"{job.__name__}: {type(error).__name__}\n")
        done = False, Failed()
    answer.send(done)
    answer.close()
