"""Who sends a letter, as one page asks it: four plain fields, kept in a cookie for the next time."""

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from formgen.letters.known import known
from formgen.web.services import services

FIELDS = ("issuer", "contacts", "signer_title", "signer")
_COOKIE, _PATH = "formgen_sender", "/review/"
# A browser keeps 4 KB of a cookie.
_MOST = 3500


def remembered() -> dict[str, str]:
    """What was typed the last time in this browser, else what the settings say."""
    with suppress(ValueError, RecursionError):
        said = json.loads(base64.urlsafe_b64decode(request.cookies.get(_COOKIE, "")))
        if isinstance(said, dict):
            return {name: str(said.get(name, "")) for name in FIELDS}
    return _of_settings(known())


def typed() -> dict[str, str]:
    """What the form says."""
    return {name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}


def remember(response: Response, said: Mapping[str, str]) -> None:
    """Keep it in the browser, as long as a draft is kept; what is too long is not kept."""
    value = base64.urlsafe_b64encode(json.dumps(said, ensure_ascii=False).encode()).decode()
    if len(value) <= _MOST:
        keep = services().configuration.retention
        response.set_cookie(
            _COOKIE, value, max_age=keep, path=_PATH, httponly=True, samesite="Lax", secure=request.is_secure
        )


def answers(said: Mapping[str, str]) -> dict[str, Any]:
    """The fields as answers of a letter, over those of the settings; a line of the contacts is 「欄名：內容」."""
    lines = [
        line.partition("：" if "：" in line else ":")
        for line in said["contacts"].splitlines()
        if line.strip()
    ]
    own = {
        "issuer": said["issuer"],
        "contacts": [{"label": label, "value": value} for label, _, value in lines],
        "signature": {"title": said["signer_title"], "name": said["signer"]},
    }
    return {**known(), **own}


def _of_settings(said: Mapping[str, Any]) -> dict[str, str]:
    signature = said.get("signature", {})
    contacts = [f"{one.get('label', '')}：{one.get('value', '')}" for one in said.get("contacts", ())]
    return {
        "issuer": said.get("issuer", ""),
        "contacts": "\n".join(contacts),
        "signer_title": signature.get("title", ""),
        "signer": signature.get("name", ""),
    }
