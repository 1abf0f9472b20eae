"""Examples of the chapter privacy."""

from __future__ import annotations

from tests.dossier.spel import Spel, doe
from tests.dossier.trap import tot
from tests.dossier.voorbeeld import Voorbeeld, vandaag
from tests.dossier.voorbeelden_leven import na_betaling

BEWAARD = 11 * 366
"""Days after which whatever was closed before is past its retention."""

BETWIST = {"grond": "juistheidBetwist", "gegevens": ["geboortedatum"]}


def gesloten() -> Spel:
    """A dossier that was paid and closed."""
    return na_betaling().met(doe("SluitDossier", reden="Fictieve reden."))


def beperkt() -> Spel:
    """A dossier whose birth date is contested."""
    return tot("vastgesteld").met(doe("BeperkVerwerking", **BETWIST))


PRIVACY: dict[str, Voorbeeld] = {
    "BeperkVerwerking": Voorbeeld(
        lambda: tot("vastgesteld"), BETWIST, ("VerwerkingBeperkt",), nogmaals="niets"
    ),
    "HefBeperkingOp": Voorbeeld(
        beperkt, {"grond": "juistheidBetwist"}, ("BeperkingOpgeheven",), nogmaals="NietBeperkt"
    ),
    "WisPersoonsgegevens": Voorbeeld(
        gesloten,
        {"grond": "bewaartermijnVerstreken"},
        ("WissingVoorgesteld",),
        dagen=BEWAARD,
        nogmaals="VoorstellerBevestigtNiet",
    ),
    "RegistreerVerstrekking": Voorbeeld(
        lambda: tot("overgemaakt"),
        {"ontvanger": "OCMW", "doel": "sanctionering", "op": vandaag, "gegevens": ["insz"]},
        ("VerstrekkingGeregistreerd",),
        nogmaals="niets",
    ),
}
