"""Replaces render_worker.py in tests of the process: ready at once, and returns the HTML as the PDF.

A document that contains FOREVER is never finished; one with SLOWLY takes a moment; one with ENVIRONMENT becomes the
names of the environment variables.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import time

LENGTH = struct.Struct(">I")


def write(*frames: bytes) -> None:
    sys.stdout.buffer.write(b"".join(LENGTH.pack(len(frame)) + frame for frame in frames))
    sys.stdout.buffer.flush()


write(b'{"ready": true}')
while head := sys.stdin.buffer.read(LENGTH.size):
    html: str = json.loads(sys.stdin.buffer.read(*LENGTH.unpack(head)))["html"]
    while "FOREVER" in html:
        time.sleep(60)
    time.sleep(0.3 if "SLOWLY" in html else 0)
    html = " ".join(os.environ) if "ENVIRONMENT" in html else html
    write(json.dumps({"pages": 1, "compact": False, "cover_fits": True}).encode(), html.encode())
