"""The PDF of all certificates of a folder, and beside it the PDF of those that one run made.

``certificates.pdf`` always holds everybody who has a certificate, in the order of the list, then those whom the
list does not name. A run that makes only some of them puts these alone in ``certificates-new.pdf``; any other run
takes that file away. For paper that is printed already they are called ``preprinted``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import files
from formgen.awards.ledger import COMBINED, PREPRINTED, Recipient, Written
from formgen.awards.planning import Presses
from formgen.awards.wording import Award
from formgen.render.press import Press

STEMS = {COMBINED: "certificates", PREPRINTED: "preprinted"}
TITLE = "獎狀"


@dataclass(frozen=True)
class Page:
    """One certificate, its recipient as the ledger has it."""

    recipient: Recipient
    award: Award
    values: Mapping[str, str]

    @property
    def bookmark(self) -> str:
        return f"{self.values['number']}　{self.recipient.name}"


@dataclass(frozen=True)
class Combined:
    """Where pages go in `folder`; `shift` is in pt."""

    folder: Path
    kind: str
    presses: Presses
    shift: tuple[float, float] = (0.0, 0.0)

    def write_all(self, pages: Sequence[Page], tell: Callable[[int], None]) -> Written:
        """The file of all; `tell` hears how many pages are done."""
        return self._write(f"{STEMS[self.kind]}.pdf", pages, tell)

    def write_new(self, pages: Sequence[Page], is_part: bool) -> Path | None:
        """The file of the pages that are new, if they are a part of all; else there is none."""
        name = f"{STEMS[self.kind]}-new.pdf"
        if is_part and pages:
            return self.folder / self._write(name, pages, lambda _: None).file
        (self.folder / name).unlink(missing_ok=True)
        return None

    def _write(self, name: str, pages: Iterable[Page], tell: Callable[[int], None]) -> Written:
        path, is_bare = self.folder / name, self.kind == PREPRINTED
        with files.replacing(path) as file, Press(file, TITLE) as press:
            for count, page in enumerate(pages, 1):
                plate = self.presses.plate(page.award)
                press.add(plate, page.values, bookmark=page.bookmark, shift=self.shift, bare=is_bare)
                tell(count)
        return Written.of(self.folder, name)
