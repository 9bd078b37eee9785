"""工廠內運作化學物質清單與運作量

Source: 經濟部產業發展署113年度工業安全智慧化輔導計畫 產業災防安全技術輔導申請簡章 附件3.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.chemical_inventory.amounts import compute, report
from formgen.forms.chemical_inventory.answers import ChemicalInventory
from formgen.forms.chemical_inventory.rules import check

FORM = Form(
    name="chemical_inventory",
    answers=ChemicalInventory,
    folder=Path(__file__).parent,
    check=check,
    compute=compute,
    report=report,
)
