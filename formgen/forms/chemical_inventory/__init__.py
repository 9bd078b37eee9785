"""工廠內運作化學物質清單與運作量

Source: 經濟部產業發展署113年度工業安全智慧化輔導計畫 產業災防安全技術輔導申請簡章 附件3.
"""

from pathlib import Path

from formgen.form import Form, Section
from formgen.forms.chemical_inventory.amounts import compute, report
from formgen.forms.chemical_inventory.answers import OFFICIAL, ChemicalInventory
from formgen.forms.chemical_inventory.rules import check

FORM = Form(
    name="chemical_inventory",
    answers=ChemicalInventory,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
    report=report,
    sections=(
        Section("basic", "廠商基本資料", ("unit_name", "address")),
        Section(
            "flammables",
            "易燃性化學物質",
            ("flammables",),
            hint=OFFICIAL.flammables.criterion.removeprefix("1. "),
        ),
        Section(
            "hazardous",
            "危險物及有害物",
            ("workplace", "other_workplace", "hazardous"),
            hint=OFFICIAL.hazardous.criterion.removeprefix("2. "),
        ),
    ),
)
