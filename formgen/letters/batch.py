"""The step of a job for letters: a filled letter becomes one, or one for each name in 正本 and 副本, and a ZIP of all.

The letter is ``source`` in the job's folder, and ``choice.json`` says ``each``; `steps` tells the rest.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

from formgen import files, steps
from formgen.letters import bulk
from formgen.renditions import FORMATS
from formgen.steps import CHOICE, OUT, SOURCE, load, save

ARCHIVE = "letters.zip"


def make(folder: Path) -> None:
    """The letters, each once, however often this is begun."""
    choice, source = load(folder, CHOICE) or {}, next(folder.glob(f"{SOURCE}*"))
    made, problems = bulk.of_file(str(source), is_each=choice["each"])
    out, tell = folder / OUT / "letters", steps.Progress(folder)
    left = [one for one in made if not all(path.is_file() for path in bulk.paths(out, one))]
    ready = len(made) - len(left)
    bulk.write(out, left, lambda done, _: tell(ready + done // len(FORMATS), len(made)))
    paths = (path for one in made for path in bulk.paths(out, one))
    files.archive(folder / OUT / ARCHIVE, ((path.name, path) for path in paths))
    told = {
        level: [f"{one.label}：{one.message}" for one in problems if one.level == level]
        for level in ("gap", "warning")
    }
    save(folder, "make.json", {"letters": len(made), **told})


STEPS: Mapping[str, steps.Step] = {"make": make}

if __name__ == "__main__":
    sys.exit(steps.run(STEPS, Path(sys.argv[1]), sys.argv[2]))
