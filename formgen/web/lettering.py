"""A letter that was written for somebody, as a draft to be changed before it is taken."""

from collections.abc import Mapping
from typing import Any

from formgen import catalog
from formgen.letters import FORM
from formgen.web.drafts import REVIEWERS
from formgen.web.filling import stored
from formgen.web.services import services


def draft_of(given: Mapping[str, Any]) -> str:
    """The secret of a new draft that says this; it opens only for who has signed in."""
    made = services()
    made.room.refuse_upload(0)
    draft = made.drafts.create(REVIEWERS + FORM)
    made.drafts.fill(draft, stored([catalog.get(FORM)], {FORM: given}))
    return draft.secret
