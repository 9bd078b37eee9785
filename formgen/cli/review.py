"""The commands of a reviewing body (初審單位)."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from formgen.cli.streams import print_json, say, tell

if TYPE_CHECKING:
    from formgen.review.completion import Checked
    from formgen.review.notice import Times
    from formgen.review.outcome import Outcome
    from formgen.review.ranking import Order


def rank(options: argparse.Namespace) -> int:
    from formgen.letters.known import known
    from formgen.renditions import write_all
    from formgen.review import outcome, papers

    of_letter = known(options.letter)
    found = outcome.rank(options.body, options.source, options.decisions, options.folder)
    paths = write_all(options.folder, papers.files(found, of_letter))
    say(*found.problems, *_summary(found))
    tell(*paths)
    return int(any(one.level == "error" for one in found.problems))


def _summary(found: "Outcome") -> list[str]:
    """The order as a few lines: everybody's place, who stands outside and why, and what is open."""
    lines = [*_order("優良單位", found.units), *_order("優良人員", found.persons)]
    return [*lines, *(f"待決定　{one}" for one in found.open_points)]


def _order(kind: str, order: "Order[Any]") -> list[str]:
    recommended = sum(line.state != "逾額度" for line in order.lines)
    lines = [f"{kind}：額度 {order.quota}，列入順序 {len(order.lines)}，擬推薦或待決定 {recommended}"]
    for line in order.lines:
        total = getattr(line.candidate, "shown_total", "")
        said = (
            str(line.place or "－"),
            line.candidate.name,
            total and f"{total} 分",
            line.state,
            "；".join(line.notes),
        )
        lines.append("　" + "　".join(filter(None, said)))
    return lines + [f"　未列入　{one.name}：{'；'.join(why)}" for one, why in order.outside]


def review_check(options: argparse.Namespace) -> int:
    from formgen.letters.known import known
    from formgen.renditions import write_all
    from formgen.review import notice
    from formgen.review.completion import check_files

    times, of_letter = notice.Times(options.notified, options.due), known(options.letter)
    checked = check_files(options.files)
    # Where files are results, what was found is for the person beside them.
    told = say if options.folder else tell
    if options.json:
        print_json([notice.facts(one, times) for one in checked])
    else:
        for one in checked:
            told(*_lines(one, times))
    if options.folder:
        drafts = notice.letters(checked, times, of_letter)
        paths = write_all(options.folder, notice.files(drafts))
        (say if options.json else tell)(*paths)
        if still_open := notice.still_open(drafts):
            say(f"函裡還沒有寫的，請在 Word 檔補上：{'、'.join(still_open)}。")
    return int(any(one.to_complete for one in checked))


def _lines(checked: "Checked", times: "Times") -> list[str]:
    from formgen.review.notice import until

    title = checked.programme.title if checked.programme else ""
    lines = ["　".join(filter(None, (checked.file, title, checked.who)))]
    lines += [f"　{one}" for one in checked.problems or ("沒有發現問題。",)]
    if checked.to_complete and checked.programme:
        count = len(checked.to_complete)
        lines.append(f"　要補正的有 {count} 項。" + "".join(until(checked, times)))
    return [*lines, ""]


def compare(options: argparse.Namespace) -> int:
    from formgen.review.comparison import compare as differences

    found = differences(options.before, options.after)
    if options.json:
        print_json([asdict(one) for one in found])
        return 0
    for one in found:
        tell(one.label, f"　原：{_one_line(one.before)}", f"　新：{_one_line(one.after)}")
    tell(f"共 {len(found)} 處不同。" if found else "沒有不同。")
    return 0


def _one_line(text: str) -> str:
    return text.replace("\n", "／") or "（空白）"


def review_papers(options: argparse.Namespace) -> int:
    from formgen.renditions import write_all
    from formgen.review.assessment import make

    made = make(options.candidates, options.body, options.year)
    say(*made.warnings)
    tell(*write_all(options.output.parent, {options.output.name: made.content}))
    say(f"{made.units} 個單位，現場評鑑評分表 {made.sheets} 份。")
    return 0
