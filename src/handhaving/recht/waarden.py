"""De vragen naar één waarde op één dag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from handhaving.recht.bedragen import Cent
    from handhaving.recht.parameters import Parameters, Ruw, Waarde


@dataclass(frozen=True, slots=True, eq=False)
class Waarden:
    """Wat elke vraag naar een waarde nodig heeft: de parameters en een dag."""

    parameters: Parameters

    def waarde(self, naam: str, op: date) -> Waarde[Ruw]:
        """De waarde op die dag, van welke soort ook. Fout: ParameterOntbreekt."""
        return self.parameters.geldend(naam, op)

    def getal(self, naam: str, op: date) -> Waarde[int]:
        """Een getal of de duur van een termijn. Fout: ParameterOntbreekt."""
        return self.parameters.getal(naam, op)

    def bedrag(self, naam: str, op: date) -> Waarde[Cent]:
        """Een bedrag. Fout: ParameterOntbreekt."""
        return self.parameters.bedrag(naam, op)

    def percentage(self, naam: str, op: date) -> Waarde[Fraction]:
        """Een percentage, exact. Fout: ParameterOntbreekt."""
        return self.parameters.percentage(naam, op)

    def tekst(self, naam: str, op: date) -> Waarde[str]:
        """Een tekst of een keuze. Fout: ParameterOntbreekt."""
        return self.parameters.tekst(naam, op)

    def datum(self, naam: str, op: date) -> Waarde[date]:
        """Een dag. Fout: ParameterOntbreekt."""
        return self.parameters.datum(naam, op)

    def getallen(self, naam: str, op: date) -> Waarde[tuple[int, ...]]:
        """Een rij getallen. Fout: ParameterOntbreekt."""
        return self.parameters.getallen(naam, op)

    def woorden(self, naam: str, op: date) -> Waarde[tuple[str, ...]]:
        """Een rij woorden. Fout: ParameterOntbreekt."""
        return self.parameters.woorden(naam, op)
