"""What an intake did: counts, and what was wrong with what was put aside."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handhaving.intake.aangeleverd import Aanlevering, Afgekeurd

MEESTE_FOUTEN: Final = 1000
"""So many are listed one by one; all are counted, and all are in quarantine."""


@dataclass(frozen=True, slots=True)
class Fout:
    """One piece that was put aside: where it stood and why. Never what stood there."""

    regel: int | None
    pad: str | None
    code: str
    reden: str


@dataclass(slots=True)
class Verslag:
    """Counts pieces: an inbreuk, a line about a person, or a dossier in which there is neither.

    `gelezen` is the sum of the three after it. `bestand_onleesbaar`: some of the file, or all of
    it, could not be read at all. `hervat`: the work fell away and was done again; what was written
    before that counts too.
    """

    proef: bool = False
    gelezen: int = 0
    opgenomen: int = 0
    ongewijzigd: int = 0
    quarantaine: int = 0
    fouten: list[Fout] = field(default_factory=list)
    per_code: Counter[str] = field(default_factory=Counter)
    dossiers_geopend: int = 0
    gebeurtenissen: int = 0
    opmerkingen: Counter[str] = field(default_factory=Counter)
    bestand_onleesbaar: bool = False
    hervat: bool = False

    @classmethod
    def samen(cls, delen: Sequence[Verslag]) -> Verslag:
        """One report of what several processes took in of one file."""
        uit = cls(proef=any(deel.proef for deel in delen))
        for deel in delen:
            uit.gelezen += deel.gelezen
            uit.opgenomen += deel.opgenomen
            uit.ongewijzigd += deel.ongewijzigd
            uit.quarantaine += deel.quarantaine
            uit.fouten += deel.fouten
            uit.per_code += deel.per_code
            uit.dossiers_geopend += deel.dossiers_geopend
            uit.gebeurtenissen += deel.gebeurtenissen
            uit.opmerkingen += deel.opmerkingen
            uit.bestand_onleesbaar |= deel.bestand_onleesbaar
            uit.hervat |= deel.hervat
        uit.fouten.sort(key=lambda fout: (fout.regel or 0, fout.pad or ""))
        del uit.fouten[MEESTE_FOUTEN:]
        return uit

    def tel(self, *, nieuw: bool) -> None:
        """One piece that was fine."""
        self.gelezen += 1
        if nieuw:
            self.opgenomen += 1
        else:
            self.ongewijzigd += 1

    def tel_afgekeurd(self, stuk: Afgekeurd) -> None:
        """One piece that was put aside."""
        self.gelezen += 1
        self.quarantaine += 1
        self.bestand_onleesbaar |= stuk.heel_bestand
        code = stuk.bezwaren[0].code
        self.per_code[code] += 1
        if len(self.fouten) < MEESTE_FOUTEN:
            reden = " ".join(bezwaar.zin for bezwaar in stuk.bezwaren)
            self.fouten.append(Fout(stuk.plaats.regel, stuk.plaats.pad, code, reden))

    def tel_opmerkingen(self, aanlevering: Aanlevering) -> None:
        """What was left out of a piece without harm."""
        for bezwaar in aanlevering.opmerkingen:
            self.opmerkingen[bezwaar.code] += 1

    def als_json(self) -> dict[str, object]:
        """The published answer."""
        return {
            "gelezen": self.gelezen,
            "opgenomen": self.opgenomen,
            "ongewijzigd": self.ongewijzigd,
            "quarantaine": self.quarantaine,
            "fouten": [
                {"regel": f.regel, "pad": f.pad, "code": f.code, "reden": f.reden}
                for f in self.fouten
            ],
            "foutenNietGetoond": self.quarantaine - len(self.fouten),
            "foutenPerCode": dict(self.per_code.most_common()),
            "dossiersGeopend": self.dossiers_geopend,
            "gebeurtenissen": self.gebeurtenissen,
            "opmerkingen": dict(self.opmerkingen.most_common()),
            "proef": self.proef,
            "bestandOnleesbaar": self.bestand_onleesbaar,
            "hervat": self.hervat,
        }
