"""How waitress takes requests in: it reads each one whole before we see it, so what may not come in is dropped there.

The bytes are read, since a browser shows no answer before it has sent all, but they are kept nowhere. The page that
says why comes from the application, which refuses the request for the same reason.
"""

import sqlite3
from io import BytesIO
from typing import Any
from weakref import WeakSet

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from werkzeug.exceptions import HTTPException

from formgen.errors import FormgenError
from formgen.web.admission import Admission

# No file of a person is so large. Beyond it waitress closes the connection.
MOST_DROPPED = 4 * 2**30
# In memory, for each connection.
IN_MEMORY = 2**16


def watch(servers: dict[Any, Any], admission: Admission) -> None:
    """Let the servers among `servers` take in only what may come in."""
    coming: WeakSet[HTTPRequestParser] = WeakSet()

    class Parser(HTTPRequestParser):  # type: ignore[misc]
        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            if self.body_rcv is None:
                return
            # No browser sends a body without saying its length.
            length = MOST_DROPPED if self.chunked else self.content_length
            path = self.path.encode("latin-1").decode("utf-8", "replace")
            try:
                admission.check(self.command, path, length, sum(one.content_length for one in coming))
            except (FormgenError, HTTPException, sqlite3.Error):
                self.body_rcv.buf = _Nowhere()
            else:
                if length > IN_MEMORY:
                    coming.add(self)

    class Channel(HTTPChannel):  # type: ignore[misc]
        parser_class = Parser

    for one in servers.values():
        if isinstance(one, BaseWSGIServer):
            one.channel_class = Channel


class _Nowhere:
    """A buffer of waitress that keeps nothing."""

    def append(self, data: bytes) -> None:
        pass

    def __len__(self) -> int:
        return 0

    def getfile(self) -> BytesIO:
        return BytesIO()

    def close(self) -> None:
        pass
