"""For every test: Hypothesis has no deadline, for slow machines, and in CI tries the same examples each run.

It tries EACH_TIME examples; `make long` asks for more with --hypothesis-profile long. No test uses or creates the
key of an installation.
"""

import base64
import os

from hypothesis import settings

EACH_TIME, LONG = 40, 120
IN_CI = bool(os.environ.get("CI"))

for profile, examples in (("each time", EACH_TIME), ("long", LONG)):
    settings.register_profile(profile, max_examples=examples, deadline=None, derandomize=IN_CI, print_blob=IN_CI)
settings.load_profile("each time")
os.environ["NEXT_STEP_KEY"] = base64.b64encode(bytes(range(32))).decode()
