"""Quarantine: what could not be used, with place, reason, and its original under its own key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from handhaving.eventlog.envelope import Quarantined
from handhaving.eventlog.log import KeyRefused
from handhaving.eventlog.sleutels import seal, unseal
from handhaving.eventlog.toegang import Lezing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from handhaving.bootstrap import Core
    from handhaving.eventlog.log import EventLog
    from handhaving.eventlog.sleutels import IndexKey, Vault
    from handhaving.intake.aangeleverd import Afgekeurd
    from handhaving.service import Doel, Kijker

_KLASSE: Final = "gevoelig"
_ORIGINEEL: Final = "Quarantaine.origineel"


class OnbekendInQuarantaine(LookupError):
    """No piece with this id was put away."""

    def __init__(self, id_: UUID) -> None:
        """Keep the id."""
        super().__init__(f"in quarantaine staat geen stuk {id_}")
        self.id = id_


class OrigineelGewist(LookupError):
    """The key of this piece was destroyed: its original cannot be read any more."""

    def __init__(self, id_: UUID) -> None:
        """Keep the id."""
        super().__init__(f"het origineel van {id_} is gewist")
        self.id = id_


class Quarantaine:
    """Puts away what one file brought. The same piece of the same file is put away once."""

    def __init__(self, log: EventLog, vault: Vault, index: IndexKey, bestand: bytes) -> None:
        """For the file with this keyed digest."""
        self._log = log
        self._vault = vault
        self._index = index
        self._bestand = bestand

    def bewaar(self, stukken: Sequence[Afgekeurd]) -> int:
        """Seal and store; the number that was not there yet."""
        per_id = {self._id(stuk): stuk for stuk in stukken}
        while per_id:
            ring = self._vault.for_writing(list(per_id))
            items = [
                Quarantined(
                    id=id_,
                    bestand_hmac=self._bestand,
                    plaats=str(stuk.plaats),
                    reden_code=stuk.bezwaren[0].code,
                    reden=" ".join(bezwaar.zin for bezwaar in stuk.bezwaren),
                    origineel=seal(ring.key(id_, _KLASSE), stuk.origineel, id_.bytes),
                    sleutel_id=id_,
                )
                for id_, stuk in per_id.items()
            ]
            try:
                return self._log.quarantine(items, sleutels=ring.new_keys())
            except KeyRefused as geweigerd:
                # Somebody had this piece erased: it does not come back with the next reading.
                del per_id[geweigerd.subject]
        return 0

    def _id(self, stuk: Afgekeurd) -> UUID:
        return self._index.uuid(
            "quarantaine",
            self._bestand.hex(),
            str(stuk.plaats),
            stuk.bezwaren[0].code,
            hashlib.sha256(stuk.origineel).hexdigest(),
        )


def lees(
    log: EventLog, vault: Vault, bestand: bytes | None = None
) -> Iterator[tuple[Quarantined, bytes | None]]:
    """What is in quarantine with its original, None where its key was destroyed."""
    items = log.quarantined(bestand)
    ring = vault.open([item.sleutel_id for item in items])
    for item in items:
        sleutel = ring.key(item.sleutel_id, _KLASSE)
        yield item, None if sleutel is None else unseal(sleutel, item.origineel, item.id.bytes)


def open_origineel(core: Core, kijker: Kijker, doel: Doel, id_: UUID) -> bytes:
    """The original of one piece, after the access log has noted who reads it and why.

    Raises OnbekendInQuarantaine, OrigineelGewist.
    """
    item = next((i for i in core.log.quarantined() if i.id == id_), None)
    if item is None:
        raise OnbekendInQuarantaine(id_)
    sleutel = core.vault.open([item.sleutel_id]).key(item.sleutel_id, _KLASSE)
    if sleutel is None:
        raise OrigineelGewist(id_)
    core.toegang.record(
        Lezing(
            id=uuid5(kijker.spoor_id, str(id_)),
            door=kijker.door,
            ingang=kijker.ingang,
            doel=doel.value,
            referentie=kijker.referentie,
            dossiers=(item.sleutel_id,),
            identiteit=(),
            gevoelig=(_ORIGINEEL,),
            spoor_id=kijker.spoor_id,
        )
    )
    return unseal(sleutel, item.origineel, item.id.bytes)
