"""The local issuer: signs tokens for development, with a key in the data folder.

It exists only beside the embedded database; an installation in earnest trusts ACM/IDM alone.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import ECKey

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from pathlib import Path

ISSUER: Final = "urn:handhaving:lokaal"
AUDIENCE: Final = "handhaving"
ROLE_PREFIX: Final = "Handhaving-"


@dataclass(frozen=True, slots=True)
class LocalIssuer:
    """Signs with the newest key in `map/uitgever.json`; all keys there are accepted."""

    map: Path

    @property
    def path(self) -> Path:
        """Where the keys are."""
        return self.map / "uitgever.json"

    def read(self) -> dict[str, Any]:
        """The public keys. Raises OSError when no token was ever signed here."""
        keys = [ECKey.import_key(key) for key in self._private()]
        return {"keys": [key.as_dict(private=False) for key in keys]}

    def rotate(self) -> None:
        """Sign with a new key from now on; tokens of the old one hold until they expire."""
        old = self._private() if self.path.exists() else []
        self._write([_new_key(), *old])

    def sign(self, claims: dict[str, Any], nu: datetime, duur: timedelta, **header: str) -> str:
        """A token with these claims, valid from `nu`."""
        if not self.path.exists():
            self.rotate()
        key = ECKey.import_key(self._private()[0])
        seconds = int(nu.timestamp())
        whole = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": seconds,
            "nbf": seconds,
            "exp": seconds + int(duur.total_seconds()),
            "jti": str(uuid4()),
            **claims,
        }
        kop = {"alg": "ES256", "kid": key.kid, "typ": "at+jwt", **header}
        return jwt.encode(kop, whole, key)

    def _private(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.path.read_text(encoding="utf-8"))["keys"]
        return found

    def _write(self, keys: list[dict[str, Any]]) -> None:
        self.map.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self.path.with_suffix(f".{uuid4().hex[:8]}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump({"keys": keys}, file)
        beside.replace(self.path)


def person(rol: str, organisatie: str, vo_id: str) -> dict[str, Any]:
    """The claims of a natural person who has one role for one organisation (an OVO code)."""
    return {
        "sub": vo_id,
        "vo_id": vo_id,
        "vo_orgcode": organisatie,
        "handhaving_rol_3d": [f"{ROLE_PREFIX}{rol}:{organisatie}"],
    }


def _new_key() -> dict[str, Any]:
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, private=True, auto_kid=True)
    return key.as_dict(private=True)
