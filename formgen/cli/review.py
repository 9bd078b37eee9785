"""The commands of a reviewing body (初審單位)."""

import argparse
from typing import TYPE_CHECKING, Any

from formgen.cli.streams import say, tell

if TYPE_CHECKING:
    from formgen.review.outcome import Outcome
    from formgen.review.ranking import Order


def rank(options: argparse.Namespace) -> int:
    from formgen.renditions import write_all
    from formgen.review import outcome, papers

    found = outcome.rank(options.body, options.source, options.decisions, options.folder)
    paths = write_all(options.folder, papers.files(found))
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
