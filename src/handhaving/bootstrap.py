"""From settings to a working application: the only place where things are wired."""

from __future__ import annotations

import secrets
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import psycopg
import redis
from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url

from handhaving.adapters.postgres_server import PostgresServer
from handhaving.adapters.redis_server import NoRedis, RedisServer
from handhaving.adapters.tokens import Keys, Remote, TokenCheck
from handhaving.adapters.uitgever import AUDIENCE, ISSUER, LocalIssuer
from handhaving.dossier.decider import event_types
from handhaving.eventlog.codec import Codec
from handhaving.eventlog.memory import MemoryLog
from handhaving.eventlog.migreer import WRITER, RolOntbreekt, check_migrated
from handhaving.eventlog.postgres import PostgresLog
from handhaving.eventlog.projection import Engine as ProjectionEngine
from handhaving.eventlog.sleutelbestand import KEY_BYTES, VaultError, make_kek_file
from handhaving.eventlog.sleutels import IndexKey, KeyEncryption, Vault
from handhaving.eventlog.toegang import MemoryAccessLog
from handhaving.eventlog.toegang_postgres import PostgresAccessLog
from handhaving.recht import Recht
from handhaving.service import Service
from projections import FOLD, REGISTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from handhaving.dossier.state import Dossier
    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.toegang import AccessLog
    from handhaving.settings import Settings

    Klok = Callable[[], datetime]

_REDIS_SECONDS: Final = 2.0
_CONNECT_SECONDS: Final = 10
_CONNECTIONS: Final = 8
"""Kept open for the read models; twice as many at once, and the log has as many of its own."""
_REASONS: Final = {
    "refused": "niets luistert daar",
    "No such file": "niets luistert daar",
    "authentication": "aanmelding geweigerd",
    "does not exist": "databank of gebruiker bestaat niet",
    "resolve": "onbekende machine",
    "translate": "onbekende machine",
    "timeout": "geen antwoord op tijd",
    "URI": "geen geldige URL",
}


class DatabaseUnreachable(Exception):
    """The database of HANDHAVING_DATABASE_URL cannot be reached."""

    def __init__(self, reason: str) -> None:
        """Say why in a few words; never quote the URL, which may hold a password."""
        super().__init__(f"de databank van HANDHAVING_DATABASE_URL is niet bereikbaar: {reason}")


class KekMissing(VaultError):
    """There is no key-encryption key, and none may be made."""


class GeenUitgever(Exception):
    """Nobody issues access tokens: your own database asks for HANDHAVING_OIDC_UITGEVER.

    The local issuer is for development, and exists only beside the embedded database.
    """

    def __init__(self) -> None:
        """Say what to set."""
        super().__init__(
            "op een eigen databank zegt HANDHAVING_OIDC_UITGEVER wie de toegangstokens uitgeeft,"
            " en HANDHAVING_OIDC_SLEUTELS waar zijn sleutels staan (JWKS)"
        )


@dataclass(frozen=True, slots=True)
class Core:
    """The write side with nothing around it: what scenarios need, and what `App` stands on.

    toegang: who read which personal fields; entrances read those through `service.inzage`.
    """

    log: EventLog
    codec: Codec
    vault: Vault
    index: IndexKey
    recht: Recht
    service: Service
    klok: Klok
    toegang: AccessLog


@dataclass(frozen=True, slots=True)
class App(Core):
    """A running application on real servers. Use it inside the block of `open_app`.

    engine: SQLAlchemy, for read models, in the role of the writer.
    projections: the engine that keeps the read models up to date with the log.
    database_url: for those who need a connection of their own (LISTEN, COPY).
    redis: None when there is none; `zonder_redis` then says why. All goes on, by polling.
    """

    settings: Settings
    engine: Engine
    projections: ProjectionEngine[Dossier]
    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    redis: redis.Redis | None
    zonder_redis: str | None

    def redis_klacht(self) -> str | None:
        """Why Redis cannot be reached at this moment; None when it answers."""
        if self.redis is None:
            return self.zonder_redis
        try:
            self.redis.ping()
        except redis.RedisError as error:
            return f"Redis antwoordt niet ({type(error).__name__})"
        return None


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The URL of the database: yours, or the embedded one, which runs as long as the block.

    Migrated or not: this is what `migreer` needs. Raises ServerError, DatabaseUnreachable.
    """
    if settings.database_url is not None:
        _try(settings.database_url)
        yield settings.database_url
        return
    with PostgresServer(settings.data).running() as url:
        yield url


@contextmanager
def open_app(settings: Settings, *, klok: Klok | None = None) -> Iterator[App]:
    """Everything wired, for as long as the block lasts. Does not migrate.

    Raises MigratieFout (NietGemigreerd), KekFileError, KekMissing, KekUnknown, ServerError,
    DatabaseUnreachable.
    """
    with ExitStack() as stack:
        url = stack.enter_context(database(settings))
        log = stack.enter_context(_log(url))
        log.repeat_erasures()  # a restored backup of the keys brings nobody back
        kek = _key_encryption(settings, log)
        core = _core(log, kek, klok or _now, Recht.laad(), PostgresAccessLog(log))
        redis_url, why_not = _redis_url(settings, stack)
        client = None
        if redis_url is not None:
            client = redis.Redis.from_url(
                redis_url, socket_timeout=_REDIS_SECONDS, socket_connect_timeout=_REDIS_SECONDS
            )
            stack.callback(client.close)
        engine = _engine(url)
        stack.callback(engine.dispose)
        yield App(
            log=core.log,
            codec=core.codec,
            vault=core.vault,
            index=core.index,
            recht=core.recht,
            service=core.service,
            klok=core.klok,
            toegang=core.toegang,
            settings=settings,
            engine=engine,
            projections=ProjectionEngine(
                log, core.codec, engine, REGISTRY, FOLD, incarnatie=str(log.kenmerk.incarnatie)
            ),
            database_url=url,
            redis_url=redis_url,
            redis=client,
            zonder_redis=why_not,
        )


def in_memory(klok: Klok, recht: Recht | None = None) -> Core:
    """The same write side on a log in memory, a simulation, with keys that die with it."""
    kek = KeyEncryption.from_bytes(secrets.token_bytes(KEY_BYTES))
    log = MemoryLog(simulatie=True)
    return _core(log, kek, klok, recht or Recht.laad(), MemoryAccessLog(klok=klok))


def token_check(settings: Settings, klok: Klok | None = None) -> TokenCheck:
    """Who is believed about who calls: ACM/IDM, or the local issuer in embedded mode.

    Raises GeenUitgever.
    """
    klok = klok or _now
    if settings.oidc_uitgever is not None and settings.oidc_sleutels is not None:
        return TokenCheck(
            Keys(Remote(settings.oidc_sleutels)),
            issuer=settings.oidc_uitgever,
            audience=settings.oidc_doelgroep,
            klok=klok,
        )
    keys = Keys(local_issuer(settings))
    return TokenCheck(keys, issuer=ISSUER, audience=AUDIENCE, klok=klok)


def local_issuer(settings: Settings) -> LocalIssuer:
    """The issuer for development. Raises GeenUitgever outside the embedded mode."""
    if settings.database_url is not None or settings.oidc_uitgever is not None:
        raise GeenUitgever
    return LocalIssuer(settings.data)


def _core(log: EventLog, kek: KeyEncryption, klok: Klok, recht: Recht, toegang: AccessLog) -> Core:
    codec = Codec(event_types())
    vault = Vault(kek, log)
    index = IndexKey(kek)
    service = Service(log, codec, vault, index, recht, toegang=toegang)
    return Core(log, codec, vault, index, recht, service, klok, toegang)


def _log(url: str) -> PostgresLog:
    try:
        return PostgresLog(url)
    except RolOntbreekt:
        with psycopg.connect(url) as connection:
            check_migrated(connection)  # on a new server the roles are missing for that reason
        raise


def _try(url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=_CONNECT_SECONDS).close()
    except psycopg.Error as error:
        said = str(error)
        reason = next((r for part, r in _REASONS.items() if part in said), "geen verbinding")
    else:
        return
    # Outside the handler: the caught error may quote parts of a mistyped URL.
    raise DatabaseUnreachable(reason)


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _key_encryption(settings: Settings, log: EventLog) -> KeyEncryption:
    """The key-encryption key, proved on a key that the log holds, if it holds one.

    Without HANDHAVING_KEK_FILE it lives in the data folder, also for a database of one's own;
    it is made there once, and never for a log that has keys already.
    """
    wrapped = log.keys_to_rewrap("", 1)
    path = settings.kek_file or _own_kek_file(settings.data, may_make=not wrapped)
    kek = KeyEncryption.from_file(path)
    for key in wrapped:
        kek.unwrap(key)
    return kek


def _own_kek_file(data: Path, *, may_make: bool) -> Path:
    path = data / "kek"
    if may_make:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_kek_file(path)
    elif not path.exists():
        msg = (
            f"het sleutelbestand {path} is weg, en dit logboek heeft het nodig: zet een kopie"
            " terug, of wijs ze aan met HANDHAVING_KEK_FILE"
        )
        raise KekMissing(msg)
    return path


def _redis_url(settings: Settings, stack: ExitStack) -> tuple[str | None, str | None]:
    if settings.redis_url is not None:
        return settings.redis_url, None
    try:
        return stack.enter_context(RedisServer(settings.data).running()), None
    except NoRedis as none:
        return None, f"zonder Redis: {none}; alles werkt verder door geregeld te kijken"


def _engine(url: str) -> Engine:
    """Read models are filled in the writer's role, whoever logs in."""
    engine = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=_CONNECTIONS,
        max_overflow=_CONNECTIONS,
    )

    @event.listens_for(engine, "connect")
    def take_role(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI has no type
        connection.autocommit = True
        connection.execute(f"SET ROLE {WRITER}; SET TimeZone TO 'UTC'")
        connection.autocommit = False

    return engine
