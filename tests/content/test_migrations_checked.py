"""`make check` reads migrations.toml: every saved answer must lead to an existing question and option."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.content.cases import ON
from intake.content.checks.all import problems
from tests.garden import LIBRARY, copied, edited

FILE = "migrations.toml"


def problems_after(folder: Path, old: str, new: str) -> list[str]:
    """The problems after one edit of migrations.toml."""
    copy = copied(folder)
    edited(copy, FILE, old, new)
    return [str(problem) for problem in problems(copy, ON)]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"names"]', '"elves"]', "migrations.toml, garden.1: there is no question or section `elves`"),
        ('to = "keeper"', 'to = "elf"', "migrations.toml, garden.0: there is no question `elf`"),
        ('question = "leaves"', 'question = "twigs"', "migrations.toml, garden.0: there is no question `twigs`"),
        ('yellow = "pale"', 'yellow = "gold"', "migrations.toml, garden.0: `leaves` has no option `gold`"),
        ('leans = "always"', 'bends = "always"', "migrations.toml, garden.1: there is no question `bends`"),
        ('leans = "always"', 'leans = "often"', "migrations.toml, garden.1: `leans` has no option `often`"),
        ('question = "gnomes"', 'question = "soil"', None),  # `soil` is what `dryness` became
        ('question = "gnomes"', 'question = "shade"', "migrations.toml, garden.1: `shade` is still asked"),
        ('question = "gnomes"', 'question = "dryness"', "migrations.toml, garden.1: `dryness` is changed twice"),
        (
            'version = "garden.1"',
            'version = "garden.2"',
            "migrations.toml, garden.2: this version is newer than garden.1 in version.toml",
        ),
        (
            'version = "garden.1"',
            'version = "garden"',
            "migrations.toml: versions are not in order; the oldest must come first",
        ),
        (
            'was = "Garden gnomes"',
            'was = ""',
            "migrations.toml, garden.1: removed gnomes: `was`: String should have at least 1 character",
        ),
        ("to = { yellow", "too = { yellow", "migrations.toml, garden.0: recoded leaves: unknown key `too`"),
    ],
)
def test_a_faulty_migration(tmp_path: Path, old: str, new: str, sentence: str | None) -> None:
    sentences = problems_after(tmp_path, old, new)
    assert sentences == [] if sentence is None else sentence in sentences


def test_a_target_that_a_later_version_changed_again_need_not_exist(tmp_path: Path) -> None:
    """`gardener` became `caretaker`, which became `keeper`."""
    copy = copied(tmp_path)
    edited(copy, FILE, 'to = "keeper"', 'to = "caretaker"')
    edited(copy, FILE, 'to = "soil" }', 'to = "soil" }, { question = "caretaker", to = "keeper" }')
    assert problems(copy, ON) == []


def test_texts_of_old_questions_are_checked_for_wording(tmp_path: Path) -> None:
    sentences = problems_after(tmp_path, '"Garden gnomes"', '"Crazy gnomes"')
    assert sentences == ["migration.garden.1.gnomes.was: “Crazy” is wording that this product does not use"]


def test_a_missing_migrations_file_is_reported(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    (copy / FILE).unlink()
    assert [str(problem) for problem in problems(copy, ON)] == ["migrations.toml: the file is missing"]
    (copy / FILE).write_text("# nothing changed yet\n")
    assert problems(copy, ON) == []
    assert problems(LIBRARY, ON) == []
