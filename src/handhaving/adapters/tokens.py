"""Access tokens of ACM/IDM: what is checked of them, and where the keys come from.

A token that cannot be trusted says why in one word; the reasons are counted, never the token.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

import httpx
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError, SecurityWarning
from joserfc.jwk import KeySet
from joserfc.jwt import JWTClaimsRegistry

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

ALGORITHMS: Final = ("RS256", "ES256")
SKEW: Final = 60
"""Seconds by which the clock of the issuer may differ from ours."""
LONGEST: Final = 8_192
"""Characters; a longer token is none."""
LIFETIME: Final = 86_400
"""Seconds from issue to expiry at most: no working day is longer, and a stolen token ends."""
TYPES: Final = frozenset({"jwt", "at+jwt", "application/at+jwt"})
"""What `typ` may say of an access token (RFC 9068, and plain JWT); it may also be left out. Any
other kind of token of the same issuer, an id token or a logout token, opens nothing here."""
_FRESH: Final = 600.0
_PAUSE: Final = 30.0
_TIMEOUT: Final = 5.0

Reason = Literal["ongeldig", "verlopen", "sleutels"]


class TokenRefused(Exception):
    """The token is not accepted: `verlopen`, `ongeldig`, or the keys cannot be read."""

    def __init__(self, *, reden: Reason, wat: str) -> None:
        """`wat` names what was wrong in a word, for the count; nothing of the token."""
        super().__init__(wat)
        self.reden = reden
        self.wat = wat


class KeySource(Protocol):
    """Where the public keys of the issuer are."""

    def read(self) -> dict[str, Any]:
        """The JWKS document. Raises OSError, httpx.HTTPError, ValueError."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A JWKS document on the address of the issuer."""

    url: str

    def read(self) -> dict[str, Any]:
        """Fetch it; no redirect is followed."""
        answer = httpx.get(self.url, timeout=_TIMEOUT)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


class Keys:
    """The keys of the issuer, kept for ten minutes.

    An unknown key id is looked up at once, but not more often than every half minute, so that a
    rotation is seen and a flood of false tokens is not passed on. What was read stays in use while
    the source does not answer.
    """

    def __init__(self, source: KeySource, klok: Callable[[], float] = time.monotonic) -> None:
        """Nothing is read before the first token."""
        self._source = source
        self._klok = klok
        self._lock = threading.Lock()
        self._keys: KeySet | None = None
        self._read_at = self._tried_at = float("-inf")

    def current(self, kid: object) -> KeySet:
        """The keys, with the one of this id if there is one. Raises TokenRefused (`sleutels`)."""
        with self._lock:
            nu = self._klok()
            known = self._keys is not None and any(k.kid == kid for k in self._keys.keys)
            old = nu - self._read_at > _FRESH
            if self._keys is None or ((old or not known) and nu - self._tried_at > _PAUSE):
                self._tried_at = nu
                self._load(nu)
            if self._keys is None:
                raise TokenRefused(reden="sleutels", wat="sleutelsOnbereikbaar")
            return self._keys

    def _load(self, nu: float) -> None:
        try:
            document = self._source.read()
            # A secret key in a public document would make anybody an issuer.
            public = [k for k in document["keys"] if k.get("kty") in {"RSA", "EC"}]
            self._keys = KeySet.import_key_set({"keys": public})
        except (OSError, httpx.HTTPError, JoseError, ValueError, KeyError, TypeError):
            return  # what was read before stays in use
        self._read_at = nu


class TokenCheck:
    """Judges a token: kind, signature, issuer, audience, expiry, not-before, lifetime."""

    def __init__(
        self, keys: Keys, *, issuer: str, audience: str, klok: Callable[[], datetime]
    ) -> None:
        """`klok` is the clock of the application."""
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._klok = klok

    def claims(self, token: str) -> dict[str, Any]:
        """What the token says, now that it can be believed. Raises TokenRefused."""
        if len(token) > LONGEST or not token.isascii():
            raise TokenRefused(reden="ongeldig", wat="vorm")
        header = _header(token)
        if header.get("alg") not in ALGORITHMS:
            raise TokenRefused(reden="ongeldig", wat="algoritme")
        if "typ" in header and str(header["typ"]).lower() not in TYPES:
            raise TokenRefused(reden="ongeldig", wat="typ")
        keys = self._keys.current(header.get("kid"))
        try:
            claims = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
        except (JoseError, SecurityWarning, ValueError, KeyError, TypeError):
            raise TokenRefused(reden="ongeldig", wat="handtekening") from None
        nu = int(self._klok().timestamp())
        rules = JWTClaimsRegistry(
            now=nu,
            leeway=SKEW,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": self._audience},
            exp={"essential": True},
            nbf={},
            iat={},
        )
        try:
            rules.validate(claims)
        except ExpiredTokenError:
            raise TokenRefused(reden="verlopen", wat="exp") from None
        except JoseError as fout:
            raise TokenRefused(
                reden="ongeldig", wat=getattr(fout, "claim", None) or "claims"
            ) from None
        if claims["exp"] > nu + LIFETIME + SKEW or claims.get("iat", nu) < claims["exp"] - LIFETIME:
            raise TokenRefused(reden="ongeldig", wat="levensduur")
        return claims


def _header(token: str) -> dict[str, Any]:
    """The header, not yet to be believed."""
    try:
        deel = token.split(".", maxsplit=1)[0]
        found = json.loads(base64.urlsafe_b64decode(deel + "=" * (-len(deel) % 4)))
    except (ValueError, RecursionError):
        raise TokenRefused(reden="ongeldig", wat="vorm") from None
    if not isinstance(found, dict):
        raise TokenRefused(reden="ongeldig", wat="vorm")
    return found
