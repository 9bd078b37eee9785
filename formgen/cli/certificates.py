"""The command that makes certificates from a list."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from formgen import jobs
from formgen.cli.progress import Progress
from formgen.cli.streams import print_json, say

if TYPE_CHECKING:
    from formgen.awards.planning import Plan
    from formgen.awards.production import Outcome, Wish
    from formgen.awards.wording import Award, Office


def certificates(options: argparse.Namespace) -> int:
    from formgen.awards import wording

    said = wording.office()
    awards = wording.all_awards(said)
    if options.award:
        wording.get(awards, options.award)
    if options.list:
        return _list(options, said, awards)
    if options.example:
        return _example(options, awards)
    if options.test_sheet:
        return _test_sheet(options, said, awards)
    return _make(options, said, awards)


def _list(options: argparse.Namespace, said: "Office", awards: Mapping[str, "Award"]) -> int:
    from formgen.awards import layout

    looks = layout.looks(layout.folders(said))
    if options.json:
        said_awards = [one.model_dump(mode="json") for one in awards.values()]
        print_json({"templates": [asdict(look) for look in looks], "awards": said_awards})
        return 0
    for look in looks:
        print(look.name, look.title, look.orientation, sep="\t")
    print()
    for award in awards.values():
        print(award.name, award.template, award.title, award.number, sep="\t")
    return 0


def _example(options: argparse.Namespace, awards: Mapping[str, "Award"]) -> int:
    from formgen.awards.example import rows_file

    print(rows_file([awards[options.award]] if options.award else list(awards.values())), end="")
    return 0


def _test_sheet(options: argparse.Namespace, said: "Office", awards: Mapping[str, "Award"]) -> int:
    from formgen import files
    from formgen.awards import layout, rulers
    from formgen.awards.planning import Presses

    presses, folder = Presses.of(said, awards), _folder(options)
    names = [options.award] if options.award else list(awards)
    templates = {awards[name].template: awards[name] for name in reversed(names)}
    looks = {look.name: look.title or look.name for look in layout.looks(presses.folders)}
    with files.locked(folder):
        for template, award in sorted(templates.items()):
            plate = presses.plate(award)
            content = rulers.draw(looks[template], plate, said.shift)
            path = folder / f"test-sheet-{template}.pdf"
            files.put(path, content)
            print(path)
    return 0


def _folder(options: argparse.Namespace) -> Path:
    if options.folder is None:
        options.wrong("請用 -o DIR 指定要放檔案的資料夾")
    folder: Path = options.folder
    return folder


def _make(options: argparse.Namespace, said: "Office", awards: Mapping[str, "Award"]) -> int:
    from formgen import files
    from formgen.awards import certificate, choosing, ledger, rows
    from formgen.awards.planning import Presses, plan
    from formgen.awards.reminders import reminders

    if options.rows is None:
        options.wrong("缺少 ROWS（得獎名單）；formgen certificates --example 印出範例")
    if options.preprinted and (options.each or options.docx):
        options.wrong("--preprinted 只產生一個 PDF，不能與 --each、--docx 並用")
    certificate.check_date(options.date)
    folder, table = _folder(options), rows.read(options.rows, options.sheet)
    presses = Presses.of(said, awards)

    def planned() -> "Plan":
        made = plan(table, presses, ledger.read(folder), award=options.award or "", date=options.date or "")
        say(*table.warnings, *reminders(made))
        return made

    if options.dry_run:
        return _show(planned())
    wish = _wish(options, said)
    with files.locked(folder):
        made = planned()
        return _produce(made, folder, choosing.narrowed(wish, made, options.only))


def _wish(options: argparse.Namespace, said: "Office") -> "Wish":
    from formgen.awards.ledger import EACH, WORD
    from formgen.awards.production import Wish

    kinds = tuple(kind for kind, is_wanted in ((EACH, options.each), (WORD, options.docx)) if is_wanted)
    pool = jobs.dask(options.dask) if options.dask else None
    return Wish(kinds, is_preprinted=options.preprinted, shift=said.shift, pool=pool)


def _show(made: "Plan") -> int:
    from formgen.awards import ledger
    from formgen.awards.planning import told

    states = {ledger.PENDING: "要製作", ledger.AGAIN_PENDING: "要重發"}
    lines = [
        (one.row, one.number, one.award.name, one.recipient.name, states.get(made.entries[one.recipient].state, "沒有變動"))
        for one in made.certificates
    ]  # fmt: skip
    failed = [
        (one.row.number, "", one.recipient.award, one.recipient.name, "；".join(one.problems))
        for one in made.failures
    ]
    for cells in sorted([*lines, *failed]):
        print(*cells, sep="\t")
    say(*told(made.failures))
    say(f"試作：{len(lines)} 張可以製作，{len(failed)} 列有問題。沒有寫任何檔案。")
    return int(bool(failed))


def _produce(made: "Plan", folder: Path, wish: "Wish") -> int:
    from formgen.awards.planning import told
    from formgen.awards.production import produce

    with Progress() as tell:
        outcome = produce(made, folder, wish, tell)
    say(*told([request for request in made.failures if wish.chooses(request.row.number)]))
    say(_summary(outcome, is_list_whole=wish.only is None), *_to_print(outcome))
    print(*outcome.paths, sep="\n")
    return int(bool(outcome.failed))


def _summary(outcome: "Outcome", *, is_list_whole: bool) -> str:
    parts: Sequence[tuple[str, int]] = (
        ("新製作", outcome.new), ("沒有變動", outcome.same), ("重發", outcome.again),
    )  # fmt: skip
    said = "，".join(f"{label} {count} 張" for label, count in parts if count) or "沒有可以製作的列"
    if not outcome.failed:
        return f"{said}。"
    kept = "，已另存為 failed.csv，改好可直接再執行" if is_list_whole else ""
    return f"{said}；失敗 {outcome.failed} 列{kept}。"


def _to_print(outcome: "Outcome") -> Sequence[str]:
    """Which file to print; nothing where there is none."""
    if outcome.everything is None:
        return ()
    everything = f"{outcome.everything.name}（全部 {outcome.pages} 張"
    if outcome.to_print is None:
        return (f"這次沒有要印的；{everything}）沒有變動。",)
    if outcome.to_print == outcome.everything:
        return (f"請列印 {everything}）。",)
    return (f"請列印 {outcome.to_print.name}（這次的 {outcome.made} 張）；{everything}，含這幾張）。",)
