"""The command that starts the web service."""

import argparse
import getpass
import logging

from formgen.cli.streams import flush, say


def serve(options: argparse.Namespace) -> int:
    if options.hash:
        return _hash()
    from formgen.web import server

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("formgen.web").setLevel(logging.INFO)
    server.serve(options.host, options.port, _tell)
    return 0


def _tell(address: str, entrance: str) -> None:
    print(address)
    print(f"審查與承辦：{entrance}")
    flush()
    say("服務已啟動，請用瀏覽器開啟上面的網址；按 Ctrl+C 結束。")


def _hash() -> int:
    """Ask for a password twice, and print the line for the settings."""
    from formgen.web.access import hashed

    password = getpass.getpass("密碼：")
    made = hashed(password)
    if getpass.getpass("再輸入一次：") != password:
        say("兩次輸入的不一樣，請再執行一次。")
        return 1
    print(f'password_hash = "{made}"')
    say("請把上面這一行寫在設定檔的 [web] 之後，再重新啟動服務。")
    return 0
