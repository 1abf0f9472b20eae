"""The keys of a remote issuer, over HTTP; and who is believed in which mode."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from handhaving.adapters.tokens import Keys, Remote, TokenCheck, TokenRefused
from handhaving.adapters.uitgever import AUDIENCE, LocalIssuer, person
from handhaving.adapters.uitgever import ISSUER as LOKAAL
from handhaving.bootstrap import GeenUitgever, local_issuer, token_check
from handhaving.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NU = datetime(2026, 3, 2, 12, tzinfo=UTC)
ISSUER = "https://idm.example"


class Bron(BaseHTTPRequestHandler):
    """Gives what it was told to give."""

    antwoord = b""
    status = 200
    gevraagd = 0

    def do_GET(self) -> None:
        type(self).gevraagd += 1
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.antwoord)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def bron() -> Iterator[tuple[type[Bron], str]]:
    class Eigen(Bron):
        """Of this test alone."""

    with HTTPServer(("127.0.0.1", 0), Eigen) as server:
        draad = threading.Thread(target=server.serve_forever)
        draad.start()
        yield Eigen, f"http://127.0.0.1:{server.server_port}/jwks"
        server.shutdown()
        draad.join()


def sleutel() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256"}, auto_kid=True)


def jwks(*sleutels: RSAKey | OctKey) -> bytes:
    return json.dumps(
        {"keys": [s.as_dict(private=isinstance(s, OctKey)) for s in sleutels]}
    ).encode()


def token(van: RSAKey, **claims: Any) -> str:  # noqa: ANN401 - any claim
    seconden = int(NU.timestamp())
    heel = {"iss": ISSUER, "aud": AUDIENCE, "exp": seconden + 60, **claims}
    return jwt.encode({"alg": "RS256", "kid": van.kid}, heel, van)


def keuring(url: str, uur: list[float] | None = None) -> TokenCheck:
    klok = uur or [0.0]
    keys = Keys(Remote(url), klok=lambda: klok[0])
    return TokenCheck(keys, issuer=ISSUER, audience=AUDIENCE, klok=lambda: NU)


def test_given_a_remote_issuer_then_rs256_holds_and_its_keys_are_asked_once(
    bron: tuple[type[Bron], str],
) -> None:
    soort, url = bron
    een = sleutel()
    soort.antwoord = jwks(een)
    check = keuring(url)
    for _ in range(5):
        assert check.claims(token(een, sub="x"))["sub"] == "x"
    assert soort.gevraagd == 1


def test_given_a_rotation_at_the_issuer_then_the_new_key_is_found_and_a_flood_is_not_passed_on(
    bron: tuple[type[Bron], str],
) -> None:
    soort, url = bron
    een, twee = sleutel(), sleutel()
    soort.antwoord = jwks(een)
    uur = [0.0]
    check = keuring(url, uur)
    assert check.claims(token(een))
    soort.antwoord = jwks(twee, een)
    uur[0] = 31.0
    assert check.claims(token(twee))
    vreemd = sleutel()
    for _ in range(20):
        with pytest.raises(TokenRefused):
            check.claims(token(vreemd))
    assert soort.gevraagd == 2
    soort.antwoord = jwks(twee)
    uur[0] = 700.0
    with pytest.raises(TokenRefused):
        check.claims(token(een))
    assert check.claims(token(twee))


@pytest.mark.parametrize(
    "antwoord", [b"", b"[]", b"{}", b'{"keys": 7}', b'{"keys": [{"kty": "RSA"}]}']
)
def test_given_a_source_that_gives_nonsense_then_no_token_is_believed(
    bron: tuple[type[Bron], str], antwoord: bytes
) -> None:
    soort, url = bron
    soort.antwoord = antwoord
    with pytest.raises(TokenRefused) as fout:
        keuring(url).claims(token(sleutel()))
    assert fout.value.reden in {"sleutels", "ongeldig"}


def test_given_a_secret_key_among_the_public_ones_then_it_signs_nothing(
    bron: tuple[type[Bron], str],
) -> None:
    soort, url = bron
    geheim = OctKey.generate_key(256, auto_kid=True)
    een = sleutel()
    soort.antwoord = jwks(geheim, een)
    vals = jwt.encode({"alg": "HS256", "kid": geheim.kid}, {"iss": ISSUER, "aud": AUDIENCE}, geheim)
    check = keuring(url)
    assert check.claims(token(een))
    with pytest.raises(TokenRefused) as fout:
        check.claims(vals)
    assert fout.value.wat == "algoritme"


def test_given_a_source_that_is_down_then_503_and_not_401(bron: tuple[type[Bron], str]) -> None:
    soort, url = bron
    soort.status = 500
    with pytest.raises(TokenRefused) as fout:
        keuring(url).claims(token(sleutel()))
    assert fout.value.reden == "sleutels"


def test_given_the_modes_then_the_local_issuer_is_believed_in_the_embedded_one_alone(
    tmp_path: Path,
) -> None:
    ingebouwd = Settings(data=tmp_path)
    uitgever = local_issuer(ingebouwd)
    getekend = uitgever.sign(person("dpo", "OVO002949", "fictief-1"), NU, timedelta(hours=1))
    assert token_check(ingebouwd, lambda: NU).claims(getekend)["vo_id"] == "fictief-1"
    assert (tmp_path / "uitgever.json").stat().st_mode & 0o077 == 0
    assert "d" not in LocalIssuer(tmp_path).read()["keys"][0]

    eigen = Settings(data=tmp_path, database_url="postgresql://x")
    for doe in (local_issuer, token_check):
        with pytest.raises(GeenUitgever, match="HANDHAVING_OIDC_UITGEVER"):
            doe(eigen)
    echt = Settings(
        data=tmp_path,
        database_url="postgresql://x",
        oidc_uitgever=ISSUER,
        oidc_sleutels="https://idm.example/jwks",
    )
    with pytest.raises(TokenRefused):
        token_check(echt, lambda: NU).claims(getekend)
    with pytest.raises(GeenUitgever):
        local_issuer(echt)


# --- which kind of token, and how long it lives -------------------------------------------------

WIE = person("beslisser", "OVO002949", "fictief-1")
UREN = timedelta(hours=1)


@pytest.fixture
def uitgever(tmp_path: Path) -> LocalIssuer:
    uitgever = LocalIssuer(tmp_path)
    uitgever.rotate()
    return uitgever


@pytest.fixture
def lokaal(uitgever: LocalIssuer) -> TokenCheck:
    keys = Keys(uitgever)
    return TokenCheck(keys, issuer=LOKAAL, audience=AUDIENCE, klok=lambda: NU)


def test_given_the_longest_life_then_accepted(uitgever: LocalIssuer, lokaal: TokenCheck) -> None:
    assert lokaal.claims(uitgever.sign(WIE, NU, timedelta(hours=24)))


@pytest.mark.parametrize("typ", ["JWT", "jwt", "at+jwt", "application/at+jwt"])
def test_given_the_kind_of_an_access_token_then_accepted(
    uitgever: LocalIssuer, lokaal: TokenCheck, typ: str
) -> None:
    assert lokaal.claims(uitgever.sign(WIE, NU, UREN, typ=typ))


@pytest.mark.parametrize("typ", ["id+jwt", "logout+jwt", "JWE", ""])
def test_given_another_kind_of_token_then_refused(
    uitgever: LocalIssuer, lokaal: TokenCheck, typ: str
) -> None:
    with pytest.raises(TokenRefused) as fout:
        lokaal.claims(uitgever.sign(WIE, NU, UREN, typ=typ))
    assert fout.value.wat == "typ"
