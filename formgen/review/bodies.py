"""The 27 reviewing bodies of 附表三, by the name that is printed there."""

from difflib import get_close_matches

from formgen.errors import FormgenError
from formgen.forms.recommendation_quota import QUOTAS, Quota

ALL = tuple(QUOTAS)


class UnknownBody(FormgenError):
    """附表三沒有「{name}」這個初審單位；{hint}附表三的初審單位：{bodies}。"""


def quota(name: str) -> Quota:
    """How many units and persons the body may recommend. Raises UnknownBody, with the whole list."""
    if name not in QUOTAS:
        close = get_close_matches(name.replace("台", "臺"), QUOTAS, 1)
        hint = f"是不是「{close[0]}」？" if close else ""
        raise UnknownBody(name=name[:60], hint=hint, bodies="、".join(QUOTAS))
    return QUOTAS[name]


def names(text: str | None, body: str) -> bool:
    """Whether a text names the body; 台 and 臺 are one, and more may stand around it.

    >>> names("台北市政府勞動局", "臺北市"), names("新北市政府", "臺北市"), names(None, "臺北市")
    (True, False, False)
    """
    return body in (text or "").replace("台", "臺")
