"""Save one answer after another and print each once it is saved: python writer.py URL KEY_FILE RECORD."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from intake.store.database import Database
from intake.store.encryption import read_keyring
from intake.store.permissions import Actor, Role
from intake.store.records import Records

url, key_file, record = sys.argv[1:]
records = Records(
    Database(url, read_keyring(Path(key_file))), Actor("amy", Role.INTAKE), lambda: dt.datetime.now(dt.UTC)
)
opened = records.open(record)
version, count = opened.head.version, opened.content["count"]
while True:
    count += 1
    version = records.save(record, version, {"count": count}).version
    records.add(record, "note", {"text": str(count)}, token=f"note{count}")
    sys.stdout.write(f"{count}\n")
    sys.stdout.flush()
