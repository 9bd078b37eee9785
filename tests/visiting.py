"""The real application for tests, and a browser's part: links, forms and their tokens, without a browser."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

_FIELD = re.compile(r'<input type="hidden" name="(token|revision|page|whole|[^"]*:key)" value="([^"]*)">')


def file(name: str, content: bytes) -> FileStorage:
    """A file as a browser sends it."""
    return FileStorage(BytesIO(content), filename=name)


@contextmanager
def full(data: Path) -> Iterator[None]:
    """While this lasts no change can be written into the data folder's database."""
    with closing(sqlite3.connect(data / "drafts.sqlite3")) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON change BEGIN SELECT no_such_function(); END")
        database.commit()
        yield
        database.execute("DROP TRIGGER full")
        database.commit()


class Visitor:
    """A person with a browser of their own."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.base = client, ""

    def begin(self, programme: str = "coaching") -> str:
        """Start a draft; its address, ``/d/SECRET/``."""
        sent = self.send(f"/programmes/{programme}", {}, seen=f"/programmes/{programme}")
        self.base = sent.headers["Location"].partition("?")[0]
        return self.base

    def see(self, path: str) -> str:
        """The text of a page; a path without a slash is one of the draft."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.text

    def get(self, path: str) -> TestResponse:
        """Whatever answers, read to its end."""
        return self.client.get(self._at(path), buffered=True)

    def hidden(self, path: str) -> dict[str, str]:
        """What the forms of a page send beside what is typed."""
        return self.hidden_in(self.see(path))

    def hidden_in(self, page: str) -> dict[str, str]:
        return dict(_FIELD.findall(page))

    def send(
        self, path: str, data: Mapping[str, Any], seen: str | None = None, hidden: Any = None
    ) -> TestResponse:
        """Send a form of the page at `seen`, or one that was seen before with its `hidden` fields."""
        fields = self.hidden(path if seen is None else seen) if hidden is None else hidden
        boundary, body = encode_multipart({**fields, **data})
        kind = f"multipart/form-data; boundary={boundary}"
        return self.client.post(self._at(path), data=body, content_type=kind, buffered=True)

    def choose(self, page: str, choice: str) -> TestResponse:
        """Of two answers that a page shows, choose "mine" or "theirs"."""
        (action,) = re.findall('action="([^"]*)"', page)
        sent = re.findall(r'name="(token|revision|[a-z]+:0)" value="([^"]*)"', page)
        fields = {name: unescape(value) for name, value in sent}
        return self.send(action, {**fields, "choice:0": choice}, hidden={})

    def upload(self, files: Mapping[str, bytes], **data: str) -> TestResponse:
        sent = [file(name, content) for name, content in files.items()]
        return self.send("evidence", {"files": sent, **data})

    def _at(self, path: str) -> str:
        return path if path.startswith("/") else self.base + path


LIST = "fill/chemical_inventory/flammables"


def rows(*names: str, **more: str) -> dict[str, str]:
    """What a browser sends of a list whose rows have these names."""
    told = {f"flammables.{number}.name": name for number, name in enumerate(names)}
    return {"flammables:count": str(len(names)), **told, **more}


def names(page: str) -> list[str]:
    """The names of the rows that a page shows."""
    return re.findall(r'name="flammables\.\d+\.name" value="([^"]*)"', page)
