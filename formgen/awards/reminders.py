"""What to know about a plan before its certificates are printed."""

from formgen.awards.planning import Plan

# So many names a sentence lists.
MOST_NAMES = 5


def reminders(made: Plan) -> list[str]:
    """A sentence for each."""
    unsigned = sorted({one.award.name for one in made.certificates if one.award.is_unsigned})
    blank_numbers = any("○" in one.number for one in made.certificates)
    lines = []
    if unsigned:
        lines.append(
            f"提醒　署名還是「○○○」：{'、'.join(unsigned)}；請在設定檔 [certificates] 寫 organisation、signer_title、signer"
        )
    if blank_numbers:
        lines.append(
            '提醒　字號還是「○○字」；請在設定檔 [certificates] 寫 number，例如 number = "府勞安字第{number:04}號"'
        )
    for recipient, former in made.former.items():
        lines.append(f"提醒　「{former.name}」改為「{recipient.name}」，沿用原來的字號")
    if made.absent:
        some = "、".join(recipient.name for recipient in made.absent[:MOST_NAMES])
        more = f" 等 {len(made.absent)} 位" if len(made.absent) > MOST_NAMES else ""
        lines.append(f"提醒　這份名單沒有先前做過的 {some}{more}；獎狀與字號都保留，排在最後")
    return lines
