"""Bulk work in chunks that may be done again without harm, over any `concurrent.futures.Executor`.

A worker that dies costs a repeat of its chunk and nothing else. What the chunks are, this module does not know:
a chunk and the function must be picklable, and doing a chunk twice must give the same as doing it once.
"""

import multiprocessing
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from formgen.errors import FormgenError, why

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

# A chunk that killed its worker so often is to blame itself.
MOST_ATTEMPTS = 4
# So many chunks are under way for each worker: results are written while the rest is made, and memory stays flat.
AHEAD = 3
SECONDS_TO_CONNECT = 5


class WorkersKeepDying(FormgenError):
    """處理同一批資料的程式一再中斷（{attempts} 次），已停止；做好的都保留。請檢查記憶體是否足夠，再執行一次接著做。"""


class NoAnswer(FormgenError):
    """{seconds:.0f} 秒沒有任何回音，已停止；做好的都保留。請確認工作機器都在，再執行一次接著做。"""


class NoDask(FormgenError):
    """要用 --dask 請先安裝：pip install "formgen[dask]"。"""


class NoCluster(FormgenError):
    """連不上 Dask 排程器「{address}」：{reason}。請確認位址與排程器都對，再執行一次。"""


@dataclass(frozen=True)
class Pool:
    """Where chunks are done: how to make an executor, and how many workers it has.

    `fatal` is what an executor raises when it has itself given up on a chunk that kills its workers; `patience`
    the seconds after which silence is an error, None to wait for ever.
    """

    make: Callable[[], Executor]
    width: int
    fatal: tuple[type[Exception], ...] = ()
    patience: float | None = None


class _LostChunks(Exception):
    """The executor broke; `places` were under way."""

    def __init__(self, places: list[int]) -> None:
        super().__init__(places)
        self.places = places


def processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0))


def processes() -> Pool:
    """A process for each processor, started afresh: a fork would copy threads and locks in mid-use."""
    context = multiprocessing.get_context("spawn")
    return Pool(
        lambda: ProcessPoolExecutor(processors(), mp_context=context, initializer=_end_with_parent),
        processors(),
    )


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for ever: it ends as soon as the parent's end of a pipe closes."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def dask(address: str) -> Pool:
    """The Dask cluster at `address`, which itself gives the chunk of a dead worker to another one.

    Raises NoDask, NoCluster.
    """
    try:
        import distributed
    except ImportError as error:
        raise NoDask from error
    # Its types are those of no checker.
    cluster: Any = distributed
    _knock(address)
    try:
        client = cluster.Client(address, timeout="10s", set_as_default=False)
        width = sum(client.nthreads().values())
    except (OSError, ValueError) as error:
        raise NoCluster(address=address, reason=str(error)) from error
    return Pool(
        lambda: client.get_executor(pure=False, retries=2),
        max(1, width),
        (cluster.KilledWorker,),
        patience=600,
    )


def _knock(address: str) -> None:
    """Whether anybody is at home. Dask's client would wait long, and complain after it was told. Raises NoCluster."""
    try:
        place = urlsplit(address if "//" in address else f"//{address}")
        host, port = place.hostname, place.port
    except ValueError:
        host, port = None, None
    if not host or not port:
        raise NoCluster(address=address, reason="位址要有埠號，例如 tcp://10.0.0.1:8786")
    try:
        socket.create_connection((host, port), timeout=SECONDS_TO_CONNECT).close()
    except socket.gaierror as error:
        raise NoCluster(address=address, reason="找不到這台機器") from error
    except ConnectionRefusedError as error:
        raise NoCluster(address=address, reason="那裡沒有程式在等候連線") from error
    except OSError as error:
        reason = "等不到回音" if isinstance(error, TimeoutError) else why(error)
        raise NoCluster(address=address, reason=reason) from error


def chunks(items: Sequence[Chunk], size: int) -> list[Sequence[Chunk]]:
    """`items` in order, `size` at a time.

    >>> chunks("甲乙丙", 2)
    ['甲乙', '丙']
    """
    return [items[start : start + size] for start in range(0, len(items), size)]


def run(
    function: Callable[[Chunk], Result], work: Sequence[Chunk], pool: Pool
) -> Iterator[tuple[int, Result]]:
    """Each chunk's place in `work` and its result, as they come.

    What `function` raises is raised here. A broken executor is replaced, and the chunks that it lost are done
    again, each alone, so that one that kills its worker harms no other. Raises WorkersKeepDying, NoAnswer.
    """
    attempts = dict.fromkeys(range(len(work)), 0)
    while attempts:
        suspects = [place for place, count in attempts.items() if count]
        places = suspects[:1] or list(attempts)
        executor = pool.make()
        try:
            for place, result in _through(executor, function, work, places, pool):
                del attempts[place]
                yield place, result
        except _LostChunks as lost:
            for place in lost.places:
                attempts[place] += 1
            if max(attempts.values()) >= MOST_ATTEMPTS:
                raise WorkersKeepDying(attempts=MOST_ATTEMPTS) from lost
        finally:
            executor.shutdown(wait=True)


def _through(
    executor: Executor,
    function: Callable[[Chunk], Result],
    work: Sequence[Chunk],
    places: Sequence[int],
    pool: Pool,
) -> Iterator[tuple[int, Result]]:
    """The results of `places`, some of them under way at a time. Raises _LostChunks when the executor breaks."""
    waiting = list(reversed(places))
    running: dict[Future[Result], int] = {}
    try:
        while waiting or running:
            while waiting and len(running) < AHEAD * pool.width:
                future = executor.submit(function, work[waiting[-1]])
                running[future] = waiting.pop()
            done, _ = wait(running, pool.patience, FIRST_COMPLETED)
            if not done:
                raise NoAnswer(seconds=pool.patience)
            for future in done:
                result = future.result()
                yield running.pop(future), result
    except BrokenExecutor as error:
        raise _LostChunks([*running.values()] or list(places[-1:])) from error
    except pool.fatal as error:
        raise WorkersKeepDying(attempts=MOST_ATTEMPTS) from error
    finally:
        for future in running:
            future.cancel()
