"""The command line: the same functions as the app, for testers and for agencies' scripts.

    python -m intake assess ANSWERS.json
    python -m intake summary ANSWERS.json --format pdf|html|text|fhir --language en --paper letter|a4 --out FILE
    python -m intake extract FILE.pdf [--password-file FILE]
    python -m intake check
    python -m intake handbook [--write]
    python -m intake blank
    python -m intake store migrate|check|new-key|anchor
    python -m intake store backup FILE
    python -m intake store restore FILE
    python -m intake store purge [--record ID] [--yes]
    python -m intake demo [--records NUMBER]

Bad input: one clear line on standard error and exit status 2.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.config import ConfigurationError, content_folder, records_key, records_url, site
from intake.content import ContentError, load
from intake.content.cases import acceptance_cases, response_of
from intake.content.checks.all import problems
from intake.content.handbook import HANDBOOK, handbook
from intake.domain.answers_json import LARGEST_DOCUMENT, AnswersError, document_of, read_answers
from intake.domain.assessing import assess
from intake.domain.response import Absent, Answer, Response
from intake.i18n import PSEUDO, SOURCE, translator
from intake.outputs import formats
from intake.saved import LARGEST_FILE, CannotOpenError, open_saved

if TYPE_CHECKING:
    from intake.store.database import Database

BAD_INPUT = 2


class _ExitError(Exception):
    """Ends the program with one line on standard error."""


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and gives its exit status."""
    options = _options().parse_args(arguments)
    try:
        status = int(options.run(options) or 0)
        sys.stdout.flush()
        return status
    except (_ExitError, AnswersError, ConfigurationError) as stop:
        _complain(str(stop))
    except ContentError as error:
        _complain(f"the content folder has {_counted(len(error.problems))}; `python -m intake check` lists them")
    except OSError as error:  # standard output: closed, or full
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python tries to write it again at the end
        _complain(f"standard output: {error.strerror}")
    return BAD_INPUT


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intake", description="Next Step on the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("assess", help="what the answers mean, as JSON")
    one.add_argument("answers", type=Path, metavar="ANSWERS.json")
    one.set_defaults(run=_assess)

    two = commands.add_parser("summary", help="the summary as PDF, HTML or plain text; or the answers in FHIR R4")
    two.add_argument("answers", type=Path, metavar="ANSWERS.json")
    two.add_argument("--format", choices=tuple(formats.on_command_line()), default=formats.PDF.id)
    two.add_argument("--language", default=SOURCE)
    two.add_argument("--paper", choices=("letter", "a4"), default="letter")
    two.add_argument("--out", type=Path, metavar="FILE", help="where to write; - or nothing: standard output")
    two.set_defaults(run=_summary)

    commands.add_parser("check", help="what is wrong with the content").set_defaults(run=_check)

    four = commands.add_parser("handbook", help="every question and rule in words, for sign-off")
    four.add_argument("--write", action="store_true", help="write it to HANDBOOK.md in the content folder")
    four.set_defaults(run=_handbook)

    five = commands.add_parser("extract", help="the answers that a saved file carries, as JSON")
    five.add_argument("file", type=Path, metavar=f"FILE{formats.PDF.ending}")
    five.add_argument("--password-file", type=Path, metavar="FILE", help="a file whose first line is the password")
    five.set_defaults(run=_extract)

    six = commands.add_parser("store", help="the records of staff: make tables, check, new key, backup, restore")
    six.add_argument("what", choices=["migrate", "check", "new-key", "anchor", "backup", "restore", "purge"])
    six.add_argument("file", type=Path, nargs="?", help="the backup")
    six.add_argument("--yes", action="store_true", help="purge: destroy what is named; without it nothing is changed")
    six.add_argument("--record", metavar="ID", help="purge: this record alone, because somebody asked for it")
    six.add_argument("--known", metavar="ANCHOR", help="check: the end of the audit trail as it was noted down earlier")
    six.set_defaults(run=_store)

    seven = commands.add_parser("demo", help="fills an empty store of staff records with made-up calls")
    seven.add_argument("--records", type=int, default=150, metavar="NUMBER")
    seven.set_defaults(run=_demo)
    commands.add_parser("blank", help="an ANSWERS.json in which nothing was asked yet").set_defaults(run=_blank)
    return parser


def _assess(options: argparse.Namespace) -> None:
    content = load()
    response = _read(options.answers)
    found = assess(content, response, _today())
    said = _brief(response, SOURCE)
    by_id = document_of(response)["answers"]
    print(
        json.dumps(
            {
                "tier": found.tier.value,
                "tiers": [tier.value for tier in found.tiers],
                "heading": said.heading,
                "findings": [
                    {
                        "rule": finding.rule,
                        "truth": finding.truth.value,
                        "title": content.rule[finding.rule].title,
                        "because": content.rule[finding.rule].because,
                        "answers": {link_id: by_id[link_id] for link_id in finding.evidence if link_id in by_id},
                        "missing": list(finding.missing),
                        "sources": list(content.rule[finding.rule].sources),
                    }
                    for finding in found.findings
                ],
                "withheld": [tag.value for tag in found.withheld],
                "unknowns": list(found.unknowns),
                "steps": [
                    {"action": step.action, "text": step.text, "when": step.when, "rules": list(step.rules)}
                    for step in said.steps
                ],
                "pathways": [offer.id for offer in found.pathways],
                "kinds": [offer.id for offer in found.kinds],
                "helplines": list(found.lines),
                "content_version": content.questionnaire.version,
                "answers_version": response.content_version,
                "on": found.on.isoformat(),
            },
            indent=2,
            ensure_ascii=False,
        )
    )


def _summary(options: argparse.Namespace) -> None:
    from intake.outputs.pdf.renderer import PdfError

    known = {SOURCE, PSEUDO, *(path.stem for path in (content_folder() / "locales").glob("*.po"))}
    if options.language not in known:
        raise _ExitError(f"there is no language {options.language!r}; there are {', '.join(sorted(known - {PSEUDO}))}")
    response = _read(options.answers)
    summary = formats.Summary(
        content=load(options.language),
        response=response,
        brief=_brief(response, options.language),
        words=translator(options.language, content_folder() / "locales"),
        folder=content_folder(),
        paper=options.paper,
    )
    try:
        data = formats.on_command_line()[options.format].make(summary)
    except PdfError as error:
        raise _ExitError(str(error)) from None
    _write(data, options.out)


def _extract(options: argparse.Namespace) -> None:
    data, content = _bytes(options.file, LARGEST_FILE), load()
    password = b"" if options.password_file is None else _bytes(options.password_file, LARGEST_FILE)
    typed = password.decode("utf-8", "replace").split("\n")[0]
    try:
        found = open_saved(data, content.questionnaire, content.migrations, typed)
    except CannotOpenError as reason:
        raise _ExitError(f"{options.file}: {reason}") from None
    for note in found.notes:
        _complain(note.said(translator(SOURCE, content_folder() / "locales")))
    print(json.dumps(document_of(found.response), indent=2, ensure_ascii=False))


def _store(options: argparse.Namespace) -> int:
    from intake.store import audit, maintenance
    from intake.store.database import StoreError
    from intake.store.encryption import RecordsKeyError

    url, key = records_url(), records_key()
    if (options.file is None) == (options.what in ("backup", "restore")):
        raise _ExitError("backup and restore need a FILE, and nothing else takes one")
    try:
        if options.what == "backup":
            maintenance.backup(url, options.file)
        elif options.what == "restore":
            maintenance.restore(options.file, url)
        elif options.what == "new-key":
            print(f"{maintenance.new_key(url, key)} records are opened with the new key")
        else:
            database = maintenance.opened(url, key)
            if options.what == "check":
                known = audit.read_anchor(options.known) if options.known else None
                found = maintenance.faults(database, known)
                print("\n".join(found) or "every record can be read, and the audit trail is whole")
                return 1 if found else 0
            if options.what == "anchor":
                with database.reading() as session:
                    print(audit.anchor(session))
            if options.what == "purge":
                _purge(database, options)
    except (StoreError, RecordsKeyError, ValueError) as fault:
        raise _ExitError(str(fault)) from None
    return 0


def _purge(database: Database, options: argparse.Namespace) -> None:
    """Names what is past its time, or destroys it and prints the proof."""
    from intake.store.permissions import Actor, Role
    from intake.store.records import RecordGoneError
    from intake.store.retention import Retention

    actor = Actor("console", Role.ADMINISTRATOR)
    retention = Retention(database, actor, lambda: dt.datetime.now(dt.UTC), site().retention_days)
    if options.yes:
        try:
            certificate = retention.erase(options.record) if options.record else retention.purge()
        except RecordGoneError as fault:
            raise _ExitError(str(fault)) from None
        print(certificate.as_json())
        return
    if not options.record and not site().retention_days:
        print("no time is set (NEXT_STEP_RETENTION_DAYS): every record is kept")
    for one in retention.past():
        stays = ", held: it stays" if one.head.held else ""
        print(f"{one.head.id} {one.head.status}, kept for {one.days} days{stays}")
    print("nothing was changed; with --yes they are destroyed")


def _demo(options: argparse.Namespace) -> None:
    from intake.store import demo, maintenance
    from intake.store.sign_in_errors import SignInError

    content, now = load(), dt.datetime.now(dt.UTC)
    database = maintenance.opened(records_url(), records_key())
    try:
        made = demo.accounts(database)
    except SignInError:
        raise _ExitError("the store has accounts already: examples do not go among real records") from None
    situations = [response_of(case.answers, content) for case in acceptance_cases(content_folder(), content)]
    demo.fill(database, content, situations, options.records, now)
    database.close()
    print(f"{options.records} made-up calls. Sign in at /staff/sign-in; each code stands in once for the app:")
    for one in made:
        print(f"  {one.name}\n    password {one.password}\n    codes    {' '.join(one.codes[:5])}")


def _check(_: argparse.Namespace) -> int:
    found = problems(content_folder(), _today())
    for problem in found:
        print(problem)
    print(_counted(len(found)) if found else "content is in order")
    return 1 if found else 0


def _counted(problems: int) -> str:
    return "1 problem" if problems == 1 else f"{problems} problems"


def _handbook(options: argparse.Namespace) -> None:
    text = handbook(load())
    if options.write:
        (content_folder() / HANDBOOK).write_text(text, encoding="utf-8")
    else:
        print(text, end="")


def _blank(_: argparse.Namespace) -> None:
    """Every question once; one that is asked of several things, of an entry n1, n2 ... for each section."""
    questionnaire = load().questionnaire
    repeating = [section.id for section in questionnaire.sections if section.repeats]
    entry = {section: f"n{number}" for number, section in enumerate(repeating, start=1)}
    answers = tuple(
        Answer(link_id=link_id, entry=entry.get(section.id, ""), absent=Absent.NOT_ASKED)
        for link_id, section in questionnaire.section_of.items()
    )
    print(json.dumps(document_of(Response(content_version=questionnaire.version, answers=answers)), indent=2))


def _read(path: Path) -> Response:
    document = _bytes(path, LARGEST_DOCUMENT)
    try:
        return read_answers(document, load().questionnaire)
    except AnswersError as error:
        raise _ExitError(f"{path}: {error}") from None


def _bytes(path: Path, most: int) -> bytes:
    """What is in a file, and of one that has more than `most` bytes one more than that."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise _ExitError(f"{path}: {error.strerror}") from None


def _brief(response: Response, language: str) -> Brief:
    content = load(language)
    now = dt.datetime.now().astimezone()
    words = translator(language, content_folder() / "locales")
    return brief(content, response, assess(content, response, now.date()), now, words)


def _write(data: bytes, out: Path | None) -> None:
    if out is None or str(out) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise _ExitError(f"{out}: {error.strerror}") from None


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def _complain(sentence: str) -> None:
    print(" ".join(sentence.split()), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
