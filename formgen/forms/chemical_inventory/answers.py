"""What an applicant says in 附件3: which chemicals run in the factory, and how much of each."""

from pathlib import Path
from typing import Literal

from formgen.answers import Answers, ask, many
from formgen.form import read_official
from formgen.kinds import CasNumber, Choice, Quantity, Text

OFFICIAL = read_official(Path(__file__).parent)
_HEAD, _FLAMMABLES, _HAZARDOUS = OFFICIAL.head, OFFICIAL.flammables, OFFICIAL.hazardous

CLASS_A, OTHER = "甲類工作場所", "非屬上述工作場所"
Workplace = Choice[Literal["甲類工作場所", "非屬上述工作場所"]]


class Flammable(Answers):
    name: Text = ask(_FLAMMABLES.name)
    quantity: Quantity = ask(_FLAMMABLES.quantity, hint="公斤，只填數字。")


class Hazardous(Answers):
    """One substance. The paper shows no 規定數量, so who fills in the Word form types the 倍數 itself."""

    name: Text = ask(_HAZARDOUS.name)
    cas: CasNumber = ask(f"登錄號碼（{_HAZARDOUS.cas}）", hint="例如 71-43-2；混合物請填「無」。")
    quantity: Quantity = ask(_HAZARDOUS.quantity, hint="公斤，只填數字。")
    prescribed: Quantity = ask(
        "規定數量 (kg)",
        hint="勞動檢查法施行細則附表一、附表二的規定數量，換算為公斤。不印在表上。",
        printed=False,
    )
    multiple: Quantity = ask(
        _HAZARDOUS.multiple, hint="填了規定數量就由系統計算，請留空；不在附表內的物質請填 0。"
    )


class ChemicalInventory(Answers):
    unit_name: Text = ask(_HEAD.unit_name, required=True)
    address: Text = ask(_HEAD.address, required=True)
    flammables: list[Flammable] = many("易燃性化學物質", Flammable)
    workplace: Workplace = ask("工作場所類別", required=True)
    other_workplace: Text = ask("非屬上述工作場所之說明", hint="可留空。", when=f"workplace={OTHER}")
    hazardous: list[Hazardous] = many("危險物及有害物", Hazardous)
