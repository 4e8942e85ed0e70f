"""For every test: Hypothesis takes its time on a slow machine, and in CI tries the same examples each run.

No test uses, or makes, the key of an installation.
"""

import base64
import os

from hypothesis import settings

settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
os.environ["NEXT_STEP_KEY"] = base64.b64encode(bytes(range(32))).decode()
