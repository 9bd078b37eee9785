"""Evidence against answers, both ways: what is claimed and not shown, and what is shown and not claimed."""

from collections.abc import Collection, Iterator, Sequence

from formgen.errors import Problem
from formgen.exhibits import Exhibit


def cross_check(exhibits: Sequence[Exhibit], shown: Collection[str]) -> Iterator[Problem]:
    """A gap for required evidence that is missing, a warning for the rest. `shown`: the numbers with files."""
    for exhibit in exhibits:
        label = f"{exhibit.number} {exhibit.label}".rstrip("。")  # a colon follows
        if exhibit.is_required and exhibit.number not in shown:
            yield Problem(exhibit.number, label, f"沒有佐證資料{_asked(exhibit)}", "gap")
        if exhibit.claimed is False and exhibit.number in shown:
            yield Problem(exhibit.number, label, "附了佐證資料，但表上沒有填；請確認是否漏填", "warning")
    bare = [one.number for one in exhibits if one.claimed and not one.is_required and one.number not in shown]
    if bare:
        yield Problem(
            "", "佐證資料", f"表上有填而沒有附佐證的有 {len(bare)} 項：{'、'.join(bare)}", "warning"
        )


def _asked(exhibit: Exhibit) -> str:
    return f"；應附：{' '.join(exhibit.asked)}" if exhibit.asked else ""
