"""The command line, with the same functions as the app, for testers and for scripts of agencies.

    python -m intake assess FILE [FILE ...]
    python -m intake summary FILE [FILE ...] --format pdf|html|text|fhir|referral --language en --paper a4 --out FILE
    python -m intake extract FILE.pdf [--password-file FILE]
    python -m intake length
    python -m intake check
    python -m intake handbook [--write]
    python -m intake blank
    python -m intake store migrate|check|new-key|anchor
    python -m intake store backup FILE
    python -m intake store restore FILE
    python -m intake store purge [--record ID] [--yes]
    python -m intake demo [--records NUMBER]

Bad input ends with one line on standard error and exit status 2.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.config import ConfigurationError, content_folder, records_key, records_url, site
from intake.content import ContentError, load
from intake.content.cases import acceptance_cases, response_of
from intake.content.checks.all import problems
from intake.content.handbook import HANDBOOK, handbook
from intake.content.reading_length import WORDS_A_MINUTE, longest, reading, typical
from intake.domain.answers_json import AnswersError, document_of, read_answers, with_as_of
from intake.domain.assessing import assess
from intake.domain.case import Informant, JoinedResponse, Statement, join
from intake.domain.question_pages import Depth
from intake.domain.response import Absent, Answer, Response
from intake.i18n import PSEUDO, SOURCE, translator
from intake.outputs import formats
from intake.saved import LARGEST_FILE, CannotOpenError, open_saved

if TYPE_CHECKING:
    from intake.store.database import Database

BAD_INPUT = 2
_PDF = b"%PDF-"


class _ExitError(Exception):
    """Ends the program with this message as one line on standard error."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _options().parse_args(arguments)
    try:
        status = int(options.run(options) or 0)
        sys.stdout.flush()
        return status
    except (_ExitError, AnswersError, ConfigurationError) as error:
        _print_error(str(error))
    except ContentError as error:
        _print_error(f"the content folder has {_counted(len(error.problems))}; `python -m intake check` lists them")
    except OSError as error:  # standard output is closed or full
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # otherwise Python tries to write again at exit
        _print_error(f"standard output: {error.strerror}")
    return BAD_INPUT


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m intake", description="Next Step on the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    assess_command = commands.add_parser("assess", help="assess the answers and print the result as JSON")
    _add_answers(assess_command)
    assess_command.set_defaults(run=_assess)

    summary_command = commands.add_parser(
        "summary", help="make the summary as PDF, HTML, or text, or export the answers as FHIR R4"
    )
    _add_answers(summary_command)
    summary_command.add_argument("--format", choices=tuple(formats.on_command_line()), default=formats.PDF.id)
    summary_command.add_argument("--language", default=SOURCE)
    summary_command.add_argument("--paper", choices=("letter", "a4"), default="letter")
    summary_command.add_argument("--out", type=Path, metavar="FILE", help="output file; default or -: standard output")
    summary_command.set_defaults(run=_summary)

    commands.add_parser(
        "length", help="count the screens and words that families read on the way through the questions"
    ).set_defaults(run=_length)

    commands.add_parser("check", help="list problems in the content").set_defaults(run=_check)

    handbook_command = commands.add_parser("handbook", help="print all content in readable form, for sign-off")
    handbook_command.add_argument(
        "--write", action="store_true", help="write HANDBOOK.md in the content folder instead"
    )
    handbook_command.set_defaults(run=_handbook)

    extract_command = commands.add_parser("extract", help="print the answers in a saved file as JSON")
    extract_command.add_argument("file", type=Path, metavar=f"FILE{formats.PDF.ending}")
    extract_command.add_argument(
        "--password-file", type=Path, metavar="FILE", help="file with the password in its first line"
    )
    extract_command.set_defaults(run=_extract)

    store_command = commands.add_parser(
        "store", help="maintain the staff records: tables, check, key, backup, restore, purge"
    )
    store_command.add_argument(
        "action", choices=["migrate", "check", "new-key", "anchor", "backup", "restore", "purge", "open-account"]
    )
    store_command.add_argument(
        "target", nargs="?", metavar="FILE|NAME", help="backup, restore: the file; open-account: the username"
    )
    store_command.add_argument(
        "--yes", action="store_true", help="purge: destroy the listed records; without it, nothing changes"
    )
    store_command.add_argument("--record", metavar="ID", help="purge: only this record, on request")
    store_command.add_argument(
        "--known", metavar="ANCHOR", help="check: an anchor printed earlier, to verify the audit trail"
    )
    store_command.set_defaults(run=_store)

    demo_command = commands.add_parser("demo", help="fill an empty store with invented calls")
    demo_command.add_argument("--records", type=int, default=150, metavar="NUMBER")
    demo_command.set_defaults(run=_demo)
    commands.add_parser("blank", help="print an ANSWERS.json in which nothing has been asked yet").set_defaults(
        run=_blank
    )
    return parser


def _add_answers(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "answers",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="answers as JSON, or a saved summary; several files are read as several people about one case",
    )


def _assess(options: argparse.Namespace) -> None:
    content = load()
    response = _read(options.answers)
    result = assess(content, response, _today())
    summary = _brief(response, SOURCE)
    answers = document_of(response)["answers"]
    print(
        json.dumps(
            {
                "tier": result.tier.value,
                "tiers": [tier.value for tier in result.tiers],
                "heading": summary.heading,
                "findings": [
                    {
                        "rule": finding.rule,
                        "truth": finding.truth.value,
                        "title": content.rule[finding.rule].title,
                        "because": content.rule[finding.rule].because,
                        "answers": {key: answers[key] for key in finding.evidence if key in answers},
                        "missing": list(finding.missing),
                        "sources": list(content.rule[finding.rule].sources),
                    }
                    for finding in result.findings
                ],
                "withheld": [tag.value for tag in result.withheld],
                "unknowns": list(result.unknowns),
                "differences": {
                    key: {one.informant.id: document_of(one.informant.response)["answers"][key] for one in said}
                    for key, said in _said(response).items()
                    if key in result.differences
                },
                "steps": [
                    {"action": step.action, "text": step.text, "when": step.when, "rules": list(step.rules)}
                    for step in summary.steps
                ],
                "pathways": [offer.id for offer in result.pathways],
                "kinds": [offer.id for offer in result.kinds],
                "helplines": list(result.lines),
                "content_version": content.questionnaire.version,
                "answers_version": response.content_version,
                "on": result.on.isoformat(),
            },
            indent=2,
            ensure_ascii=False,
        )
    )


def _summary(options: argparse.Namespace) -> None:
    from intake.outputs.pdf.renderer import PdfError

    languages = {SOURCE, PSEUDO, *(path.stem for path in (content_folder() / "locales").glob("*.po"))}
    if options.language not in languages:
        available = ", ".join(sorted(languages - {PSEUDO}))
        raise _ExitError(f"there is no language {options.language!r}; available: {available}")
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
        saved = open_saved(data, content.questionnaire, content.migrations, typed)
    except CannotOpenError as error:
        raise _ExitError(f"{options.file}: {error}") from None
    for note in saved.notes:
        _print_error(note.text(translator(SOURCE, content_folder() / "locales")))
    print(json.dumps(document_of(saved.response), indent=2, ensure_ascii=False))


def _store(options: argparse.Namespace) -> int:
    from intake.store import audit, maintenance
    from intake.store.database import StoreError
    from intake.store.encryption import RecordsKeyError

    url, key = records_url(), records_key()
    if (options.target is None) == (options.action in ("backup", "restore", "open-account")):
        raise _ExitError("backup and restore need a FILE and open-account a NAME; the other actions take neither")
    try:
        if options.action == "backup":
            maintenance.backup(url, Path(options.target))
        elif options.action == "restore":
            maintenance.restore(Path(options.target), url)
        elif options.action == "new-key":
            print(f"records that now use the new key: {maintenance.rotate_key(url, key)}")
        else:
            database = maintenance.open_database(url, key)
            if options.action == "check":
                anchor = audit.parse_anchor(options.known) if options.known else None
                faults = maintenance.find_damage(database, anchor)
                print("\n".join(faults) or "every record can be read, and the audit trail is intact")
                return 1 if faults else 0
            if options.action == "anchor":
                with database.reading() as session:
                    print(audit.anchor(session))
            if options.action == "purge":
                _purge(database, options)
            if options.action == "open-account":
                _open_account(database, options.target)
    except (StoreError, RecordsKeyError, ValueError) as error:
        raise _ExitError(str(error)) from None
    return 0


def _purge(database: Database, options: argparse.Namespace) -> None:
    """List the records past their retention period or, with --yes, destroy them and print the certificate."""
    from intake.store.permissions import Actor, Role
    from intake.store.records import RecordGoneError, RecordStateError
    from intake.store.retention import Retention

    actor, settings = Actor("console", Role.ADMINISTRATOR), site()
    retention = Retention(
        database, actor, lambda: dt.datetime.now(dt.UTC), settings.retention_days, settings.retention_fixed
    )
    if options.yes:
        try:
            certificate = retention.erase(options.record) if options.record else retention.purge()
        except (RecordGoneError, RecordStateError) as error:
            raise _ExitError(str(error)) from None
        print(certificate.as_json())
        return
    if not options.record and not any(retention.periods.days().values()):
        print("no retention period is set, on the retention page or in NEXT_STEP_RETENTION_DAYS: every record is kept")
    for expired in retention.expired():
        hold = ", on hold, so it is kept" if expired.head.held else ""
        print(f"{expired.head.id} {expired.head.status}, retention period {expired.days} days{hold}")
    print("nothing was changed; --yes destroys the listed records")


def _open_account(database: Database, name: str) -> None:
    """End the wait after wrong attempts to sign in with this name."""
    from intake.store import maintenance

    try:
        maintenance.end_wait(database, name, dt.datetime.now(dt.UTC))
    except LookupError as error:
        raise _ExitError(str(error)) from None
    print(f"{name} can sign in again now")


def _demo(options: argparse.Namespace) -> None:
    from intake.store import demo, maintenance
    from intake.store.sign_in_errors import SignInError

    content, now = load(), dt.datetime.now(dt.UTC)
    database = maintenance.open_database(records_url(), records_key())
    try:
        accounts = demo.create_accounts(database)
    except SignInError:
        raise _ExitError("the store already has accounts; examples are not added to real records") from None
    situations = [response_of(case.answers, content) for case in acceptance_cases(content_folder(), content)]
    demo.fill_store(database, content, situations, options.records, now)
    database.close()
    print(f"{options.records} invented calls. Sign in at /staff/sign-in. Each code works once, in place of an app:")
    for account in accounts:
        print(f"  {account.name}\n    password {account.password}\n    codes    {' '.join(account.codes[:5])}")


def _check(_: argparse.Namespace) -> int:
    content_problems = problems(content_folder(), _today())
    for problem in content_problems:
        print(problem)
    print(_counted(len(content_problems)) if content_problems else "no problems in the content")
    return 1 if content_problems else 0


def _length(_: argparse.Namespace) -> None:
    """Print, for each way through the questions, what families read: the median, the most, and each case."""
    content, words = load(), translator(SOURCE, content_folder() / "locales")
    cases = [case for case in acceptance_cases(content_folder(), content) if not case.stops_early]
    ways: tuple[tuple[str, Depth], ...] = (("The short way", "quick"), ("The full check", "check"))
    for title, depth in ways:
        readings = [reading(case, content, depth, words) for case in cases]
        print(f"{title}, questions only, {len(cases)} cases, at {WORDS_A_MINUTE} words a minute:")
        for one in (typical(readings), longest(readings), *readings):
            print(f"  {one.name:<40} {one.screens:>3} screens {one.words:>5} words {one.minutes:>5.1f} minutes")


def _counted(number: int) -> str:
    return "1 problem" if number == 1 else f"{number} problems"


def _handbook(options: argparse.Namespace) -> None:
    text = handbook(load())
    if options.write:
        (content_folder() / HANDBOOK).write_text(text, encoding="utf-8")
    else:
        print(text, end="")


def _blank(_: argparse.Namespace) -> None:
    """Print every question once, as not asked. Each repeating section gets its own entry: n1, n2, and so on."""
    questionnaire = load().questionnaire
    repeating = [section.id for section in questionnaire.sections if section.repeats]
    entry_of = {section_id: f"n{number}" for number, section_id in enumerate(repeating, start=1)}
    answers = tuple(
        Answer(link_id=link_id, entry=entry_of.get(section.id, ""), absent=Absent.NOT_ASKED)
        for link_id, section in questionnaire.section_of.items()
    )
    print(json.dumps(document_of(Response(content_version=questionnaire.version, answers=answers)), indent=2))


def _read(paths: list[Path]) -> Response:
    """The answers in a file, or those in several files read together."""
    if len(paths) == 1:
        return _read_one(paths[0])
    people = [one for path in paths for one in _informants(_read_one(path))]
    numbered = (one.model_copy(update={"id": f"i{number}"}) for number, one in enumerate(people, start=1))
    return join(load().questionnaire, numbered)


def _informants(response: Response) -> tuple[Informant, ...]:
    return response.informants if isinstance(response, JoinedResponse) else (Informant(id="i1", response=response),)


def _read_one(path: Path) -> Response:
    """The answers in one file. Those in a saved summary are dated with the day it was saved."""
    data, content = _bytes(path, LARGEST_FILE), load()
    try:
        if not data.startswith(_PDF):
            return read_answers(data, content.questionnaire)
        saved = open_saved(data, content.questionnaire, content.migrations)
    except (AnswersError, CannotOpenError) as error:
        raise _ExitError(f"{path}: {error}") from None
    if saved.informants:
        return join(content.questionnaire, saved.informants)
    if saved.saved_at is None:
        return saved.response
    return with_as_of(saved.response, content.questionnaire, saved.saved_at.date())


def _said(response: Response) -> Mapping[str, tuple[Statement, ...]]:
    """Who told what, by key; empty if one person answered alone."""
    return response.said if isinstance(response, JoinedResponse) else {}


def _bytes(path: Path, most: int) -> bytes:
    """The content of a file, cut after `most` + 1 bytes, so that callers can tell that it is too large."""
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


def _print_error(sentence: str) -> None:
    print(" ".join(sentence.split()), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
