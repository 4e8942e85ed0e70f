"""Checks commit subjects: imperative, capital first letter, at most 72 characters, no period at the end.

    python scripts/check_commit_subjects.py                 # all commits since this check was added, except merges
    python scripts/check_commit_subjects.py --message FILE  # one message (commit-msg hook)

Prints each fault and exits with status 1. Without git or in a shallow clone, it prints a note and exits with status 0.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

LONGEST = 72
_HERE = Path(__file__).resolve()
_UNFINISHED = re.compile(r"(fixup|squash|amend)!|wip\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*(?=[ ,]|$)")
# "Fixes", "Fixed" and "Fixing" are not imperative; "Pass", "Proceed" and "Bring" are.
_INFLECTED = re.compile(r".*(?<!s)s|.*(?<!e)ed|.*ing")
_IMPERATIVE = {"alias", "bring", "embed", "focus", "ping", "ring", "shed", "shred", "string", "swing"}
_NOT_VERBS = {"a", "an", "the", "this", "that", "every", "each", "no", "one", "two", "in", "what", "who", "how", "why"}


def faults(subject: str) -> list[str]:
    """The faults of a subject, one phrase each; [] if there are none."""
    phrases = []
    if len(subject) > LONGEST:
        phrases.append(f"{len(subject)} characters; the limit is {LONGEST}")
    if _UNFINISHED.match(subject):
        phrases.append("work in progress; squash it into the commit it belongs to")
        return phrases
    if not subject[:1].isupper():
        phrases.append("start with a capital letter")
    if subject.endswith("."):
        phrases.append("no period at the end")
    match = _WORD.match(subject)
    word = match[0].lower() if match else ""
    if not word or word in _NOT_VERBS:
        phrases.append('start with a verb: "Add ...", not "The ..." or "Docs: ..."')
    elif _INFLECTED.fullmatch(word) and word not in _IMPERATIVE:
        phrases.append(f'start with an imperative: "Add", not "Adds", "Added" or "Adding" ("{word}")')
    return phrases


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=_HERE.parent, check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout.strip()


def _since_this_check() -> list[tuple[str, str]]:
    """(abbreviated hash, subject) of each commit that descends from the one that added this file."""
    added = _git("log", "--diff-filter=A", "--format=%H", "--", _HERE.name).splitlines()
    if not added:
        return []
    # --ancestry-path skips commits on branches that started before this check and were merged later.
    log = _git("log", "--no-merges", "--ancestry-path", "--format=%h%x09%s", f"{added[-1]}..HEAD")
    return [(name, subject) for name, _, subject in (line.partition("\t") for line in log.splitlines())]


def _from_message(message: Path) -> list[tuple[str, str]]:
    lines = message.read_text(encoding="utf-8").splitlines()
    return [("subject", next((line.strip() for line in lines if line.strip() and not line.startswith("#")), ""))]


def main() -> int:
    """Return the exit status: 1 if any subject has a fault, 2 for wrong arguments."""
    match sys.argv[1:]:
        case ["--message", file]:
            commits = _from_message(Path(file))
        case []:
            try:
                if _git("rev-parse", "--is-shallow-repository") == "true":
                    print("commit subjects not checked: this is a shallow clone")
                    return 0
                commits = _since_this_check()
            except (OSError, subprocess.CalledProcessError):
                print("commit subjects not checked: git is missing, or this is not a git repository")
                return 0
        case _:
            print("usage: check_commit_subjects.py [--message FILE]", file=sys.stderr)
            return 2
    wrong = [f"{name}: {fault}\n    {subject}" for name, subject in commits for fault in faults(subject)]
    print("\n".join(wrong) or f"commit subjects checked, no faults: {len(commits)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
