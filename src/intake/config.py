"""Settings from content/site.toml, overridden by environment variables named NEXT_STEP_<SETTING>."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Annotated, Literal

from pydantic import Field, HttpUrl, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

ROOT = Path(__file__).resolve().parents[2]
_OWN_CONTENT = ROOT / "content"


def content_folder() -> Path:
    """The folder with questions, rules, and texts: NEXT_STEP_CONTENT, or content/ in this repository."""
    folder = os.environ.get("NEXT_STEP_CONTENT")
    return _OWN_CONTENT if folder is None else Path(folder)


RetentionKey = Annotated[str, Field(pattern=r"^(calling|follow-up|closed)( [a-z]{2}_[a-z]{2})?$")]
"""A status of staff records, optionally with a state: "closed", "closed us_or"."""


class ConfigurationError(ValueError):
    """A setting is not valid. The message is one sentence that names it, for the person who runs this copy."""


class Site(BaseSettings):
    """All settings of one copy. An unknown key in site.toml is an error."""

    model_config = SettingsConfigDict(env_prefix="NEXT_STEP_", extra="forbid", frozen=True)

    product_name: str = "Next Step"
    organization: str = ""
    organization_phone: str = ""
    organization_hours: str = ""
    funded_by: str = ""
    privacy_contact: str = ""
    languages: Annotated[tuple[str, ...], Field(min_length=1)] = ("en",)
    quick_exit_url: HttpUrl = HttpUrl("https://www.weather.gov/")
    areas: Annotated[tuple[Literal["family", "staff"], ...], Field(min_length=1)] = ("family",)
    database: str = ""
    records_key_file: str = ""
    share_open_cases: bool = True
    retention_days: dict[RetentionKey, Annotated[int, Field(ge=1)]] = {}
    retention_fixed: bool = False
    local_accounts: bool = True
    first_administrator: str = ""
    fhir_address: HttpUrl | Literal[""] = ""
    paper: Annotated[str, Field(pattern="^(letter|a4)$")] = "letter"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then site.toml. No .env file and no secrets folder: no setting is secret."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, content_folder() / "site.toml")


def records_url() -> str:
    """The URL of the records database: NEXT_STEP_DATABASE, or data/records.db in this repository."""
    return site().database or f"sqlite:///{ROOT / 'data' / 'records.db'}"


def records_key() -> Path:
    """The key file for the records: NEXT_STEP_RECORDS_KEY_FILE, or .keys/records.key in this repository."""
    return Path(site().records_key_file or ROOT / ".keys" / "records.key")


@lru_cache(maxsize=1)
def site() -> Site:
    """The settings, read once per process. Raises ConfigurationError."""
    try:
        return Site()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        message = f"setting {'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    except SettingsError as error:  # its message names the setting
        message = str(error)
    except TOMLDecodeError as error:
        message = f"site.toml: {error}"
    raise ConfigurationError(message)
