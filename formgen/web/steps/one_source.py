"""Jobs of one file: begun with it, and begun anew with another."""

import shutil
from collections.abc import Mapping
from typing import Any

from formgen import steps
from formgen.web.services import services
from formgen.web.steps.desk import begin, halt, job
from formgen.web.steps.receiving import WrongFiles, name_of, save, sent, source_name
from formgen.web.steps.store import Job
from formgen.web.uploads import TooLarge


def create(kind: str, step: str, choice: Mapping[str, Any], wrong: dict[str, str]) -> Job | None:
    """A job with the file that was sent; None where something is `wrong`, which then tells of the file too."""
    made = services()
    folder = made.jobs.new_folder()
    try:
        one, *_ = sent()
        save(one, folder / source_name(one))
    except (WrongFiles, TooLarge) as error:
        wrong["files"] = str(error)
    if wrong:
        shutil.rmtree(folder)
        return None
    steps.save(folder, steps.CHOICE, choice)
    created = made.jobs.create(folder, name_of(one), kind, step)
    made.runner.wake()
    return created


def replace(step: str, choice: Mapping[str, Any]) -> str:
    """Another file, and what is chosen for it; what was made of the old one goes. What is wrong with it, if anything."""
    folder = job().folder
    new = folder / "new"
    try:
        one, *_ = sent()
        new.unlink(missing_ok=True)
        save(one, new)
    except (WrongFiles, TooLarge) as error:
        return str(error)
    halt()
    for old in folder.glob(f"{steps.SOURCE}*"):
        old.unlink()
    shutil.rmtree(folder / steps.OUT, ignore_errors=True)
    new.rename(folder / source_name(one))
    steps.save(folder, steps.CHOICE, choice)
    begin(step, name_of(one))
    return ""
