"""The commands that work on a programme: the bundle, and last year's answers for this year."""

import argparse
from pathlib import Path

from formgen import catalog
from formgen.cli.streams import print_json, say, tell
from formgen.errors import UnreadableYear


def bundle(options: argparse.Namespace) -> int:
    from formgen import programmes
    from formgen.bundle import Evidence, archive, make
    from formgen.opening import open_for
    from formgen.programmes import filing

    programme = programmes.get(options.name)
    opened = open_for(programme, options.answers)
    path = Path(options.answers)
    earlier = path if options.answers != "-" and archive.is_bundle(path) else None
    evidence = Evidence(options.evidence, opened.evidence, earlier)
    made = make(filing.parse(programme, opened.answers), evidence, options.output, final=options.final)
    say(*opened.warnings, *(problem for problem in made.problems if problem.level != "gap"))
    if gaps := [problem for problem in made.problems if problem.level == "gap"]:
        say(*gaps, f"草稿：還有 {len(gaps)} 處未完成；交件前請補齊，定稿請加 --final。")
    say(f"{programme.digital} {made.digital / 1e6:.1f} MB，{programme.paper} {made.paper / 1e6:.1f} MB")
    tell(made.path)
    return 0


def renew(options: argparse.Namespace) -> int:
    from formgen import programmes
    from formgen.opening import open_for
    from formgen.programmes import filing
    from formgen.renewal import renewed

    programme = programmes.get(options.name)
    opened = open_for(programme, options.answers)
    given = filing.parse(programme, opened.answers)
    made = {
        name: renewed(catalog.get(name), one, _year(options.year)).given()
        for name, one in given.answers.items()
    }
    say(*opened.warnings, *given.problems, "日期與每年不同的答案已清空，其餘照舊；請逐項確認。")
    print_json(made if programme.name in programmes.names() else made[programme.name])
    return 0


def _year(text: str | None) -> int | None:
    from formgen.tw import year

    try:
        return None if text is None else year.parse(text)
    except ValueError as error:
        raise UnreadableYear(reason=str(error)) from error
