"""Are the libraries there that WeasyPrint opens to draw a PDF? Tries to open them, by the names WeasyPrint uses.

Exit status 0: all. 1: a needed one is missing. 2: only the one that makes the PDF faster is missing.
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


def opens(plain: str, names: tuple[str, ...]) -> bool:
    candidates = [*names]
    if sys.platform == "darwin":
        candidates += [found for found in [ctypes.util.find_library(plain)] if found]
    for name in candidates:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


if not all(opens(plain, names) for plain, names in NEEDED.items()):
    sys.exit(1)
if not all(opens(plain, names) for plain, names in FASTER.items()):
    sys.exit(2)
