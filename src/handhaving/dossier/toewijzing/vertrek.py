"""Wat een dossier verliest als gebeurtenissen voortaan elders tellen.

De gebeurtenis zegt zelf wat er wegging en wat er in de plaats komt: welke sleutels, welke fase
een inbreuk had zonder wat vertrok, en welke persoonsgegevens daarmee terugkeren.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from handhaving.dossier.basis import (
    Code,
    Evolutie,
    Gebeurtenis,
    Gevoelig,
    Identiteit,
    IdentiteitDatum,
    NietRechtzetbaar,
    Sleutel,
    Waarde,
)
from handhaving.dossier.evolutie import evolueer
from handhaving.dossier.kopie import replace
from handhaving.dossier.persoon import AdresVeld
from handhaving.dossier.privacy.staat import Verstrekking
from handhaving.dossier.state import Dossier, Fase, Persoon
from handhaving.eventlog.persoonlijk import GEWIST, Klasse, NietLeesbaar, Persoonlijk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from handhaving.dossier.toewijzing.levend import Levend
    from handhaving.eventlog.envelope import Envelop

VERZAMELINGEN: Final = (
    "inbreuken",
    "besluiten",
    "vorderingen",
    "overdrachten",
    "stukken",
    "taken",
    "uitstellen",
)
Aliassen = Annotated[tuple[str, ...] | NietLeesbaar, Persoonlijk(Klasse.IDENTITEIT)]


class Verstrekt(Waarde):
    """Een mededeling van gegevens: aan wie, waarvoor, wanneer."""

    ontvanger: Code
    doel: Code
    op: date


class Vertrokken(Gebeurtenis):
    """Wat vertrok en wat daardoor terugkeert. `herstelt` noemt de velden die hieronder gelden."""

    geldig_veld = "vanaf"
    van_dossier = True

    op: date
    vanaf: date
    """Sinds wanneer het zo hoorde te zijn: de eerste gebeurtenis die vertrok."""
    gebeurtenissen: tuple[UUID, ...] = ()
    sleutels: tuple[Sleutel, ...] = ()
    fasen: dict[Sleutel, Fase] = Field(default_factory=dict)
    agentschappen: tuple[Code, ...] | None = None
    beperkingen: tuple[Code, ...] = ()
    """De gronden van een beperking die niet over deze persoon ging."""
    verstrekkingen: tuple[Verstrekt, ...] = ()
    """De mededelingen aan anderen die niet over deze persoon gingen."""
    personen: tuple[UUID, ...] = ()
    """Van wie de sleutels niet meer bij dit dossier horen."""
    herstelt: tuple[Code, ...] = ()
    insz: Identiteit | None = None
    klantnummer: Identiteit | None = None
    naam: Identiteit | None = None
    voornaam: Identiteit | None = None
    geboortedatum: IdentiteitDatum | None = None
    adres: AdresVeld | None = None
    insz_aliassen: Aliassen | None = None
    agentschap: Code | None = None
    contacttaal: Code | None = None
    hoedanigheid: Code | None = None
    plicht_ontstaan_op: date | None = None
    regime: Code | None = None
    overleden_op: date | None = None
    heeft_bewindvoerder: bool | None = None
    regime_vanaf: date | None = None
    vrijgesteld_vanaf: date | None = None
    afgevoerd_op: date | None = None
    adres_onbruikbaar: bool | None = None
    schuldenregeling_op: date | None = None


class DossierGesplitst(Vertrokken):
    """Een deel van wat in dit dossier stond, is van een ander en telt voortaan in zijn dossier."""

    historiek = (
        "Gesplitst op {op}: {sleutels} tellen voortaan in dossier {naar} ({redenCode}); "
        "brieven aan de verkeerde persoon: {brieven}."
    )

    naar: UUID
    brieven: tuple[Sleutel, ...] = ()
    """De brieven die naar de verkeerde persoon gingen."""
    reden_code: Code = "andere"
    reden: Gevoelig | None = None


class SamenvoegingOngedaanGemaakt(Vertrokken):
    """De samenvoeging was ten onrechte: dit dossier leeft weer, met wat het was."""

    historiek = "Samenvoeging in dossier {wasIn} ongedaan gemaakt op {op}; dit dossier leeft weer."

    was_in: UUID


def persoonsvelden() -> tuple[str, ...]:
    """De persoonsgegevens die een vertrek kan herstellen."""
    return tuple(veld for veld in Persoon.__dataclass_fields__ if veld in Vertrokken.model_fields)


_VELDEN = frozenset(persoonsvelden())


def zonder_vertrokken(dossier: Dossier, feit: Vertrokken) -> Dossier:
    """Het dossier zonder wat vertrok; van wat er niet (meer) is, verandert niets."""
    weg = set(feit.sleutels)
    over: dict[str, Any] = {
        naam: {s: deel for s, deel in getattr(dossier, naam).items() if s not in weg}
        for naam in VERZAMELINGEN
    }
    hersteld = {veld: _hersteld(feit, veld) for veld in feit.herstelt if veld in _VELDEN}
    persoon = replace(dossier.persoon, **hersteld)
    agentschappen = dossier.agentschappen
    if feit.agentschappen is not None:
        agentschappen = frozenset(feit.agentschappen)
    privacy = replace(
        dossier.privacy,
        beperkingen={
            g: b for g, b in dossier.privacy.beperkingen.items() if g not in feit.beperkingen
        },
        verstrekkingen=_zonder_deze(
            dossier.privacy.verstrekkingen,
            [Verstrekking(v.ontvanger, v.doel, v.op) for v in feit.verstrekkingen],
        ),
        anderen=tuple(a for a in dossier.privacy.anderen if a not in feit.personen),
    )
    na = replace(dossier, persoon=persoon, agentschappen=agentschappen, privacy=privacy, **over)
    for sleutel, fase in feit.fasen.items():
        na = na.met_inbreuk(sleutel, fase=fase)
    return na


def _hersteld(feit: Vertrokken, veld: str) -> Any:  # noqa: ANN401 - elk veld zijn vorm
    """Wat een veld weer wordt; een lijst die zonder sleutel niet te lezen is, telt als leeg."""
    waarde, leeg = getattr(feit, veld), getattr(Persoon(), veld)
    if waarde is None or (isinstance(leeg, tuple) and not isinstance(waarde, tuple)):
        return leeg
    return waarde


def _zonder_deze(
    alle: Sequence[Verstrekking], weg: Sequence[Verstrekking]
) -> tuple[Verstrekking, ...]:
    """Alle, zonder één van elk van deze."""
    over = list(alle)
    for verstrekking in weg:
        if verstrekking in over:
            over.reverse()
            over.remove(verstrekking)
            over.reverse()
    return tuple(over)


def bereken(
    dossier_id: UUID, telde: Iterable[Levend], weg: Collection[UUID], sleutels: Iterable[str]
) -> Mapping[str, object]:
    """De velden van een vertrek: het verschil tussen het leven met en zonder wat vertrekt."""
    alle = list(telde)
    met = vouw_levend(dossier_id, alle)
    zonder = vouw_levend(dossier_id, [each for each in alle if each.id not in weg])
    anders = [v for v in persoonsvelden() if getattr(met.persoon, v) != getattr(zonder.persoon, v)]
    vertrekt = [each for each in alle if each.id in weg]
    velden: dict[str, object] = {
        "gebeurtenissen": tuple(each.id for each in vertrekt),
        "sleutels": tuple(sleutels),
        "fasen": {
            sleutel: inbreuk.fase
            for sleutel, inbreuk in zonder.inbreuken.items()
            if sleutel in met.inbreuken and met.inbreuken[sleutel].fase != inbreuk.fase
        },
        "herstelt": tuple(anders),
    }
    velden["beperkingen"] = tuple(
        g for g in met.privacy.beperkingen if g not in zonder.privacy.beperkingen
    )
    velden["verstrekkingen"] = tuple(
        Verstrekt(ontvanger=v.ontvanger, doel=v.doel, op=v.op)
        for v in _zonder_deze(met.privacy.verstrekkingen, zonder.privacy.verstrekkingen)
    )
    if met.agentschappen != zonder.agentschappen:
        velden["agentschappen"] = tuple(sorted(zonder.agentschappen))
    for veld in anders:
        waarde = getattr(zonder.persoon, veld)
        velden[veld] = None if waarde is GEWIST else waarde
    return velden


def vouw_levend(dossier_id: UUID, levend: Iterable[Levend]) -> Dossier:
    """Het dossier dat deze gebeurtenissen maken, zoals ze in het logboek staan."""
    dossier = Dossier(dossier_id)
    for each in levend:
        dossier = evolueer(dossier, each.ruw, each.opgeslagen)
    return dossier


def _op_gesplitst(dossier: Dossier, feit: DossierGesplitst, _envelop: Envelop) -> Dossier:
    na = zonder_vertrokken(dossier, feit)
    return replace(
        na,
        opgenomen=na.opgenomen - {feit.naar},
        vertrokken={**na.vertrokken, **dict.fromkeys(feit.sleutels, feit.naar)},
    )


def _op_ongedaan(dossier: Dossier, feit: SamenvoegingOngedaanGemaakt, _envelop: Envelop) -> Dossier:
    voordien = dossier.voordien or dossier
    return replace(
        zonder_vertrokken(voordien, feit),
        samengevoegd_in=None,
        voordien=None,
        vertrokken={**voordien.vertrokken, **dict.fromkeys(feit.sleutels, feit.was_in)},
    )


EVOLUTIES = (
    Evolutie(
        DossierGesplitst,
        _op_gesplitst,
        NietRechtzetbaar(
            "wat ten onrechte is gesplitst, voegt men weer samen", ("VoegDossiersSamen",)
        ),
    ),
    Evolutie(
        SamenvoegingOngedaanGemaakt,
        _op_ongedaan,
        NietRechtzetbaar(
            "een dossier dat weer leeft, voegt men weer samen", ("VoegDossiersSamen",)
        ),
    ),
)
