"""Jobs: chunks over processes and over a Dask cluster, and workers that die."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import Cluster

from formgen import jobs


def doubled(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def dies_once(chunk: tuple[str, int]) -> int:
    """Kill the worker the first time that chunk 3 comes."""
    folder, number = chunk
    mark = Path(folder, "died")
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_always(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def fails(number: int) -> int:
    raise jobs.NoCluster(address=str(number), reason="測試")


def slow(number: int) -> tuple[int, int]:
    time.sleep(0.1)
    return number, os.getpid()


def says_who(seconds: int) -> int:
    """Leave a file with the number of the process, then be busy."""
    Path(os.environ["FOLDER"], f"worker.{os.getpid()}").touch()
    time.sleep(seconds)
    return seconds


def test_every_chunk_gives_its_result() -> None:
    """Each chunk's result comes once, with its place."""
    work = jobs.chunks(list(range(100)), 7)
    made = dict(jobs.run(doubled, work, jobs.processes()))
    assert [number for place in sorted(made) for number in made[place]] == doubled(list(range(100)))


def test_a_killed_worker_costs_a_repeat(tmp_path: Path) -> None:
    """A worker that is killed in mid-job loses no chunk and doubles none."""
    made = list(jobs.run(dies_once, [(str(tmp_path), number) for number in range(30)], jobs.processes()))
    assert (tmp_path / "died").exists()
    assert sorted(made) == [(number, number) for number in range(30)]


def test_a_chunk_that_kills_its_worker_ends_the_job() -> None:
    """A chunk that kills its worker each time is an error with a limit, and the other chunks' results have come."""
    made: list[tuple[int, int]] = []
    with pytest.raises(jobs.WorkersKeepDying):
        made.extend(jobs.run(dies_always, range(4), jobs.processes()))


def test_what_a_chunk_raises_is_raised() -> None:
    """An error of ours comes out of a worker process as it is, sentence and facts."""
    with pytest.raises(jobs.NoCluster, match="連不上 Dask 排程器「7」：測試"):
        list(jobs.run(fails, [7], jobs.processes()))


@pytest.mark.slow
def test_a_killed_dask_worker_costs_a_repeat(cluster: Cluster) -> None:
    """One of two Dask workers is killed in mid-job: every chunk's result comes once, the last from the other worker."""
    pool, workers = jobs.dask(cluster.address), cluster.workers
    made: list[tuple[int, int]] = []
    processes: set[int] = set()
    for place, (number, process) in jobs.run(slow, range(60), pool):
        made.append((place, number))
        processes.add(process)
        if len(processes) == 2 and workers[0].poll() is None:
            workers[0].kill()
            workers[0].wait()
            killed_at = len(made)
    assert killed_at < 50
    assert sorted(made) == [(number, number) for number in range(60)]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("foo", "位址要有埠號"),
        ("tcp://foo:99999", "位址要有埠號"),
        ("tcp://127.0.0.1:1", "那裡沒有程式在等候連線"),
    ],
)
def test_a_cluster_that_is_not_there_is_said(address: str, reason: str) -> None:
    """An address without a scheduler is a sentence that names it, at once, with nothing said after it."""
    program = "import sys; from formgen import jobs; jobs.dask(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", program, address], capture_output=True, text=True, timeout=30, check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"formgen.jobs.NoCluster: 連不上 Dask 排程器「{address}」：{reason}")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    """Where the main process is killed, its workers end by themselves, idle or at work."""
    program = (
        "import test_jobs\nfrom formgen import jobs\nif __name__ == '__main__':\n"
        "    for _ in jobs.run(test_jobs.says_who, [0, 0, 60, 0, 60], jobs.processes()): pass"
    )
    script = tmp_path / "main.py"
    script.write_text(program, encoding="utf-8")
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    environment = os.environ | {"PYTHONPATH": path, "FOLDER": str(tmp_path)}
    main = subprocess.Popen([sys.executable, script], env=environment)
    while not (workers := [int(one.suffix[1:]) for one in tmp_path.glob("worker.*")]):
        assert main.poll() is None
        time.sleep(0.05)
    main.kill()
    main.wait()
    limit = time.monotonic() + 20
    while alive := [worker for worker in workers if Path(f"/proc/{worker}").exists()]:
        assert time.monotonic() < limit, alive
        time.sleep(0.05)
