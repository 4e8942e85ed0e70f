"""The helplines that serve where the loved one and the family are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.response import Response
from intake.domain.routing import applies
from intake.domain.rules import Truth

ANYWHERE = "any"
MOST_LINES = 2


def lines_for(
    content: Content, response: Response, scopes: Iterable[str], on: dt.date, *, most: int = MOST_LINES
) -> tuple[Helpline, ...]:
    """The helplines for these purposes where the loved one is and where the family is, in file order.

    For each purpose and country at most `most`: a long list helps nobody choose. A place nobody told us gives the lines
    of every country. A number that nobody has checked, or not for too long before the day `on`, is never given out.
    """
    countries, regions = _places(content, response)
    reachable = [
        line
        for line in content.helplines
        if line.current(on)
        and line.country in countries
        and (not line.region or not regions or regions.intersection(line.region))
    ]
    chosen = {
        line.id
        for scope in scopes
        for country in countries
        for line in sorted(
            (line for line in reachable if scope in line.scope and line.country == country),
            # Where nobody told the state, a line for all of them comes before one that may refuse the caller.
            key=lambda line: bool(line.region) and not regions,
        )[:most]
    }
    return tuple(line for line in reachable if line.id in chosen)


def elsewhere(content: Content, response: Response) -> bool:
    """Whether the loved one is known to be where 911 and 988 do not answer."""
    told = _told(content.place.country, response)
    return bool(told) and told not in content.place.countries


def _told(question: str, response: Response) -> str:
    answer = response.by_key.get(question)
    return answer.codes[0] if answer is not None and answer.codes else ""


def _places(content: Content, response: Response) -> tuple[frozenset[str], frozenset[str]]:
    """Country codes and region codes to show lines for; every country where the loved one's is not known.

    Only questions that apply count: the state chosen before the country was changed shows nothing.
    """
    place, known = content.place, dict[str, Truth]()
    relevant = {
        question
        for question in (place.country, place.own_country, *place.regions)
        if applies(content.questionnaire.items[question], "", content.questionnaire, response, known)
        is not Truth.NOT_MET
    }
    told = {
        chosen
        for question in (place.country, place.own_country)
        if question in relevant and (chosen := _told(question, response))
    }
    countries = {place.countries.get(chosen, ANYWHERE) for chosen in told}
    if not _told(place.country, response):
        countries.update((*place.countries.values(), ANYWHERE))
    regions = {_told(question, response) for question in place.regions if question in relevant} - {""}
    return frozenset(countries), frozenset(regions)
