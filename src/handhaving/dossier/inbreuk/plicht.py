"""Of de persoon op de dag van het feit verplicht was en bestraft kan worden."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from handhaving.dossier.refusals import InbreuktypeNietVanKracht
from handhaving.dossier.verzwegen import InbreuktypeOnbekend
from handhaving.recht.identiteit import lees_insz

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.dossier.basis import Weigering
    from handhaving.dossier.state import Persoon
    from handhaving.recht import Recht


def geboren_op(persoon: Persoon) -> date | None:
    """De geboortedatum, zo nodig uit het INSZ; None als ze onbekend of niet leesbaar is."""
    if isinstance(persoon.geboortedatum, date):
        return persoon.geboortedatum
    return lees_insz(persoon.insz).geboortedatum if isinstance(persoon.insz, str) else None


def was_minderjarig(persoon: Persoon, op: date, recht: Recht) -> bool:
    """Of de persoon die dag de leeftijd van meerderjarigheid nog niet had."""
    geboren = geboren_op(persoon)
    if geboren is None:
        return persoon.hoedanigheid == "minderjarig"
    leeftijd = op.year - geboren.year - ((op.month, op.day) < (geboren.month, geboren.day))
    return leeftijd < recht.getal("minderjarig.leeftijd", op).waarde


def reden_niet_verplicht(persoon: Persoon, op: date, recht: Recht) -> str | None:
    """Waarom de persoon die dag niet verplicht was; None waar dat niet geweten of niet zo is."""
    if persoon.plicht_ontstaan_op is not None and op < persoon.plicht_ontstaan_op:
        return f"de plicht ontstond pas op {persoon.plicht_ontstaan_op.isoformat()}"
    if persoon.vrijgesteld_vanaf is not None and op >= persoon.vrijgesteld_vanaf:
        return f"vrijgesteld vanaf {persoon.vrijgesteld_vanaf.isoformat()}"
    if persoon.hoedanigheid == "rechthebbend":
        sanctioneerbaar = recht.tekst("rechthebbende.sanctioneerbaar", op).waarde
        return None if sanctioneerbaar == "ja" else "rechthebbend"
    return None


def keur_type(type_: str, feit: date, persoon: Persoon, recht: Recht) -> Iterator[Weigering]:
    """Het type moet op de dag van het feit bestaan, ook onder de regeling van de plicht."""
    plicht = persoon.plicht_ontstaan_op
    soort = recht.inbreuktype(type_, feit)
    if soort is None and type_ not in recht.types:
        yield InbreuktypeOnbekend(datum_feit=feit)
    elif soort is None:
        yield InbreuktypeNietVanKracht(type=type_, datum_feit=feit, reden="niet in de lijst")
    elif recht.inbreuktype(type_, feit, plicht_ontstaan_op=plicht) is None:
        yield InbreuktypeNietVanKracht(
            type=type_,
            datum_feit=feit,
            reden="het oude stelsel geldt: de plicht ontstond vóór de hervorming",
            plicht_ontstaan_op=plicht,
            grondslag=(soort.grondslag,),
        )
