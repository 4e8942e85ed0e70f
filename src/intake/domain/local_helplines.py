"""Choose the helplines that serve the places where the loved one and the family are."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable

from intake.domain.conditions import truth_among
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.questionnaire import Condition, Operator
from intake.domain.response import Response
from intake.domain.routing import applies
from intake.domain.rules import Truth

ANYWHERE = "any"
MOST_LINES = 2


def lines_for(
    content: Content,
    response: Response,
    scopes: Iterable[str],
    on: dt.date,
    *,
    most: int = MOST_LINES,
    for_writer: bool = False,
) -> tuple[Helpline, ...]:
    """The helplines for these purposes where the loved one and the family are, in file order.

    `for_writer`: only where the person who answers is, if that is known.

    At most `most` per purpose and country: a long list does not help anyone choose. If the place is not known, lines
    of every country are included, but those of a state or province, which may turn other callers away, only if it is
    known or if no line serves the whole country. A number that is not verified, or is overdue for review on the day
    `on`, is never included, nor is a line for others, such as teens.
    """
    countries, regions = _places(content, response)
    own = _own_code(content, response) if for_writer else ""
    if own:
        countries = frozenset({content.place.countries.get(own, ANYWHERE)})
    reachable = [line for line in content.helplines if line.current(on) and line.country in countries]
    chosen: set[str] = set()
    for scope, country in itertools.product(dict.fromkeys(scopes), countries):
        serving = [line for line in reachable if scope in line.scope and line.country == country]
        here = [line for line in serving if not line.region or regions.intersection(line.region)]
        # Where no line serves the whole country and the state is not known, theirs may be one of these.
        candidates = here or (serving if not regions else [])
        fitting = (line.id for line in candidates if not _serves_others(line, content, response))
        chosen.update(itertools.islice(fitting, most))
    return tuple(line for line in reachable if line.id in chosen)


def that_reach_them(content: Content, response: Response, lines: Iterable[Helpline]) -> tuple[Helpline, ...]:
    """These lines without emergency numbers that cannot send help to the loved one, who is in another country."""
    away, life = elsewhere(content, response), content.place.lines.for_life
    return tuple(line for line in lines if not (away and life in line.scope and line.country != ANYWHERE))


def _serves_others(line: Helpline, content: Content, response: Response) -> bool:
    """Whether the answers say for certain that a line is not for these people."""
    return bool(line.unless) and all(_is_certain(condition, content, response) for condition in line.unless)


def _is_certain(condition: Condition, content: Content, response: Response) -> bool:
    """Whether a condition is met. A question that does not apply has none of its answers."""
    item = content.questionnaire.items[condition.question]
    if applies(item, "", content.questionnaire, response) is Truth.NOT_MET:
        return condition.operator is Operator.NOT_EQUALS
    told = response.statements.get(condition.question, ())
    return truth_among(condition, item, told, gravest=False) is Truth.MET


def elsewhere(content: Content, response: Response) -> bool:
    """Whether the loved one is known to be somewhere 911 and 988 do not work."""
    country = _chosen_code(content.place.country, response)
    return bool(country) and country not in content.place.countries


def writer_elsewhere(content: Content, response: Response) -> bool | None:
    """Whether the person who answers is somewhere 911 and 988 do not work; None if that is not known."""
    own = _own_code(content, response)
    if own:
        return own not in content.place.countries
    item = content.questionnaire.items[content.place.own_country]
    said = item.enable_when and all(_chosen_code(condition.question, response) for condition in item.enable_when)
    with_them = said and applies(item, "", content.questionnaire, response) is Truth.NOT_MET
    known = with_them and _chosen_code(content.place.country, response)
    return elsewhere(content, response) if known else None


def _own_code(content: Content, response: Response) -> str:
    """The code of the country where the person who answers is; "" if not known, or if the question does not apply."""
    item = content.questionnaire.items[content.place.own_country]
    if applies(item, "", content.questionnaire, response) is Truth.NOT_MET:
        return ""
    return _chosen_code(item.link_id, response)


def _chosen_code(question: str, response: Response) -> str:
    """The first code of the answer, or "" if there is none."""
    answer = response.by_key.get(question)
    return answer.codes[0] if answer is not None and answer.codes else ""


def _places(content: Content, response: Response) -> tuple[frozenset[str], frozenset[str]]:
    """The country codes and region codes to show lines for; all countries if the loved one's is not known.

    Only questions that apply count: a state chosen before the country was changed is ignored.
    """
    place = content.place
    relevant = {
        question
        for question in (place.country, place.own_country, *place.regions)
        if applies(content.questionnaire.items[question], "", content.questionnaire, response) is not Truth.NOT_MET
    }
    codes = {
        code
        for question in (place.country, place.own_country)
        if question in relevant and (code := _chosen_code(question, response))
    }
    countries = {place.countries.get(code, ANYWHERE) for code in codes}
    if not _chosen_code(place.country, response):
        countries.update((*place.countries.values(), ANYWHERE))
    regions = {_chosen_code(question, response) for question in place.regions if question in relevant} - {""}
    return frozenset(countries), frozenset(regions)
