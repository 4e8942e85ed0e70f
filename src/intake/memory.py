"""Overwrites memory that was freed: what a program no longer holds would stay readable in its process for hours.

Python keeps small objects (up to 512 bytes) in pools of its own and leaves freed ones as they are; larger ones go back
to the C library. Best effort: it works with CPython and glibc, and does nothing elsewhere.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

_M_PERTURB = -6  # mallopt(3): what is freed is filled with a byte
_FILL = 0x5A
_SMALLEST, _LARGEST, _STEP = 48, 512, 16  # bytes of an object in Python's pools; none below holds text
_EMPTY = sys.getsizeof(b"")
_EACH = 1 << 20  # bytes to fill of every size: more than lies free in a server of this kind
_CACHED_TO = 1040  # a thread of glibc keeps a few freed blocks of up to this size for itself, unfilled
_CACHED = 8  # a little more than it keeps of a size


def fill_what_is_freed() -> None:
    """From now on the C library fills what is freed. Called once, when the process starts."""
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_PERTURB, _FILL)


def overwrite() -> None:
    """Overwrites what lies freed in Python's pools and in this thread's store, and gives whole pages to the system.

    Takes about 50 ms and, for that time, 30 MB.
    """
    filled = [bytes(size - _EMPTY) for size in range(_SMALLEST, _LARGEST + 1, _STEP) for _ in range(_EACH // size)]
    del filled
    libc = _glibc()
    if libc is None:
        return
    for size in range(_STEP, _CACHED_TO, _STEP):
        blocks = [libc.malloc(size) for _ in range(_CACHED)]
        for block in blocks:
            ctypes.memset(block, _FILL, size)
            libc.free(block)
    libc.malloc_trim(0)


@cache
def _glibc() -> Any:
    """The C library, if it is the one whose ways are known; None elsewhere."""
    if sys.platform != "linux" or sys.implementation.name != "cpython":
        return None
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "gnu_get_libc_version"):
        return None
    libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    libc.free.restype, libc.free.argtypes = None, [ctypes.c_void_p]
    return libc
