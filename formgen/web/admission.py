"""Whether a request may come in: told by its first lines, so that nothing is read or stored for one that may not."""

from collections.abc import Mapping

from flask import Flask, Request
from werkzeug.exceptions import RequestEntityTooLarge

from formgen import catalog, checking
from formgen.errors import FormgenError
from formgen.web.drafts import Drafts
from formgen.web.room import Room
from formgen.web.uploads import Limits

# A thousand rows of a list need half of it; reading and checking this much takes a second.
FORM_BYTES = 2 * 10**6
# The fields and boundaries around files.
_AROUND = 10**6
# Every other request may be read before anybody looks.
_SMALL = 2**16
# An upload lies on the disk so often until it is stored: with the server, with Flask, in its place.
COPIES = 3
# More than ten printed pages. The choice between two answers may hold a whole list, a 補正通知 all that lacks.
LONGEST, _LONGEST_LIST = 20_000, 300_000
_HOLDING_LISTS = ("filling.choose", "checking_in.letter")
_MAY_DELETE = {
    "leaving.delete", "one_file.remove", "filling.clear", "making.delete", "letter.delete", "visit.delete", "ranked.delete",
    "ranked.remove", "collecting.delete", "signing_out.leave",
}  # fmt: skip


class TooLong(FormgenError):
    """「{label}」有 {count:,} 個字，一格最多 {most:,} 個字；這一頁沒有儲存。請回上一頁，縮短後再儲存一次。"""


class Admission:
    """What each address takes. A bundle that comes back holds its evidence twice, for the disc and for the paper."""

    def __init__(self, app: Flask, drafts: Drafts, room: Room, limits: Limits) -> None:
        self._app, self._drafts, self._room = app, drafts, room
        # A workbook's sheets may come as files of their own.
        a_file = limits.file + _AROUND
        a_list = 4 * limits.file + _AROUND
        a_bundle = 2 * limits.total + 100 * _AROUND
        self._most = {
            "attaching.upload": limits.total + _AROUND,
            "returning.take": a_bundle,
            "checking_in.check": a_bundle,
            "comparing.compare": 2 * a_bundle,
            "scoring.take": a_bundle,
            "staff.upload": a_list,
            "making.replace": a_list,
            "letters.upload": a_file,
            "letters.forward": a_file,
            "letter.replace": a_file,
            "visits.upload": a_list,
            "visit.replace": a_list,
            "ranking.upload": limits.total + _AROUND,
            "ranked.add": limits.total + _AROUND,
        }

    @property
    def most(self) -> int:
        """As many bytes as any address takes."""
        return max(self._most.values())

    def check(self, method: str, path: str, length: int, promised: int = 0) -> None:
        """Raises what stands against a request of `length` bytes; `promised` are on their way in others.

        NotFound, MethodNotAllowed, NoDraft, RequestEntityTooLarge, NoRoom.
        """
        if length <= _SMALL:
            return
        # Any host: the way from a path to a page does not hang on it.
        endpoint, values = self._app.url_map.bind("localhost").match(path, method)
        if "secret" in values:
            self._drafts.open(values["secret"])
        if length > self._most.get(endpoint, FORM_BYTES):
            raise RequestEntityTooLarge
        if endpoint in self._most:
            self._room.refuse_upload(COPIES * (length + promised))

    def refuse(self, request: Request) -> None:
        """Raises as `check` does; NoRoom for what would be written on a full disk; TooLong for a field."""
        self.check(request.method, request.path, request.content_length or 0)
        request.max_content_length = self._most.get(request.endpoint or "", FORM_BYTES)
        if request.endpoint not in _MAY_DELETE:
            self._room.refuse_typing()
        _refuse_long(request.form, request.endpoint or "", (request.view_args or {}).get("form", ""))


def _refuse_long(sent: Mapping[str, str], endpoint: str, form: str) -> None:
    most = _LONGEST_LIST if endpoint in _HOLDING_LISTS else LONGEST
    for name, text in sent.items():
        if len(text) > most:
            raise TooLong(label=_label(form, name), count=len(text), most=most)


def _label(form: str, name: str) -> str:
    """The label of a field by its name in a page, ``filled_on:year``."""
    path = name.partition(":")[0]
    try:
        return checking.label_of(catalog.get(form), path)
    except (FormgenError, LookupError, ValueError):
        return path[:60]
