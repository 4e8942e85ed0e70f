"""Locks a finished PDF with a password.

pikepdf rather than pypdf: a full intake becomes 103 kB instead of 336 kB, in a tenth of the time (60 ms). A locked file
is no longer PDF/A, which forbids passwords. Screen readers can still read it.
"""

from __future__ import annotations

import secrets
from io import BytesIO

from intake.saved.password import normalized


def protected(pdf: bytes, password: str) -> bytes:
    """The PDF encrypted with AES-256: text, title, and attachments need the password."""
    import pikepdf  # slow to import

    locked = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(
            locked,
            # A random owner password: only the user password opens the file, and no one can change its permissions.
            encryption=pikepdf.Encryption(user=normalized(password), owner=secrets.token_hex(20), R=6),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return locked.getvalue()
