"""獎狀簽收單

A sheet of ours, not an official form: who signs for which award. The cells to sign in stay empty.
"""

from pathlib import Path

from formgen.answers import Answers, ask, many
from formgen.form import Form, read_official
from formgen.kinds import Count, Date, Text

_FOLDER = Path(__file__).parent
_TABLE = read_official(_FOLDER).table


class ReceiptRow(Answers):
    place: Count = ask(_TABLE.place)
    award: Text = ask(_TABLE.award)
    winner: Text = ask(_TABLE.winner)
    received_on: Date = ask(_TABLE.date)


class ReceiptList(Answers):
    alliance: Text = ask("聯盟名稱", required=True)
    receipts: list[ReceiptRow] = many("簽收", ReceiptRow, each="第{}列")


FORM = Form(name="receipt_list", answers=ReceiptList, folder=_FOLDER)
