"""What goes around every request: trace, limits, time, security headers, counters, one log line.

Nothing that is not foreseen gets past here: it becomes a problem without a word of what it was,
and a log line that says where it happened, not on what.
"""

from __future__ import annotations

import asyncio
import re
import time
import traceback
from collections import OrderedDict
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import structlog
from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolFull

from handhaving.api.inhoud import ALLES
from handhaving.api.problemen import Probleem, antwoord, issue, ongeldig
from handhaving.api.spoor import PARENT, TRACE, lees_spoor, schrijf_spoor

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from handhaving.api.dienst import Dienst

    Message = MutableMapping[str, Any]
    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

_log = structlog.get_logger(__name__)

VEILIG: Final = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"cache-control", b"no-store"),
]
GESLOTEN: Final = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_ONBEREIKBAAR: Final = (OperationalError, PoolTimeout, PoolFull)
_MEESTE: Final = 10_000
_GECODEERD: Final = re.compile(rb"%(2f|5c|00)", re.IGNORECASE)
"""A slash, a backslash or a null in disguise."""
METHODEN: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""What logs and counters call by its name; whatever else a client makes up is `ander`."""
INNAME: Final = "/v1/intake"
"""The one place where a body may be a whole file."""


class Emmers:
    """One bucket of tokens per client: it fills at a rate, and a request takes one."""

    def __init__(self, per_seconde: float, ineens: int) -> None:
        """Full at the start."""
        self._rate = per_seconde
        self._size = float(ineens)
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def wacht(self, wie: bytes, nu: float) -> float:
        """Seconds until this client may ask again; 0 when it may now."""
        vol, sinds = self._buckets.pop(wie, (self._size, nu))
        vol = min(vol + (nu - sinds) * self._rate, self._size)
        mag = vol >= 1
        self._buckets[wie] = (vol - 1 if mag else vol, nu)
        while len(self._buckets) > _MEESTE:
            self._buckets.popitem(last=False)
        return 0.0 if mag else (1 - vol) / self._rate


class TeTraag(Exception):
    """The client did not send its body in time."""


class Omslag:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, dienst: Dienst) -> None:
        """Around this application."""
        self._app = app
        self._dienst = dienst
        self._emmers = Emmers(dienst.grenzen.per_seconde, dienst.grenzen.ineens)
        self._bezig = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        koppen = {naam: waarde.decode("latin-1") for naam, waarde in scope["headers"]}
        spoor, genoemd = lees_spoor(koppen.get(TRACE.encode()), koppen.get(PARENT.encode()))
        scope["spoor"] = spoor
        methode = scope["method"]
        if methode == "HEAD":  # as GET (RFC 9110), without what it would say
            scope = {**scope, "method": "GET"}
        antwoord_ = _Antwoord(send, schrijf_spoor(spoor, genoemd), stil=methode == "HEAD")
        begin = time.perf_counter()
        self._bezig += 1
        self._dienst.tellers.bezig.set(self._bezig)
        try:
            await self._binnen(scope, receive, antwoord_)
        finally:
            self._bezig -= 1
            self._dienst.tellers.bezig.set(self._bezig)
            self._tel(scope, methode, antwoord_.status, time.perf_counter() - begin)

    async def _binnen(self, scope: Scope, receive: Receive, antwoord_: _Antwoord) -> None:
        try:
            self._keur(scope)
            async with asyncio.timeout(self._dienst.grenzen.antwoord):
                ontvang = _Op_tijd(receive, self._dienst.grenzen.ontvangst, self._grens(scope))
                await self._app(scope, ontvang, antwoord_)
        except Exception as fout:  # noqa: BLE001 - the last place where anything can be answered
            probleem = self._probleem(scope, fout)
            if not antwoord_.begonnen:
                await antwoord(probleem)(scope, receive, antwoord_)

    def _keur(self, scope: Scope) -> None:
        _keur_lijn(scope)
        if self._bezig > self._dienst.grenzen.tegelijk:
            raise Probleem("serviceUnavailable", headers={"Retry-After": "1"})
        wacht = self._emmers.wacht(_client(scope), time.monotonic())
        if wacht:
            raise Probleem("tooManyRequests", headers={"Retry-After": str(int(wacht) + 1)})
        if scope["method"] == "GET" and _heeft_inhoud(scope):
            raise ongeldig(issue("unknownInput", "body", ALLES, "een GET heeft geen inhoud"))

    def _grens(self, scope: Scope) -> int:
        """How many bytes the body may have. Raises Probleem when it says it has more."""
        grenzen = self._dienst.grenzen
        grens = grenzen.inname if scope["path"] == INNAME else grenzen.inhoud
        for naam, waarde in scope["headers"]:
            if naam == b"content-length" and waarde.isdigit() and int(waarde) > grens:
                raise Probleem("payloadTooLarge", f"Ten hoogste {grens} bytes.")
        return grens

    def _probleem(self, scope: Scope, fout: Exception) -> Probleem:
        match fout:
            case Probleem():
                return fout
            case TeTraag():
                return Probleem("badRequest", "De inhoud kwam niet op tijd binnen.")
            case TimeoutError():
                return Probleem("serviceUnavailable", headers={"Retry-After": "5"})
            case _ if isinstance(fout, _ONBEREIKBAAR) or _verbroken(fout):
                _log.warning("databank_onbereikbaar", fout=type(fout).__name__)
                return Probleem("serviceUnavailable", headers={"Retry-After": "5"})
        _log.error(
            "onverwachte_fout",
            fout=type(fout).__name__,
            waar=_waar(fout),
            spoor=str(scope["spoor"]),
        )
        return Probleem("internalServerError", spoor_id=str(scope["spoor"]))

    def _tel(self, scope: Scope, methode: str, status: int, seconden: float) -> None:
        route = getattr(scope.get("route"), "path", "onbekend")
        if methode not in METHODEN:
            methode = "ander"
        tellers = self._dienst.tellers
        tellers.vragen.labels(methode, route, str(status)).inc()
        tellers.duur.labels(methode, route).observe(seconden)
        wie = scope.get("wie")
        _log.info(
            "vraag",
            methode=methode,
            route=route,
            status=status,
            ms=round(seconden * 1000, 1),
            spoor=str(scope["spoor"]),
            rol=None if wie is None else wie.rol.value,
            organisatie=None if wie is None else wie.organisatie,
        )


class _Antwoord:
    """Adds the headers, and remembers what was answered."""

    def __init__(self, send: Send, koppen: list[tuple[bytes, bytes]], *, stil: bool) -> None:
        self._send = send
        self._koppen = koppen
        self._stil = stil
        self.begonnen = False
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begonnen = True
            self.status = message["status"]
            koppen = list(message.get("headers", []))
            namen = {naam.lower() for naam, _ in koppen}
            extra = [k for k in (*VEILIG, GESLOTEN) if k[0] not in namen]
            message = {**message, "headers": [*koppen, *extra, *self._koppen]}
        elif self._stil:
            message = {**message, "body": b""}
        await self._send(message)


class _Op_tijd:  # noqa: N801 - a word with a space in it
    """Gives a client so many seconds to send its whole body, and so many bytes."""

    def __init__(self, receive: Receive, seconden: float, grens: int) -> None:
        self._receive = receive
        self._over = grens
        self._einde = time.monotonic() + seconden
        self._klaar = False

    async def __call__(self) -> Message:
        if self._klaar:
            return await self._receive()
        try:
            async with asyncio.timeout(max(self._einde - time.monotonic(), 0)):
                message = await self._receive()
        except TimeoutError:
            raise TeTraag from None
        self._over -= len(message.get("body", b""))
        if self._over < 0:
            raise Probleem("payloadTooLarge")
        self._klaar = not message.get("more_body", False)
        return message


def _client(scope: Scope) -> bytes:
    """Who asks, for the rate: the token if there is one, else the address."""
    for naam, waarde in scope["headers"]:
        if naam == b"authorization":
            return sha256(waarde).digest()
    return str((scope.get("client") or ("?",))[0]).encode()


def _keur_lijn(scope: Scope) -> None:
    """Raise Probleem for what a proxy before us may have read as another request.

    Two lengths of one body (RFC 9112, 6.1), after which the line is closed; and a separator that
    was written as a character, which would make of one segment of the path two.
    """
    namen = {naam for naam, _ in scope["headers"]}
    if b"transfer-encoding" in namen and (
        b"content-length" in namen or scope["http_version"] == "1.0"
    ):
        fout = issue("schemaViolation", "header", "Transfer-Encoding", "de lengte is dubbelzinnig")
        raise Probleem("badRequest", headers={"Connection": "close"}, issues=[fout])
    if _GECODEERD.search(scope.get("raw_path") or b""):
        raise Probleem("resourceNotFound")


def _heeft_inhoud(scope: Scope) -> bool:
    """Whether the head says that a body follows: with a GET nobody would agree what it means."""
    return any(
        naam == b"transfer-encoding" or (naam == b"content-length" and waarde.strip(b" 0"))
        for naam, waarde in scope["headers"]
    )


def _verbroken(fout: BaseException) -> bool:
    return isinstance(fout, DBAPIError) and (
        fout.connection_invalidated or isinstance(fout.orig, OperationalError)
    )


def _waar(fout: BaseException) -> str:
    """File and line of where it went wrong; never what was there."""
    laatste: Any = traceback.extract_tb(fout.__traceback__)[-1:]
    return ", ".join(f"{d.filename.rpartition('/')[2]}:{d.lineno}" for d in laatste)
