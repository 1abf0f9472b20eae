"""Coverage per room, from `coverage json`; exits 1 when a room is below what it promises."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

Verslag = dict[str, dict[str, dict[str, dict[str, int]]]]
"""What `coverage json` writes, as far as it is read here."""

BELOFTE = {
    "src/handhaving/recht/": 95.0,
    "src/handhaving/dossier/": 95.0,
    "src/handhaving/eventlog/": 95.0,
    "projections/": 95.0,
    "": 85.0,
}
"""Room (a path prefix; empty is the whole house) → least percentage, of lines and of branches."""

PER_BESTAND = 50.0
"""A file of which less than this ran has no test."""


@dataclass(frozen=True)
class Dekking:
    """What was counted in one room."""

    kamer: str
    minimum: float
    regels: int
    geraakt: int
    takken: int
    gevolgd: int
    zwakste: tuple[str, ...]

    @property
    def regels_pct(self) -> float:
        """Percentage of lines that ran; an empty room has run none."""
        return 100 * self.geraakt / self.regels if self.regels else 0.0

    @property
    def takken_pct(self) -> float:
        """Percentage of branches taken; code without branches missed none."""
        return 100 * self.gevolgd / self.takken if self.takken else 100.0

    @property
    def genoeg(self) -> bool:
        """Both lines and branches reach the minimum."""
        return min(self.regels_pct, self.takken_pct) >= self.minimum


def meet(verslag: Verslag) -> list[Dekking]:
    """Sum the report of `coverage json` per room."""
    uit = []
    for kamer, minimum in BELOFTE.items():
        delen = {
            naam: inhoud["summary"]
            for naam, inhoud in verslag["files"].items()
            if naam.replace("\\", "/").startswith(kamer)
        }

        def som(wat: str, delen: dict[str, dict[str, int]] = delen) -> int:
            return sum(deel.get(wat, 0) for deel in delen.values())

        gemist = {
            naam: deel["missing_lines"] + deel.get("missing_branches", 0)
            for naam, deel in delen.items()
        }
        zwakste = sorted((n for n in gemist if gemist[n]), key=lambda n: -gemist[n])[:5]
        uit.append(
            Dekking(
                kamer=kamer or "het hele huis",
                minimum=minimum,
                regels=som("num_statements"),
                geraakt=som("covered_lines"),
                takken=som("num_branches"),
                gevolgd=som("covered_branches"),
                zwakste=tuple(f"{naam} ({gemist[naam]} gemist)" for naam in zwakste),
            )
        )
    return uit


def zonder_toets(verslag: Verslag) -> list[str]:
    """The files of which hardly anything ran."""
    return [
        naam
        for naam, inhoud in verslag["files"].items()
        if inhoud["summary"]["covered_lines"] * 100
        < inhoud["summary"]["num_statements"] * PER_BESTAND
    ]


def main(argumenten: list[str]) -> int:
    """Print a table for the report named; 1 when a room falls short."""
    if len(argumenten) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    verslag = json.loads(Path(argumenten[0]).read_text(encoding="utf-8"))
    kamers = meet(verslag)
    print(f"{'kamer':28} {'regels':>8} {'takken':>8} {'minimum':>8}")
    for kamer in kamers:
        teken = "" if kamer.genoeg else "  TE WEINIG"
        print(
            f"{kamer.kamer:28} {kamer.regels_pct:7.1f}% {kamer.takken_pct:7.1f}%"
            f" {kamer.minimum:7.1f}%{teken}"
        )
        if not kamer.genoeg:
            for regel in kamer.zwakste:
                print(f"    {regel}")
    zonder = zonder_toets(verslag)
    for naam in zonder:
        print(f"{naam}  TE WEINIG: geen toets raakt dit bestand")
    return 0 if all(kamer.genoeg for kamer in kamers) and not zonder else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
