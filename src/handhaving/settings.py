"""Settings, read once from the environment and frozen. Every variable starts with HANDHAVING_."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

_PREFIX: Final = "HANDHAVING_"


class WrongSetting(Exception):
    """One or more environment variables have a value that cannot be used."""

    def __init__(self, reasons: tuple[tuple[str, str], ...]) -> None:
        """Name each variable with its reason; never the value, which may hold a password."""
        super().__init__("; ".join(f"{name}: {reason}" for name, reason in reasons))
        self.reasons = reasons


def _blank_is_absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _starts_with(*schemes: str) -> AfterValidator:
    def check(value: str | None) -> str | None:
        if value is not None and not value.startswith(schemes):
            msg = f"begint niet met {' of '.join(schemes)}"
            raise ValueError(msg)
        return value

    return AfterValidator(check)


def _absolute(value: Path | None) -> Path | None:
    return None if value is None else Path(os.path.abspath(value.expanduser()))  # noqa: PTH100 - keeps symlinks


def default_data() -> Path:
    """Where data goes when nobody says so: $XDG_DATA_HOME or ~/.local/share, in `handhaving`."""
    base = os.environ.get("XDG_DATA_HOME", "").strip()
    return (Path(base) if base else Path.home() / ".local" / "share") / "handhaving"


PostgresUrl = Annotated[
    str | None, BeforeValidator(_blank_is_absent), _starts_with("postgresql://", "postgres://")
]
RedisUrl = Annotated[
    str | None,
    BeforeValidator(_blank_is_absent),
    _starts_with("redis://", "rediss://", "unix://"),
]


class Settings(BaseSettings):
    """What the surroundings decide. `Settings.read()` gives messages that name the variable.

    data: folder of the embedded servers and of the key file they make.
    database_url, redis_url: your servers; without them the embedded ones are used.
    kek_file: the key-encryption key; needed with your own database.
    oidc_uitgever, oidc_doelgroep, oidc_sleutels: the issuer of access tokens, our name in them,
    and the address of its keys (JWKS); without an issuer only the embedded mode serves, with
    tokens of its own.
    meetpoort: where `handhaving worker` answers Prometheus, on this machine alone.
    rollen: `maak` lets `migreer` make the database roles, `bestaand` uses those that are there.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, frozen=True, extra="forbid", env_ignore_empty=True
    )

    data: Annotated[Path, AfterValidator(_absolute)] = Field(default_factory=default_data)
    database_url: PostgresUrl = Field(default=None, repr=False)
    redis_url: RedisUrl = Field(default=None, repr=False)
    kek_file: Annotated[Path | None, AfterValidator(_absolute)] = None
    rollen: Literal["maak", "bestaand"] = "maak"
    oidc_uitgever: Annotated[str | None, BeforeValidator(_blank_is_absent)] = None
    oidc_doelgroep: str = "handhaving"
    oidc_sleutels: Annotated[
        str | None,
        BeforeValidator(_blank_is_absent),
        _starts_with("https://", "http://127.0.0.1", "http://localhost"),
    ] = None
    meetpoort: Annotated[int | None, Field(ge=1, le=65535)] = None

    @classmethod
    def embedded(cls, data: Path) -> Self:
        """The embedded servers in this folder, whatever servers the environment names.

        For what breaks its servers on purpose, or measures them: never those of somebody else.
        """
        return cls(data=data, database_url=None, redis_url=None, kek_file=None)

    def as_environment(self) -> dict[str, str]:
        """The environment of a child process on the servers of these settings."""
        eigen = {
            "DATA": str(self.data),
            "DATABASE_URL": self.database_url or "",
            "REDIS_URL": self.redis_url or "",
            "KEK_FILE": "" if self.kek_file is None else str(self.kek_file),
        }
        return {**os.environ, **{f"{_PREFIX}{naam}": waarde for naam, waarde in eigen.items()}}

    @classmethod
    def read(cls) -> Self:
        """The settings of this process. Raises WrongSetting."""
        try:
            return cls()
        except ValidationError as error:
            wrong = error.errors(include_input=False, include_url=False)
        # Outside the handler: the caught error quotes the value, which may hold a password.
        raise WrongSetting(
            tuple(
                (f"{_PREFIX}{str(e['loc'][0]).upper()}", _reason(e["type"], e["msg"], e.get("ctx")))
                for e in wrong
            )
        )


def _reason(kind: str, message: str, context: dict[str, object] | None) -> str:
    if kind == "literal_error":
        return f"kies {str((context or {}).get('expected', '')).replace(' or ', ' of ')}"
    return message.removeprefix("Value error, ")
