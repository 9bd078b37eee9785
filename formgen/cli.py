"""The command line. Results go to stdout, progress and problems to stderr; 0 done, 1 problems, 2 wrong usage."""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from difflib import get_close_matches
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from formgen import __version__, catalog
from formgen.errors import CannotWrite, FormgenError, InvalidAnswers, Problem, why

if TYPE_CHECKING:
    from formgen.form import Answers, Form, Report


# The sentences of argparse that a person meets, as patterns.
_USAGE_ERRORS = {
    r"the following arguments are required: (.+)": r"缺少 \1",
    r"argument (.+): invalid choice: '(.*)' \(choose from (.+)\)": r"\1 不能是「\2」，請從 \3 選一個",
    r"argument (.+): expected .*arguments?": r"\1 後面要有值",
    r"argument (.+): ignored explicit argument '(.*)'": r"\1 後面不能有值「\2」",
    r"unrecognized arguments: (.+)": r"多了「\1」",
    r"ambiguous option: (\S+) could match (.+)": r"「\1」不夠清楚，可能是 \2",
}


class Parser(argparse.ArgumentParser):
    """An argument parser that says in Chinese that the usage is wrong."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"用法不對：{in_chinese(message)}\n{self.format_usage()}詳見 {self.prog} --help\n")


def in_chinese(message: str) -> str:
    """A sentence of argparse in Chinese; an unknown one as it is.

    >>> in_chinese("the following arguments are required: FORM")
    '缺少 FORM'
    >>> in_chinese("argument COMMAND: invalid choice: 'fil' (choose from 'list', 'fill')")
    '沒有「fil」這個指令，是不是「fill」？'
    """
    for pattern, chinese in _USAGE_ERRORS.items():
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return (
                _unknown_command(found)
                if found[1] == "COMMAND" and found.lastindex == 3
                else found.expand(chinese)
            )
    return message


def _unknown_command(found: re.Match[str]) -> str:
    commands = re.findall(r"[\w-]+", found[3])
    close = get_close_matches(found[2], commands, 1)
    return f"沒有「{found[2]}」這個指令，" + (
        f"是不是「{close[0]}」？" if close else f"請從 {'、'.join(commands)} 選一個"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    try:
        options = parser().parse_args(arguments)
        code: int = options.run(options)
        _flush()
    except InvalidAnswers as error:
        _say(*error.problems)
        _say(f"{error}請改正後再試一次。")
        return 1
    except FormgenError as error:
        _say(error)
        return 1
    except BrokenPipeError:
        # Whoever was reading has gone; nothing is left to say.
        _let_go_of_stdout()
        return 1
    except OSError as error:
        if error.filename is not None:
            raise
        _let_go_of_stdout()
        _say(CannotWrite(file="標準輸出", reason=why(error)))
        return 1
    except KeyboardInterrupt:
        return 130
    except SystemExit:
        # After --help and --version too, somebody may have gone.
        _flush_or_let_go()
        raise
    return code


def _speak_utf8() -> None:
    """Whatever the system's encoding: `formgen example` writes what `formgen fill` reads."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _flush_or_let_go() -> None:
    try:
        _flush()
    except OSError:
        _let_go_of_stdout()


def _let_go_of_stdout() -> None:
    """What stands in the buffer goes nowhere, or Python would try once more at its end and complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser() -> Parser:
    """All commands and their options."""
    root = Parser(
        prog="formgen", description="把填答做成可列印的正式表單（Word 與 PDF），也把填好的表單讀回來。"
    )
    root.add_argument("--version", action="version", version=f"formgen {__version__}")
    commands = root.add_subparsers(title="指令", metavar="COMMAND", required=True)

    def add(name: str, run: Any, about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(run=run)
        return command

    list_ = add("list", _list, "列出所有表單：名稱、標題、版次、計畫")
    list_.add_argument("--json", action="store_true", help="以 JSON 列出")

    blank = add("blank", _blank, "產生空白表單，逐一印出檔名")
    blank.add_argument("form", metavar="FORM", nargs="+", help="表單名稱，見 formgen list")
    _add_output(blank)

    example = add("example", _example, "印出範例填答（JSON）")
    schema = add("schema", _schema, "印出填答的 JSON Schema")
    check = add("check", _check, "檢查填答：列出所有問題、自評分數與可提高分數之處")
    fill = add("fill", _fill, "把填答做成 Word 與 PDF，逐一印出檔名")
    for command in (example, schema, check, fill):
        command.add_argument("form", metavar="FORM", help="表單名稱，見 formgen list")
    for command in (check, fill):
        command.add_argument("answers", metavar="ANSWERS.json", help="填答；- 表示從標準輸入讀")
    check.add_argument("--json", action="store_true", help="以 JSON 列出")
    check.add_argument("--year", metavar="年度", help="活動的民國年，例如 116；取代填答裡的年度")
    _add_output(fill)
    fill.add_argument("--final", action="store_true", help="定稿：有未填的必填欄位就不產生檔案")

    read = add("read", _read, "把填好的 Word 或 PDF 讀回填答（JSON）")
    read.add_argument("file", metavar="FILE", type=Path, help="本系統產生、填好的 .docx 或 .pdf")
    add("check-forms", _check_forms, "檢查每一種表單：欄位、版面、Word 檔與官方文字彼此一致")
    return root


def _add_output(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", dest="folder", metavar="DIR", type=Path, default=Path(), help="放檔案的資料夾")
    command.add_argument("--format", choices=("docx", "pdf"), help="只要其中一種（預設兩種都要）")
    command.add_argument("--year", metavar="年度", help="活動的民國年，例如 116")


def _say(*lines: object) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _list(options: argparse.Namespace) -> int:
    if options.json:
        _print_json([asdict(entry) for entry in catalog.entries()])
    else:
        for entry in catalog.entries():
            print(entry.name, entry.title, entry.edition, entry.programme, sep="\t")
    return 0


def _blank(options: argparse.Namespace) -> int:
    from formgen.checking import parse

    forms = [catalog.get(name) for name in dict.fromkeys(options.form)]
    preset = {} if options.year is None else {"year": options.year}
    made = [(form, parse(form, preset if "year" in form.answers.model_fields else {})) for form in forms]
    _write(options, made, is_blank=True)
    return 0


def _example(options: argparse.Namespace) -> int:
    form = catalog.get(options.form)
    print((form.folder / "example.json").read_text(encoding="utf-8"), end="")
    return 0


def _schema(options: argparse.Namespace) -> int:
    _print_json(catalog.get(options.form).answers.model_json_schema())
    return 0


def _check(options: argparse.Namespace) -> int:
    from formgen.checking import check
    from formgen.form import Report

    form, report = catalog.get(options.form), Report()
    try:
        answers = _answers(form, options)
        problems, report = check(form, answers), form.report(answers)
    except InvalidAnswers as error:
        problems = list(error.problems)
    if options.json:
        _print_json(
            {
                "problems": [asdict(problem) for problem in problems],
                "figures": report.figures,
                "advice": report.advice,
            }
        )
    else:
        _print_findings(problems, report)
    return int(any(problem.level != "warning" for problem in problems))


def _print_findings(problems: Sequence[Problem], report: "Report") -> None:
    print(*(map(str, problems) if problems else ["沒有發現問題。"]), sep="\n")
    figures = [f"{label}　{value}" for label, value in report.figures]
    for title, lines in zip(report.headings, (figures, report.advice), strict=True):
        if lines:
            print(f"\n【{title}】", *lines, sep="\n")


def _fill(options: argparse.Namespace) -> int:
    from formgen.checking import check

    form = catalog.get(options.form)
    answers = _answers(form, options)
    problems = _for_format(check(form, answers), options.format)
    gaps = [problem for problem in problems if problem.level == "gap"]
    stopping = [problem for problem in problems if problem.level == "error"]
    if stopping or (options.final and gaps):
        raise InvalidAnswers(stopping + gaps if options.final else stopping)
    _say(*(problem for problem in problems if problem.level == "warning"))
    if gaps:
        _say(f"草稿：還有 {len(gaps)} 個欄位未填，可用 formgen check 逐項列出；定稿請加 --final。")
    _write(options, [(form, answers)])
    return 0


def _for_format(problems: list[Problem], file_format: str | None) -> list[Problem]:
    """Word names its font and does not embed it: a character that we cannot draw, Word may."""
    from formgen.checking import UNDRAWABLE

    if file_format != "docx":
        return problems
    return [
        Problem(one.field, one.label, one.message, "warning", one.rule) if one.rule == UNDRAWABLE else one
        for one in problems
    ]


def _answers(form: "Form", options: argparse.Namespace) -> "Answers":
    from formgen import jsonfile
    from formgen.checking import parse

    data = jsonfile.load(options.answers)
    if options.year is not None and isinstance(data, dict):
        if str(data.get("year") or options.year) != str(options.year):
            _say(
                f"提醒　年度：填答寫 {data['year']}，依 --year 改為 {options.year}；各年度的數據不會跟著移，請逐年確認。"
            )
        data["year"] = options.year
    return parse(form, data)


def _write(
    options: argparse.Namespace, made: list[tuple["Form", "Answers"]], *, is_blank: bool = False
) -> None:
    from formgen.renditions import FORMATS, rendition, write_all

    formats = FORMATS if options.format is None else (options.format,)
    files = {
        f"{form.name}.{file_format}": rendition(form, answers, file_format, is_blank=is_blank)
        for form, answers in made
        for file_format in formats
    }
    print(*write_all(options.folder, files), sep="\n")


def _read(options: argparse.Namespace) -> int:
    from formgen.read import read

    try:
        reading = read(options.file)
    except InvalidAnswers as error:
        # Nothing is lost: what was read is printed, to be mended by hand.
        _print_json(error.answers)
        raise
    _say(f"{reading.form.name}　{reading.form.title}　{reading.form.edition}", *reading.warnings)
    _print_json(reading.answers.given())
    return 0


def _check_forms(_options: argparse.Namespace) -> int:
    from formgen.agreement import disagreements

    found = {name: disagreements(catalog.get(name)) for name in catalog.names()}
    for name, problems in found.items():
        print(name, "一致" if not problems else f"有 {len(problems)} 處不一致", sep="\t")
        _say(*(f"{name}：{problem}" for problem in problems))
    return int(any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
