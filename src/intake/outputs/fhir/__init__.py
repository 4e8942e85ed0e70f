"""The questions and the answers as FHIR R4 resources, for the record system of a professional.

A section is a group and a question is an item; their linkIds are our ids. Items that are not questions have linkIds
with a suffix, so they never clash with an id:

    .why      why a question is asked
    .intro    the text under a heading
    .entry    the subject of a repeating group
    .absent   on a typed question: not known, or declined
    .basis    how the person knows the answer
    .as-of    the day, month, or year for which the answer is true; text, because forms make a day of a month

An answer that is not known or declined is a code of the code system data-absent-reason, which every question offers.
What forms cannot express is in extensions (intake.outputs.fhir.addresses says what each means). An answer to a question
that no longer applies is only in an extension of the response: an item that is not enabled has no answer.

`enableWhen` says when a question is asked, with codes only. As in the app, a question is also asked if what it depends
on is not known or was skipped, unless it follows up a certain answer.

All answers are labeled restricted; if a Part 2 program is the source of some, also with the code of that law. If the
caller agreed to share only a part, the rest is missing and the tag SUBSETTED says so.

FHIR asks more than the app in two ways, and less in one. It cannot tell a question that was skipped from one that does
not apply. It cannot compare the same entry of two repeating groups, so such a condition is in an extension, and FHIR
asks the question for every entry. And where several conditions must hold, of which one reads a list of answers, an
unknown list does not count as one that may fit. No resource says who the person is.
"""
