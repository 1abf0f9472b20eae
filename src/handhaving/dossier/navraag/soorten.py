"""Alle vragen die vanzelf gesteld worden, op naam."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from handhaving.dossier.navraag.geld import GELD
from handhaving.dossier.navraag.vlabel import VLABEL
from handhaving.dossier.navraag.zaak import ZAAK
from handhaving.dossier.verjaring.stuiting import SCHULDBEKENTENIS
from handhaving.dossier.verjaring.vraag import VERJARING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from handhaving.dossier.navraag.vorm import Vraagsoort

VRAAGSOORTEN: Final[Mapping[str, Vraagsoort]] = {s.naam: s for s in (*ZAAK, *GELD, *VLABEL)}

MET_TAAK: Final = frozenset({VERJARING, SCHULDBEKENTENIS})
"""Vragen van de klok die altijd al een gewone taak waren."""
