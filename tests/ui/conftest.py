"""Run screens in this process as quickly as a server does that has run for a while."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from unittest.mock import patch

import pytest
from streamlit.commands import execution_control
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner


@pytest.fixture(scope="session", autouse=True)
def warm() -> Iterator[None]:
    """Do once what a server does once, and do not wait for a browser.

    AppTest looks for the components of all installed packages in each visit, and compiles the pages for each click.
    Streamlit waits 10 ms before it switches pages, so that a browser gets its messages; there is none here.
    """
    compiled = cache(ScriptCache)
    with (
        patch.object(execution_control, "MESSAGE_FLUSH_INTERVAL_SECS", 0.0),
        patch.object(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)),
        patch.object(app_test, "ScriptCache", compiled),
        patch.object(local_script_runner, "ScriptCache", compiled),
    ):
        yield
