"""Serves the app with a clock that is ahead: `python -m tests.e2e.later DAYS streamlit run app.py ...`."""

from __future__ import annotations

import datetime as dt
import sys

import time_machine
from streamlit.web.cli import main

ahead = dt.datetime.now(dt.UTC) + dt.timedelta(days=int(sys.argv[1]))
time_machine.travel(ahead, tick=True).start()
sys.argv = sys.argv[2:]
main()
