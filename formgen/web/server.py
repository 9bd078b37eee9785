"""The server for real use: waitress, which is pure Python, has threads, and reads a whole request before we see it.

So a slow connection holds no thread, and an upload that breaks off reaches nobody. Behind a reverse proxy it serves
the Internet; by itself it serves this machine.
"""

import logging
import multiprocessing.util
import tempfile
import threading
from collections.abc import Callable
from errno import EADDRINUSE
from typing import Any

from formgen.errors import FormgenError, why
from formgen.web import create_app, intake
from formgen.web.logs import WithoutPaths
from formgen.web.services import Services

# Half-open connections cost little, and go soon.
_CONNECTIONS, _IDLE_SECONDS = 1000, 60


class CannotListen(FormgenError):
    """無法在 {host}:{port} 開始服務：{reason}"""


def serve(host: str, port: int, say: Callable[[str, str], None]) -> None:
    """Serve until it is interrupted; `say` is told the address, and the one to sign in at. Raises CannotListen."""
    import waitress

    logging.getLogger("waitress").addFilter(WithoutPaths())
    app = create_app()
    made: Services = app.extensions["formgen"]
    # What waitress and Flask put aside of an upload lies on the disk whose room is watched.
    multiprocessing.util.get_temp_dir()  # its sockets stay where paths are short
    tempfile.tempdir = str(made.intake)
    servers: dict[Any, Any] = {}
    try:
        server: Any = waitress.create_server(
            app,
            map=servers,
            **_behind(made.configuration.proxy),
            host=host,
            port=port,
            threads=made.configuration.threads,
            max_request_body_size=intake.MOST_DROPPED,
            inbuf_overflow=intake.IN_MEMORY,
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE_SECONDS,
            ident=None,
        )
    except OSError as error:
        reason = "這個埠已經有程式在用，請用 --port 換一個" if error.errno == EADDRINUSE else why(error)
        raise CannotListen(host=host, port=port, reason=reason) from error
    intake.watch(servers, app.extensions["admission"])
    threading.Thread(
        target=made.workers.run, args=(len, ""), daemon=True
    ).start()  # so that the first job is quick
    address, token = f"http://{_shown(host)}:{server.effective_port}/", made.access.token
    say(address, f"{address}enter/{token}" if token else f"{address}enter")
    made.runner.wake()
    server.run()


def _behind(proxy: str) -> dict[str, Any]:
    """What the server is told of the reverse proxy before it, whose word on the client and the address counts."""
    headers = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}
    believed = {"trusted_proxy": proxy, "trusted_proxy_headers": headers} if proxy else {}
    return {"clear_untrusted_proxy_headers": True, **believed}


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
