"""The boundary around a person's file: what goes wrong inside becomes a sentence with that file's name."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from formgen.errors import BadEvidence, CannotWrite, FormgenError, why

MALFORMED = "PDF 內部不合規格，無法合併或加上編號；請用「列印成 PDF」重新存一次再放入"


@contextmanager
def about(file: str | Callable[[], str], reason: str = MALFORMED) -> Iterator[None]:
    """Whatever a file makes the libraries or our own walking raise is BadEvidence about `file`.

    A sentence from inside is kept, under the name of `file`. What the system refuses stays an OSError;
    an OSError without a number is a library's word for a bad file. `file` may be found out when it is needed.
    """
    try:
        yield
    except BadEvidence as error:
        raise BadEvidence(file=_name(file), reason=error.facts["reason"]) from error
    except FormgenError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        # No list of types would do: a wrong type in a file may surface as any error.
        raise BadEvidence(file=_name(file), reason=reason) from error


def _name(file: str | Callable[[], str]) -> str:
    return file if isinstance(file, str) else file()


class _Sink(io.RawIOBase):
    """A file that takes everything. qpdf ends the whole process if writing fails, so failing waits."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.error: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        if self.error is None:
            try:
                self._file.write(data)
            except OSError as error:
                self.error = error
        return len(data)


def write_pdf(pdf: Any, to: Path, **options: Any) -> None:
    """Save a PDF of pikepdf. Raises CannotWrite with the folder: the disk may be full."""
    try:
        with to.open("wb") as file:
            sink = _Sink(file)
            pdf.save(sink, **options)
        if sink.error:
            raise sink.error
    except OSError as error:
        raise CannotWrite(file=str(to.parent), reason=why(error)) from error
