"""The command that starts the web service."""

import argparse
import logging

from formgen.cli.streams import flush, say


def serve(options: argparse.Namespace) -> int:
    from formgen.web import server

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("formgen.web").setLevel(logging.INFO)
    server.serve(options.host, options.port, _tell)
    return 0


def _tell(address: str) -> None:
    print(address)
    flush()
    say("服務已啟動，請用瀏覽器開啟上面的網址；按 Ctrl+C 結束。")
