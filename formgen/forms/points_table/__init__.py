"""積分統計表

A sheet of ours, not an official form. It shows what each member of an alliance did and how 表2 積分計分方式 counts it.
"""

from pathlib import Path

from formgen.form import Form
from formgen.forms.points_table.answers import PointsTable, check

FORM = Form(name="points_table", answers=PointsTable, folder=Path(__file__).parent, check=check)
