"""A validator of another maker finds no error in what we send. scripts/renderers.sh installs it."""

from __future__ import annotations

import os
import subprocess

import pytest

from intake.config import ROOT
from intake.outputs.fhir.bundle import bundle
from intake.outputs.fhir.referral import referral
from tests.outputs.test_fhir import BUSY, GARDEN
from tests.outputs.test_referral import CONTENT, MADE_ON, RACHEL, material

INSTALLED = ROOT / ".make" / "renderers"
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not (INSTALLED / "key").exists(),
        reason="scripts/renderers.sh installs the FHIR validator",
    ),
]
SENT = {
    "answers of the library": lambda: bundle(GARDEN, BUSY, MADE_ON),
    "answers": lambda: bundle(CONTENT, RACHEL, MADE_ON),
    "referral": lambda: referral(material(RACHEL)),
}


def errors(resource: bytes) -> list[str]:
    run = subprocess.run(
        ["node", str(ROOT / "tests/renderers/validate.js")],
        input=resource,
        stdout=subprocess.PIPE,
        env={**os.environ, "NODE_PATH": str(INSTALLED / "node_modules")},
        check=True,
    )
    return run.stdout.decode().splitlines()


@pytest.mark.parametrize("name", SENT)
def test_the_validator_finds_no_error(name: str) -> None:
    assert errors(SENT[name]()) == []


def test_the_validator_finds_an_error() -> None:
    assert errors(b'{"resourceType": "Patient", "gender": "Zelda"}')
