"""Jobs in steps: a folder each, and a row that says which step it is at and whether that is done.

A step waits, runs, and is done, failed or stopped. Each time that it is to be run anew it gets a new `turn`, so that
nothing said about an earlier run is taken for this one.
"""

import secrets
import shutil
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from formgen import steps
from formgen.errors import FormgenError
from formgen.web.database import Database

WAITING, RUNNING, DONE, FAILED, STOPPED = "waiting", "running", "done", "failed", "stopped"
_ID_BYTES = 16
_LONGEST_NAME = 200
_ORPHAN_SECONDS = 3600.0
# A step whose process has died so often is given up.
MOST_DEATHS = 3


class NoJob(FormgenError):
    """找不到這一件工作；可能已刪除，或已過保存期限。"""


@dataclass(frozen=True)
class Job:
    """What was given and what was made of it; `name` is what the person called the file."""

    id: str
    kind: str
    name: str
    step: str
    state: str
    turn: int
    deaths: int
    touched: datetime
    folder: Path

    @property
    def is_busy(self) -> bool:
        return self.state in (WAITING, RUNNING)

    def said(self, name: str) -> dict[str, Any] | None:
        """What a step has left (``read.json``)."""
        return steps.load(self.folder, f"{name}.json")


class Jobs:
    """All jobs; whoever has signed in sees them all."""

    def __init__(self, database: Database, folder: Path, keep: timedelta) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._database, self.folder, self._keep = database, folder, keep

    def new_folder(self) -> Path:
        """For a job that is about to be; its name is the job's."""
        folder = self.folder / secrets.token_urlsafe(_ID_BYTES).lstrip("-_")
        folder.mkdir(mode=0o700)
        return folder

    def create(self, folder: Path, name: str, kind: str, step: str) -> Job:
        """The job of a folder in which lies what was given; this step is done next."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO job (id, kind, name, step, state, turn, deaths, touched) VALUES (?, ?, ?, ?, ?, 1, 0, ?)",
                (folder.name, kind, name[:_LONGEST_NAME], step, WAITING, time.time()),
            )
        return self.get(folder.name)

    def get(self, name: str) -> Job:
        """Raises NoJob."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM job WHERE id = ?", (name,)).fetchone()
        if row is None:
            raise NoJob
        return self._job(row)

    def all(self, *states: str) -> list[Job]:
        """The newest first; those of some states in the order in which they came."""
        which = f"WHERE state IN ({', '.join('?' * len(states))}) ORDER BY touched" if states else ""
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT * FROM job {which or 'ORDER BY touched DESC'}", states)  # noqa: S608 - our own words
            return [self._job(row) for row in rows]

    def of_kind(self, kind: str) -> list[Job]:
        """The newest first."""
        return [job for job in self.all() if job.kind == kind]

    def queue(self, job: Job, step: str, name: str = "") -> None:
        """Have a step done, anew if it was done before."""
        for left in (f"{step}.json", steps.TOLD, steps.PROGRESS):
            (job.folder / left).unlink(missing_ok=True)
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE job SET step = ?, state = ?, turn = turn + 1, deaths = 0, touched = ?, name = ? WHERE id = ?",
                (step, WAITING, time.time(), name[:_LONGEST_NAME] or job.name, job.id),
            )

    def enter(self, job: Job, state: str, deaths: int = 0) -> bool:
        """Say what became of this run of the step; whether it is still the one that counts."""
        with self._database.writing() as connection:
            return bool(
                connection.execute(
                    "UPDATE job SET state = ?, deaths = ? WHERE id = ? AND turn = ? AND state IN (?, ?)",
                    (state, deaths, job.id, job.turn, WAITING, RUNNING),
                ).rowcount
            )

    def delete(self, job: Job) -> None:
        """The row goes first: what the folder still holds after a kill is nobody's, and swept away."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM job WHERE id = ?", (job.id,))
        self._database.forget()
        shutil.rmtree(job.folder, ignore_errors=True)

    def expire(self) -> None:
        """Delete what is past its time, and folders that no job knows."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM job WHERE touched < ?", (time.time() - self._keep.total_seconds(),)
            )
            old = [self._job(row) for row in rows]
            known = {row["id"] for row in connection.execute("SELECT id FROM job")}
        for job in old:
            self.delete(job)
        for folder in self.folder.iterdir():
            with suppress(FileNotFoundError):
                is_old = time.time() - folder.stat().st_mtime > _ORPHAN_SECONDS
                if folder.is_dir() and folder.name not in known and is_old:
                    shutil.rmtree(folder, ignore_errors=True)

    def _job(self, row: sqlite3.Row) -> Job:
        touched = datetime.fromtimestamp(row["touched"], UTC)
        return Job(
            row["id"], row["kind"], row["name"], row["step"], row["state"], row["turn"], row["deaths"], touched,
            self.folder / row["id"],
        )  # fmt: skip
