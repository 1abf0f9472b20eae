"""What must hold of a log and its read models, whatever was killed: looked at from all sides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pydantic_core import from_json
from sqlalchemy import text

from handhaving import running
from handhaving.eventlog.blad import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from handhaving.bootstrap import App
    from handhaving.eventlog.envelope import Envelop, Stored
    from scripts.uithouden.schrijver import Bevestigd

_PAGE: Final = 5_000
_SYSTEEM: Final = "systeem"


@dataclass(frozen=True, slots=True)
class Uitslag:
    """One invariant: how much was looked at, and what was wrong."""

    wat: str
    bekeken: int
    fouten: tuple[str, ...]


def keur(app: App, bevestigd: Iterable[Bevestigd] = ()) -> list[Uitslag]:
    """Bring everything up, and look at every invariant."""
    while running.tick(app, app.klok()).afgegaan or running.react(app).gevraagd:
        pass
    running.catch_up(app)
    gebeurtenissen = list(_alles(app))
    return [
        _posities(gebeurtenissen),
        _bladeren(gebeurtenissen),
        _versies(gebeurtenissen),
        _tijd(gebeurtenissen),
        _opdrachten(app, gebeurtenissen),
        _bevestigingen(gebeurtenissen, list(bevestigd)),
        _termijnen(app, gebeurtenissen),
        _leesmodellen(app),
    ]


def fout(uitslagen: Iterable[Uitslag]) -> list[str]:
    """Everything that was wrong."""
    return [f"{u.wat}: {fout}" for u in uitslagen for fout in u.fouten]


def _alles(app: App) -> Iterator[Stored]:
    na = 0
    while page := app.log.read(na, _PAGE, met_persoonlijk=True):
        yield from page
        na = page[-1].envelop.positie


def _uitslag(wat: str, bekeken: int, fouten: Iterable[str]) -> Uitslag:
    return Uitslag(wat, bekeken, tuple(list(fouten)[:20]))


def _posities(gebeurtenissen: list[Stored]) -> Uitslag:
    fouten = (
        f"positie {s.envelop.positie} op plaats {plaats}"
        for plaats, s in enumerate(gebeurtenissen, start=1)
        if s.envelop.positie != plaats
    )
    return _uitslag("posities zonder gat", len(gebeurtenissen), fouten)


def _bladeren(gebeurtenissen: list[Stored]) -> Uitslag:
    fouten = (f"positie {s.envelop.positie}" for s in gebeurtenissen if not holds(s))
    return _uitslag("bladhash klopt", len(gebeurtenissen), fouten)


def _versies(gebeurtenissen: list[Stored]) -> Uitslag:
    stand: Counter[UUID] = Counter()
    fouten = []
    for s in gebeurtenissen:
        stand[s.envelop.dossier_id] += 1
        if s.envelop.versie != stand[s.envelop.dossier_id]:
            fouten.append(f"dossier {s.envelop.dossier_id} versie {s.envelop.versie}")
    return _uitslag("versies per dossier zonder gat", len(stand), fouten)


def _tijd(gebeurtenissen: list[Stored]) -> Uitslag:
    fouten = (
        f"positie {b.envelop.positie}"
        for a, b in pairwise(gebeurtenissen)
        if b.envelop.geregistreerd_op < a.envelop.geregistreerd_op
    )
    return _uitslag("geregistreerdOp daalt nooit", len(gebeurtenissen), fouten)


def _opdrachten(app: App, gebeurtenissen: list[Stored]) -> Uitslag:
    """Each command once, whole, in a row; and each event of a command that is there."""
    van: dict[UUID, list[Envelop]] = {}
    for s in gebeurtenissen:
        van.setdefault(s.envelop.opdracht_id, []).append(s.envelop)
    ids = Counter(s.envelop.gebeurtenis_id for s in gebeurtenissen)
    fouten = [f"gebeurtenis {id_} {aantal} keer" for id_, aantal in ids.items() if aantal > 1]
    with app.engine.connect() as connection:
        rijen = connection.execute(
            text("SELECT opdracht_id, versie FROM handhaving.opdrachten")
        ).all()
    for opdracht_id, versie in rijen:
        haar = van.pop(opdracht_id, [])
        gat = any(na.positie != voor.positie + 1 for voor, na in pairwise(haar))
        if gat or (haar and haar[-1].versie != versie):
            fouten.append(f"opdracht {opdracht_id} staat er niet heel")
    fouten += [f"opdracht {opdracht_id} is onbekend" for opdracht_id in van]
    return _uitslag("elke opdracht één keer en heel", len(rijen), fouten)


def _bevestigingen(gebeurtenissen: list[Stored], bevestigd: list[Bevestigd]) -> Uitslag:
    """What was acknowledged stands where it was said to stand."""
    per_id = {str(s.envelop.gebeurtenis_id): s.envelop for s in gebeurtenissen}
    fouten = []
    gesteld = [b for b in bevestigd if b.geweigerd is None]
    for b in gesteld:
        for id_, soort in b.gebeurtenissen:
            envelop = per_id.get(id_)
            if envelop is None:
                fouten.append(f"gebeurtenis {id_} van opdracht {b.opdracht_id} is weg")
            elif (envelop.type, str(envelop.opdracht_id)) != (soort, b.opdracht_id):
                fouten.append(f"gebeurtenis {id_} is een andere")
        if b.gebeurtenissen and per_id.get(b.gebeurtenissen[-1][0]) is not None:
            laatste = per_id[b.gebeurtenissen[-1][0]]
            if (laatste.positie, laatste.versie) != (b.positie, b.versie):
                fouten.append(f"opdracht {b.opdracht_id} staat elders")
    return _uitslag("geen bevestigde opdracht verloren", len(gesteld), fouten)


def _termijnen(app: App, gebeurtenissen: list[Stored]) -> Uitslag:
    """What the system recorded, it recorded once per cause; and nothing that is due is left."""
    keren = Counter(
        (s.envelop.dossier_id, s.envelop.type, s.envelop.oorzaak_id, from_json(s.data).get("taak"))
        for s in gebeurtenissen
        if s.envelop.door.rol == _SYSTEEM
    )
    fouten = [f"{soort} van {d} {n} keer" for (d, soort, *_), n in keren.items() if n > 1]
    verslag = running.tick(app, app.klok())
    fouten += [f"{a.soort} van {a.dossier_id} bleef liggen" for a in verslag.afgegaan]
    if verslag.herhaald:
        fouten.append(f"{verslag.herhaald} afgegane termijnen staan nog als lopend")
    return _uitslag("termijnen één keer afgegaan", len(keren), fouten)


def _leesmodellen(app: App) -> Uitslag:
    """Up to date, nothing parked, and equal to a fold from scratch."""
    laatste = app.log.last_position()
    standen = running.status(app)
    fouten = [f"{s.naam} staat op {s.positie}" for s in standen if s.positie != laatste]
    fouten += [f"{s.naam} heeft wachtende dossiers" for s in standen if s.geparkeerd]
    vergeleken = running.compare(app)
    fouten += [f"{v.naam} verschilt van een herbouw" for v in vergeleken if not v.gelijk]
    return _uitslag("leesmodellen gelijk aan een verse herbouw", len(vergeleken), fouten)
