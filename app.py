"""Start Next Step: `streamlit run app.py`. The pages are in pages/; their building blocks are in src/intake/ui/."""

import datetime as dt
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent
# Lets it run from a fresh clone, even on a host that installs only requirements.txt.
sys.path.insert(0, str(HERE / "src"))

from intake.config import ConfigurationError, content_folder, site  # noqa: E402
from intake.content import load  # noqa: E402
from intake.i18n import translator  # noqa: E402
from intake.sealing import ServerKeyError  # noqa: E402
from intake.ui.app import error_page, http, log_privacy, session_cleanup  # noqa: E402
from intake.ui.common import navigation, session, static_pages, tab_storage  # noqa: E402
from intake.ui.common.static_pages import StaticTexts  # noqa: E402

log_privacy.install()
try:
    site()
    tab_storage.sealer()
except (ServerKeyError, ConfigurationError) as error:  # report it now, not to the first family
    sys.exit(f"Next Step cannot start: {error}")
first_language = site().languages[0]


def today() -> StaticTexts:
    """The pages that work without JavaScript, with the helplines that may be shown today."""
    words = translator(first_language, content_folder() / "locales")
    return static_pages.static_texts(load(first_language), site(), words, dt.datetime.now().astimezone().date())


texts = today()
secrets: dict[str, Any] = {}
if "staff" in site().areas:
    from sqlalchemy.exc import SQLAlchemyError

    from intake.ui.staff import search_words, store_access
    from intake.ui.staff.routes import BEGIN
    from intake.ui.staff.sign_in import oidc  # imports the database, so only if the staff area is served

    usable = True
    try:
        oidc.check()
        store_access.check()
    except store_access.StoreUnavailableError as error:
        if "family" not in site().areas:
            sys.exit(f"Next Step cannot start: {error}")
        usable = False
        sys.stderr.write(f"The call desk is closed until it can: {error}. Pages for families are served.\n")
    except (oidc.ProviderError, store_access.StoreAccessError) as error:
        sys.exit(f"Next Step cannot start: {error}")
    if usable:
        # The next start goes on with what could not be indexed; until then, the former words find these records.
        with suppress(SQLAlchemyError):
            search_words.renew(store_access.database())
    if oidc.names():
        secrets["auth"] = oidc.settings()
        oidc.keep_cookies_small()
    elif not site().local_accounts:
        sys.exit("Next Step cannot start: without local accounts, secrets.toml must configure a sign-in provider")
    if usable and site().local_accounts and (invitation := store_access.first_invitation()):
        notice = f"To create the first account, open this page of the app within half an hour: {BEGIN}/{invitation}"
        sys.stdout.write(f"\n{notice}\n\n")
        sys.stdout.flush()
app = st.App(
    HERE / "src" / "intake" / "ui" / "app" / "main.py",
    middleware=http.middleware(texts),
    routes=http.routes(texts, today, navigation.addresses()),
    lifespan=session_cleanup.lifespan,
    secrets=secrets or None,
    on_script_error=error_page.screen(
        lambda: static_pages.static_texts(session.content(), site(), session.words(), session.now().date())
    ),
)
