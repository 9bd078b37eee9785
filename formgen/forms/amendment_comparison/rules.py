"""What the rows of a comparison owe: two different sides, the difference underlined, and a reason."""

from collections.abc import Iterator
from typing import Any

from formgen.errors import Problem
from formgen.forms.amendment_comparison.answers import NONE, Article
from formgen.forms.amendment_comparison.tokens import tokens
from formgen.tw import clauses


def check(answers: Any) -> Iterator[Problem]:
    if not any(not one.is_empty for one in answers.articles):
        yield Problem("articles", "對照表", "還沒有條文；請填修正條文與原條文", "gap")
    for place, article in enumerate(answers.articles):
        if not article.is_empty:
            yield from _row(article, f"articles.{place}", f"對照表／第{place + 1}列")


def _row(article: Article, path: str, label: str) -> Iterator[Problem]:
    amended, original = article.amended, article.original
    for name, side, title in (("amended", amended, "修正條文"), ("original", original, "原條文")):
        if side is None:
            yield Problem(f"{path}.{name}", f"{label}／{title}", "尚未填寫；沒有這一條就寫「-」", "gap")
    if article.explanation is None:
        yield Problem(f"{path}.explanation", f"{label}／說明", "尚未填寫", "gap")
    if amended is None or original is None or NONE in (amended, original):
        return
    if _letters(amended) == _letters(original):
        yield Problem(f"{path}.amended", f"{label}／修正條文", "與原條文相同，不必列入對照表", "warning")
    elif amended == clauses.plain(amended) and _has_news(amended, original):
        message = "沒有畫底線，看不出改了哪裡；請在修正的文字前後寫 <u> 與 </u>"
        yield Problem(f"{path}.amended", f"{label}／修正條文", message, "warning")


def _letters(marked: str) -> str:
    return "".join(clauses.plain(marked).split())


def _has_news(amended: str, original: str) -> bool:
    """Whether there is something to underline: not where words were only taken away, or an item has another number."""
    rest = iter(one.key for one in tokens(original))
    return not all(one.key in rest for one in tokens(amended))
