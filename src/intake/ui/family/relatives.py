"""What relatives answered in their own saved files, put together with the answers here.

Each file keeps its own voice: nothing in it replaces an answer given here.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake.brief.builder import without
from intake.brief.informants import informant_name
from intake.domain.base import Personal
from intake.domain.case import Informant, next_informant_id
from intake.domain.case_json import MOST_INFORMANTS
from intake.domain.response import Response
from intake.saved import OpenedFile
from intake.ui.common import session
from intake.ui.family import saved_file


def add(file: OpenedFile, *, left_out: Iterable[Personal], confidential: bool) -> bool:
    """Put the answers of a file together with those here, without what is left out. False if there are too many."""
    content, rest = session.content(), list(session.others())
    told = [one.response for one in file.informants] or [saved_file.dated_answers(file)]
    if len(rest) + len(told) >= MOST_INFORMANTS:
        return False
    for response in told:
        kept = without(response, content, left_out)
        rest.append(
            Informant(id=next_informant_id((session.speaking(), *rest)), confidential=confidential, response=kept)
        )
    session.set_informants(session.speaking(), tuple(rest))
    return True


def remove(informant_id: str) -> None:
    """Take what one relative answered out again."""
    session.set_informants(session.speaking(), tuple(one for one in session.others() if one.id != informant_id))


def label(informant: Informant) -> str:
    """A relative by name or relationship."""
    name = informant_name(session.content(), informant)
    return name or session.words().ui("Person {number}", number=informant.id.removeprefix("i"))


def knows_same(response: Response) -> bool:
    """Whether these are the very answers that are here already."""
    mine = [session.response(), *(one.response for one in session.others())]
    return any(response.answers == other.answers for other in mine)
