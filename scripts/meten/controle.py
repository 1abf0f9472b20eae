"""Verifying the log: every leaf hash computed anew, against hashing bytes already in memory."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import psycopg

from handhaving.bootstrap import in_memory
from handhaving.eventlog.blad import Verified, verify
from scripts.meten.dossiers import monsters, vul
from scripts.meten.maat import Maat, Meting, eis
from scripts.meten.opstelling import nu, tijd

if TYPE_CHECKING:
    from scripts.meten.opstelling import Opstelling

_GEHEUGEN = 20_000


def meet(opstelling: Opstelling) -> Meting:
    """Events per second, in turns. The control hashes as many bytes as the leaves are made of."""
    aantal = opstelling.omvang.controle
    wij: list[float] = []
    controle: list[float] = []
    with opstelling.app(gevuld(opstelling, aantal)) as app:
        bladen = app.log.leaves(0, _GEHEUGEN)
        bytes_ = [b"".join((leaf.kop, leaf.data, leaf.persoonlijk or b"")) for leaf in bladen]
        for _ in range(opstelling.omvang.herhalingen):
            uit: list[Verified] = []
            duur = tijd(lambda uit=uit: uit.append(verify(app.log)))  # type: ignore[misc]  # een lus in een lambda
            keur(uit[0], aantal)
            wij.append(aantal / duur)
            controle.append(len(bytes_) / tijd(lambda: [sha256(b).digest() for b in bytes_]))
    return Meting(wij, controle, noot=f"{aantal} gebeurtenissen")


def keur(gevonden: Verified, aantal: int) -> None:
    """Every event was verified, and none is wrong."""
    eis("nagerekend", gevonden, Verified(0, aantal, aantal, ()))


def gevuld(opstelling: Opstelling, aantal: int, voor: str = "lezen") -> str:
    """A database with so many events: filled once for all who read it, or who write in it too."""
    if (voor, aantal) not in opstelling.gevuld:
        opstelling.zeg(f"een logboek van {aantal} gebeurtenissen wordt gevuld")
        url = opstelling.database()
        with opstelling.app(url) as app:
            eis("gevuld", vul(app.log, monsters(in_memory(nu)), aantal), aantal)
        with psycopg.connect(url, autocommit=True) as verbinding:
            verbinding.execute("VACUUM ANALYZE handhaving.gebeurtenissen")
        opstelling.gevuld[voor, aantal] = url
    return opstelling.gevuld[voor, aantal]


MAAT = Maat(
    naam="controle",
    wat="het logboek nakijken: elke bladhash opnieuw berekend, van databank tot oordeel",
    controle="SHA-256 over dezelfde bytes in het geheugen",
    eenheid="gebeurtenissen/s",
    moet=0.1,
    doel=0.3,
    meet=meet,
)
