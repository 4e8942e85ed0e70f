"""Every way forward with what is known about it and what it costs, and whether an intervention would be a good fit."""

import streamlit as st

from intake.domain.rules import Level
from intake.ui.common import html, navigation, session
from intake.ui.family import library_links, planning

words = session.words()
ui = words.ui
brief = session.current_brief()
safe = html.safe
own = [pathway for pathway in brief.pathways if pathway.for_you]
others = [pathway for pathway in brief.pathways if not pathway.for_you]


def intervention() -> None:
    """Which kind of intervention fits, or why none does yet."""
    html.section(ui("Would an intervention be a good fit?"))
    html.paragraph(
        ui(
            "People often talk about three kinds of intervention: one to stop what is happening now, one for a "
            "lasting change, and one to help the family find peace."
        )
    )
    if brief.kinds:
        kind = brief.kinds[0]
        html.show(
            f"<p><strong>{safe(ui('Of these, this one fits what you told us: {kind}.', kind=kind.title))}</strong></p>",
            *(f"<p>{safe(reason)}</p>" for reason in kind.because),
            f"<p>{safe(kind.text)}</p><p>{safe(kind.evidence)}</p>",
        )
    elif brief.holds:
        html.paragraph(ui("Not now. Safety and care come first. Your next steps say why."))
    else:
        html.paragraph(ui("None of these fits what you told us so far."))
    if brief.undecided:
        html.paragraph(
            ui(
                "We do not know enough yet to say if a talk led by a professional would be safe. "
                "Some answers are missing."
            )
        )
    if planning.may_compare_professionals():
        html.paragraph(ui("If you talk with professionals, you can write down what each one says and compare them."))
        if st.button(ui("Compare professionals")):
            navigation.open_side_page("choose", "ways")


html.heading(ui("All ways forward"))
html.paragraph(ui("There is more than one way. You can choose, and you can change your mind."))
library_links.pathways(others, then="ways", key="paths")
if own:
    html.section(ui("For you"))
    library_links.pathways(own, then="ways", key="own_paths")
if brief.level is not Level.RED:
    html.show(html.indicators(brief, words) if brief.indicators else "")
    intervention()
if st.button(ui("Back to my next steps"), type="primary"):
    navigation.go(navigation.side_page_return("ways"))
