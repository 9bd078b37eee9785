"""Logs without the address of a page: the secret of a draft stands in it."""

import logging


class WithoutPaths(logging.Filter):
    """Whoever logs a page that failed would name its address, and the secret stands in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.args, record.exc_text = (), None
        record.msg = f"{record.name}: {record.levelname} {_kind(record)}".rstrip()
        record.exc_info = None
        return True


def _kind(record: logging.LogRecord) -> str:
    return record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
