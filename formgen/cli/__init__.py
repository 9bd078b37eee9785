"""The command line. Results go to stdout, progress and problems to stderr; 0 done, 1 problems, 2 wrong usage."""

import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress

from formgen.cli import faults
from formgen.cli.parser import parser
from formgen.cli.streams import ResultsLost, flush, say, speak_utf8
from formgen.cli.usage import in_chinese
from formgen.errors import CannotWrite, FormgenError, InvalidAnswers, why

__all__ = ["in_chinese", "main", "parser"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    speak_utf8()
    _stop_tidily()
    try:
        options = parser().parse_args(arguments)
        code: int = options.run(options)
        flush()
    except InvalidAnswers as error:
        say(*error.problems)
        say(f"{error}請改正後再試一次。")
        return 1
    except FormgenError as error:
        say(error)
        return 1
    except ResultsLost as lost:
        # Where whoever was reading has gone, nothing is left to say.
        if isinstance(lost.__cause__, OSError) and not isinstance(lost.__cause__, BrokenPipeError):
            say(CannotWrite(file="標準輸出", reason=why(lost.__cause__)))
        return 1
    except OSError as error:
        fault = faults.told(error)
        if fault is None:
            raise
        say(fault)
        return 1
    except KeyboardInterrupt:
        return 130
    except SystemExit:
        # After --help and --version too, somebody may have gone.
        with suppress(ResultsLost):
            flush()
        raise
    return code


def _stop_tidily() -> None:
    """A stop from outside ends as an exit does: working folders, with somebody's papers in them, are removed."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
