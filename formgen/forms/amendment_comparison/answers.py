"""What a comparison says: articles beside each other, as amended and as they were, each pair with its reason."""

from pathlib import Path

from formgen.answers import Answers, ask, many
from formgen.form import read_official
from formgen.kinds import Clauses, Text, Year

_TABLE = read_official(Path(__file__).parent).table
# Stands in the column that has no article, as on the source.
NONE = "-"


class Article(Answers):
    amended: Clauses = ask(
        _TABLE.amended,
        hint="修正後的全文。要畫底線的文字，前面寫 <u>，後面寫 </u>；刪除的條文寫「-」。",
    )
    original: Clauses = ask(_TABLE.original, hint="修正前的全文；新增的條文寫「-」。")
    explanation: Clauses = ask(
        _TABLE.explanation, hint="為什麼修正。刪除的寫「刪除本點。」，新增的寫「新增本點。」"
    )


class AmendmentComparison(Answers):
    regulation: Text = ask("計畫或規定的名稱", hint="不必寫引號，也不必寫「修正對照表」。", required=True)
    year: Year = ask("年度", hint="修正的民國年。", required=True)
    articles: list[Article] = many("對照表", Article, each="第{}列")
