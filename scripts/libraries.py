"""Check that the libraries WeasyPrint needs for PDFs can be opened, under the names WeasyPrint uses.

Exit status 0: all are there. 1: a required one is missing. 2: only the one that makes PDFs faster is missing.
"""

import ctypes
import ctypes.util
import sys

NEEDED = {
    "gobject-2.0": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib"),
    "pango-1.0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
    "pangoft2-1.0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
}
FASTER = {"harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")}


def can_open(name: str, file_names: tuple[str, ...]) -> bool:
    candidates = [*file_names]
    if sys.platform == "darwin":
        candidates += filter(None, [ctypes.util.find_library(name)])
    for candidate in candidates:
        try:
            ctypes.CDLL(candidate)
        except OSError:
            continue
        return True
    return False


if not all(can_open(name, file_names) for name, file_names in NEEDED.items()):
    sys.exit(1)
if not all(can_open(name, file_names) for name, file_names in FASTER.items()):
    sys.exit(2)
