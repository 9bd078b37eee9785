"""What follows from the answers, for the screen: the group, the days by which levels are due, what each asks for."""

from collections.abc import Iterator
from typing import Any

from formgen.form import Report
from formgen.forms.jinanxin_registration.answers import OFFICIAL
from formgen.tw import date as roc_date
from formgen.tw import jinanxin

_HINTS = OFFICIAL.hints
ADVICE = (
    f"基礎級：{_HINTS.rule_4_2_1_1}{_HINTS.rule_4_2_1_2}（計畫四(二)1）",
    f"成長級：{_HINTS.rule_4_2_2}（計畫四(二)2）",
    f"進階級：{_HINTS.rule_4_2_3_1}{_HINTS.rule_4_2_3_2}{_HINTS.rule_4_2_3_3}{_HINTS.rule_4_2_3}（計畫四(二)3）",
    f"{OFFICIAL.works.city}：{_HINTS.rule_7_1}（計畫七(一)）",
    "期限的算法：開工當日不算入，以月計者依曆計算（民法第120條、第121條、第123條）；末日是假日時不順延。計畫沒有寫算法，這是我們的解讀。",
)


def report(answers: Any) -> Report:
    return Report(tuple(_figures(answers)), ADVICE, ("組別與期限", "各級的條件"))


def _figures(answers: Any) -> Iterator[tuple[str, str]]:
    if answers.contract_amount is not None:
        yield "選拔時的組別", jinanxin.group(answers.contract_amount) or "未達新臺幣一百萬元，沒有組別"
    if answers.commenced_on and answers.ownership == jinanxin.CITY_WORKS:
        for level in jinanxin.MONTHS:
            yield f"取得{level}的最後一日", roc_date.both(jinanxin.due(level, answers.commenced_on))
    yield "金安心工程月報", "完成登錄後，每月 10 日前線上填報"
