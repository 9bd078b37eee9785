"""The command line. Results go to stdout, progress and problems to stderr; 0 done, 1 problems, 2 wrong usage."""

from collections.abc import Sequence

from formgen.cli.parser import parser
from formgen.cli.streams import flush, flush_or_let_go, let_go_of_stdout, say, speak_utf8
from formgen.cli.usage import in_chinese
from formgen.errors import CannotWrite, FormgenError, InvalidAnswers, why

__all__ = ["in_chinese", "main", "parser"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    speak_utf8()
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
    except BrokenPipeError:
        # Whoever was reading has gone; nothing is left to say.
        let_go_of_stdout()
        return 1
    except OSError as error:
        if error.filename is not None:
            raise
        let_go_of_stdout()
        say(CannotWrite(file="標準輸出", reason=why(error)))
        return 1
    except KeyboardInterrupt:
        return 130
    except SystemExit:
        # After --help and --version too, somebody may have gone.
        flush_or_let_go()
        raise
    return code
