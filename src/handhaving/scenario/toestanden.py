"""The two state machines, legal and money, as scenarios really walk through them.

Nothing is drawn by hand: every dossier is folded event by event, and each change of `fase` or
`status` is a transition, under the name of the event that made it. A status can also change because
a day went by; that transition is called `de klok`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from handhaving.dossier.decider import evolueer, vouw
from handhaving.dossier.state import Dossier, Fase
from handhaving.dossier.toewijzing.feiten import DossiersSamengevoegd, GebeurtenisOvergenomen
from handhaving.dossier.toewijzing.vertrek import Vertrokken
from handhaving.dossier.vordering.opdag import status_op
from handhaving.dossier.vordering.saldo import STATUSSEN
from handhaving.recht.tellen import dag_in_brussel
from handhaving.scenario.speler import levens
from handhaving.scenario.vorm import lees

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from handhaving.recht import Recht
    from handhaving.service.reading import Pair

BEGIN = "[*]"
KLOK = "de klok"


@dataclass(slots=True)
class Machine:
    """The transitions that were seen: from, to, and by what."""

    overgangen: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def zie(self, voor: Mapping[str, str], na: Mapping[str, str], waardoor: str) -> None:
        """Note what changed, and what began."""
        for sleutel, toestand in na.items():
            eerst = voor.get(sleutel, BEGIN)
            if eerst != toestand:
                self.overgangen[eerst, toestand].add(waardoor)

    def toestanden(self) -> set[str]:
        """Every state that was reached."""
        return {naar for _, naar in self.overgangen}

    def mermaid(self, volgorde: Sequence[str]) -> str:
        """The diagram, its transitions in the order of the contract."""
        rang = {toestand: n for n, toestand in enumerate((BEGIN, *volgorde))}
        lijnen = [
            f"  {van} --> {naar} : {', '.join(sorted(namen))}"
            for (van, naar), namen in sorted(
                self.overgangen.items(), key=lambda p: (rang[p[0][0]], rang[p[0][1]])
            )
        ]
        return "\n".join(["```mermaid", "stateDiagram-v2", *lijnen, "```"])


@dataclass(slots=True)
class Machines:
    """Both machines."""

    juridisch: Machine = field(default_factory=Machine)
    geld: Machine = field(default_factory=Machine)

    def wandel(self, paren: Sequence[Pair]) -> None:
        """One life: its commands, and the days between them.

        A command is one step: what its events do together goes by the name of the last of them
        that changed something. What changes dossiers as it is, goes through no transition.
        """
        dossier, gisteren = Dossier(paren[0][1].dossier_id), paren[0][1].geregistreerd_op
        for _, groep in groupby(paren, key=lambda paar: paar[1].opdracht_id):
            feiten = list(groep)
            vandaag = feiten[0][1].geregistreerd_op
            if any(isinstance(gebeurtenis, _WISSELT) for gebeurtenis, _ in feiten):
                dossier, gisteren = vouw(dossier.dossier_id, feiten, van=dossier), vandaag
                continue
            self.geld.zie(_statussen(dossier, gisteren), _statussen(dossier, vandaag), KLOK)
            dossier, gisteren = self._stap(dossier, feiten, vandaag), vandaag

    def _stap(self, voor: Dossier, feiten: Iterable[Pair], nu: datetime) -> Dossier:
        dossier, fase, status = voor, "", ""
        for gebeurtenis, envelop in feiten:
            na = evolueer(dossier, gebeurtenis, envelop)
            fase = envelop.type if _fasen(na) != _fasen(dossier) else fase
            status = envelop.type if _statussen(na, nu) != _statussen(dossier, nu) else status
            dossier = na
        self.juridisch.zie(_fasen(voor), _fasen(dossier), fase)
        self.geld.zie(_statussen(voor, nu), _statussen(dossier, nu), status)
        return dossier


_WISSELT = (DossiersSamengevoegd, GebeurtenisOvergenomen, Vertrokken)


def _fasen(dossier: Dossier) -> dict[str, str]:
    return {sleutel: inbreuk.fase.value for sleutel, inbreuk in dossier.inbreuken.items()}


def _statussen(dossier: Dossier, nu: datetime) -> dict[str, str]:
    dag = dag_in_brussel(nu)
    return {
        sleutel: status_op(v, dag, dossier.overdrachten.get(v.overdracht or ""))
        for sleutel, v in dossier.vorderingen.items()
    }


def machines(paden: Iterable[Path], recht: Recht) -> Machines:
    """Both machines, as these scenarios walk through them. Raises OngeldigScenario."""
    gezien = Machines()
    for pad in paden:
        for paren in levens(lees(pad), recht, bestand=pad.name):
            gezien.wandel(paren)
    return gezien


def als_markdown(gezien: Machines) -> str:
    """`docs/toestanden.md`."""
    return "\n".join(
        [
            "# Toestanden",
            "",
            "Gemaakt uit de scenario's met `handhaving catalogus --diagram tests/scenarios`: elk",
            "dossier is opdracht per opdracht gevouwen, en elke overgang staat er onder de naam",
            "van de gebeurtenis die ze deed. Er is niets bij getekend.",
            "",
            "## De juridische machine: de fase van een inbreuk",
            "",
            gezien.juridisch.mermaid([fase.value for fase in Fase]),
            "",
            "## De geldmachine: de status van een vordering",
            "",
            f"`{KLOK}`: er verliep een dag, zonder gebeurtenis.",
            "",
            gezien.geld.mermaid(STATUSSEN),
            "",
        ]
    )
