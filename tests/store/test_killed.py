"""Kill a process while it saves: what it acknowledged is stored, and nothing is stored in part."""

from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from intake.store import maintenance
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from tests.serving import ROOT

WRITER = Path(__file__).with_name("writer.py")


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.long)])
def test_what_was_acknowledged_survives_a_kill(url: str, tmp_path: Path, kills: int) -> None:
    key = tmp_path / "records.key"
    database = maintenance.open_database(url, key)
    records = Records(database, Actor("amy", Role.INTAKE), lambda: dt.datetime.now(dt.UTC))
    record = records.begin({"count": 0}, urgency=3).head.id
    chance = random.Random(kills)
    acknowledged: list[int] = []
    for _ in range(kills):
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        process = subprocess.Popen(
            [sys.executable, str(WRITER), url, str(key), record], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        time.sleep(chance.random() * 0.08)
        process.kill()
        lines += process.stdout.readlines()
        process.stdout.close()
        process.wait()
        acknowledged += [int(line) for line in lines if line.endswith("\n")]
        opened = records.open(record)
        assert opened.content["count"] in (acknowledged[-1], acknowledged[-1] + 1)
        assert opened.head.version == opened.content["count"] + 1
        notes = [int(line.content["text"]) for line in records.log(record)]
        assert notes == sorted(set(notes))
        assert set(acknowledged) <= set(notes)
    assert len(acknowledged) >= kills
    assert maintenance.find_damage(database) == []
    database.close()
