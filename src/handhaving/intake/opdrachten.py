"""From what was delivered about one person to commands of the domain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from handhaving.dossier.inbreuk.overnemen import NeemHistorischFeitOver
from handhaving.dossier.inbreuk.rechtzetten import ZetInbreukRecht
from handhaving.dossier.inbreuk.vaststellen import StelInbreukVast
from handhaving.dossier.persoon import OpenDossier, WijzigPersoonsgegevens
from handhaving.intake.aangeleverd import Afgekeurd, Bezwaar, Bron, Reden
from handhaving.intake.herkenning import Bekend, Geheugen, Nummering, wie, wie_is

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from handhaving.dossier.basis import Opdracht
    from handhaving.dossier.state import Persoon
    from handhaving.eventlog.sleutels import IndexKey
    from handhaving.intake.aangeleverd import (
        AangeleverdeInbreuk,
        Aanlevering,
        Historisch,
        Persoonsgegevens,
        Rechtzetting,
    )

_REDEN: Final = "De bron meldt dat deze inbreuk ten onrechte werd vastgesteld."


@dataclass(frozen=True, slots=True)
class Stap:
    """One command: its id, for which agency, and for which delivered inbreuk (None: the person)."""

    opdracht: Opdracht
    opdracht_id: UUID
    agentschap: str
    inbreuk: int | None = None


@dataclass(slots=True)
class Plan:
    """The commands of one delivery, in order, for one dossier (None: the first one opens it).

    `afgekeurd` holds delivered inbreuken that cannot go on, by their number in the delivery.
    """

    aanlevering: Aanlevering
    dossier_id: UUID | None
    stappen: list[Stap] = field(default_factory=list)
    afgekeurd: dict[int, Afgekeurd] = field(default_factory=dict)


class Planner:
    """Makes the plan of a delivery. Pure but for the key of the ids."""

    def __init__(self, index: IndexKey, agentschap: str, bestand: str) -> None:
        """For files delivered by this agency; `bestand` stands for a message without an instant."""
        self.index = index
        self.agentschap = agentschap
        self._bestand = bestand

    def plan(
        self,
        aanlevering: Aanlevering,
        dossier_id: UUID | None = None,
        geheugen: Geheugen | None = None,
        *,
        met_insz: bool = False,
        lees_persoon: Callable[[], Persoon] | None = None,
    ) -> Plan:
        """The commands that add what is new. `met_insz`: the dossier there lacks this INSZ.

        `lees_persoon` reads who the dossier is about; it takes keys, so only where it matters.
        Raises pydantic's ValidationError for a value that no command takes.
        """
        return _Planning(self, aanlevering, dossier_id, geheugen or Geheugen(), lees_persoon).maak(
            aanlevering.moment or self._bestand, met_insz=met_insz
        )

    def mogelijk(self, aanlevering: Aanlevering) -> Iterator[tuple[int | None, UUID]]:
        """The id of every command that can come of a delivery, with the inbreuk it is of."""
        assert aanlevering.persoon is not None  # noqa: S101 - anders valt er niets te plannen
        nummering = Nummering(self.index, wie(aanlevering.persoon, self.agentschap))
        moment = aanlevering.moment or self._bestand
        for opdracht in ("OpenDossier", "WijzigPersoonsgegevens"):
            yield None, nummering.persoon(opdracht, aanlevering.persoon, moment)
        for nummer, inbreuk in enumerate(aanlevering.inbreuken):
            yield nummer, nummering.inbreuk(inbreuk)
            for feit in inbreuk.historisch:
                yield nummer, nummering.feit(inbreuk, feit.soort, feit.datum)
            if inbreuk.rechtzetting is not None:
                yield nummer, nummering.feit(inbreuk, "rechtzetting", inbreuk.rechtzetting.op)


class _Planning:
    """One plan while it is made."""

    def __init__(
        self,
        planner: Planner,
        aanlevering: Aanlevering,
        dossier_id: UUID | None,
        geheugen: Geheugen,
        lees_persoon: Callable[[], Persoon] | None,
    ) -> None:
        assert aanlevering.persoon is not None  # noqa: S101 - anders valt er niets te plannen
        self._persoon = aanlevering.persoon
        self._aanlevering = aanlevering
        self._agentschap = planner.agentschap
        self._geheugen = geheugen
        self._lees_persoon = lees_persoon
        self._index = planner.index
        self._nummering = Nummering(planner.index, wie(self._persoon, planner.agentschap))
        self._plan = Plan(aanlevering, dossier_id)

    def maak(self, moment: str, *, met_insz: bool) -> Plan:
        """Open, add what is new, change what is said of the person."""
        nieuw = self._plan.dossier_id is None
        open_id = self._nummering.persoon("OpenDossier", self._persoon, moment)
        if nieuw and (self._aanlevering.inbreuken or self._aanlevering.alleen_persoon):
            self._stap(OpenDossier(**_persoonsvelden(self._persoon)), open_id, self._van_persoon())
        for nummer, inbreuk in enumerate(self._aanlevering.inbreuken):
            self._inbreuk(nummer, inbreuk)
        if not nieuw and open_id not in self._geheugen.opdrachten:
            self._wijziging(moment, met_insz=met_insz)
        return self._plan

    def _stap(
        self, opdracht: Opdracht, id_: UUID, agentschap: str, nummer: int | None = None
    ) -> None:
        self._plan.stappen.append(Stap(opdracht, id_, agentschap, nummer))

    def _van_persoon(self) -> str:
        """In whose name: the agency of the person as far as it is said, else of the file."""
        return self._persoon.agentschap or self._agentschap

    def _wijziging(self, moment: str, *, met_insz: bool) -> None:
        """Particulars for a dossier that is there; the domain drops what has not changed."""
        velden = _persoonsvelden(self._persoon)
        if not met_insz:
            velden.pop("insz", None)
        if not velden.keys() - {"agentschap"}:
            return
        id_ = self._nummering.persoon("WijzigPersoonsgegevens", self._persoon, moment)
        if id_ not in self._geheugen.opdrachten:
            opdracht = WijzigPersoonsgegevens(**velden, vanaf=self._persoon.vanaf)
            self._stap(opdracht, id_, self._van_persoon())

    def _inbreuk(self, nummer: int, inbreuk: AangeleverdeInbreuk) -> None:
        """Establish it when it is new, then add the acts that are new."""
        id_ = self._nummering.inbreuk(inbreuk)
        bekend = self._geheugen.herken(inbreuk, id_)
        if bekend is None:
            bekend = Bekend(
                _volgende(self._geheugen),
                inbreuk.type,
                inbreuk.datum_feit,
                inbreuk.agentschap or self._agentschap,
            )
            self._stap(_stel_vast(bekend.sleutel, inbreuk), id_, bekend.agentschap, nummer)
            self._geheugen.onthoud(bekend, id_)
            if inbreuk.kenmerk is not None:
                self._geheugen.genummerd[bekend.sleutel] = inbreuk.kenmerk
        elif (bekend.type, bekend.datum_feit) != (inbreuk.type, inbreuk.datum_feit):
            self._keur_af(nummer, inbreuk, Reden.BRON_GEWIJZIGD)
            return
        elif inbreuk.kenmerk is not None and self._heeft_ander_nummer(inbreuk, bekend):
            self._keur_af(nummer, inbreuk, Reden.ANDER_NUMMER)
            return
        for feit in inbreuk.historisch:
            self._feit(nummer, inbreuk, bekend, feit)
        if inbreuk.rechtzetting is not None:
            self._zet_recht(nummer, inbreuk, bekend, inbreuk.rechtzetting)

    def _keur_af(self, nummer: int, inbreuk: AangeleverdeInbreuk, reden: Reden) -> None:
        """Put the inbreuk aside because of its number."""
        veld = "dossiernummer" if self._aanlevering.bron is Bron.JSONL else "Dossiernummer"
        bezwaar = Bezwaar.van(reden, veld)
        self._plan.afgekeurd[nummer] = Afgekeurd(inbreuk.plaats, (bezwaar,), inbreuk.origineel)

    def _heeft_ander_nummer(self, inbreuk: AangeleverdeInbreuk, bekend: Bekend) -> bool:
        """Whether a file gave this fact another number; the first number of a fact is remembered.

        The number itself is not kept: it shows in the id of the command, under the search key by
        which the person was known that day.
        """
        kenmerk = str(inbreuk.kenmerk)
        if bekend.sleutel in self._geheugen.genummerd:
            return self._geheugen.genummerd[bekend.sleutel] != kenmerk
        eerder = self._geheugen.uit_bestand.get(bekend.sleutel)
        if eerder is not None and not self._is_dezelfde(inbreuk, eerder):
            return True
        self._geheugen.genummerd[bekend.sleutel] = kenmerk
        return False

    def _is_dezelfde(self, inbreuk: AangeleverdeInbreuk, eerder: UUID) -> bool:
        """Whether the command of then had this number, or none."""
        if eerder in self._nummering.dezelfde(inbreuk):
            return True
        namen = wie(self._persoon, self._agentschap)
        if self._lees_persoon is not None:
            namen += wie_is(self._lees_persoon())
        return any(eerder in Nummering(self._index, (n,)).dezelfde(inbreuk) for n in namen)

    def _feit(
        self, nummer: int, inbreuk: AangeleverdeInbreuk, bekend: Bekend, feit: Historisch
    ) -> None:
        sleutel = (bekend.sleutel, feit.soort, feit.datum)
        if sleutel in self._geheugen.feiten:
            return
        self._geheugen.feiten.add(sleutel)
        velden: dict[str, Any] = {
            "inbreuk": bekend.sleutel,
            "soort": feit.soort,
            "datum": feit.datum,
            "bron": self._aanlevering.bron,
        }
        id_ = self._nummering.feit(inbreuk, feit.soort, feit.datum)
        self._stap(NeemHistorischFeitOver(**velden), id_, bekend.agentschap, nummer)

    def _zet_recht(
        self,
        nummer: int,
        inbreuk: AangeleverdeInbreuk,
        bekend: Bekend,
        rechtzetting: Rechtzetting,
    ) -> None:
        if bekend.sleutel in self._geheugen.rechtgezet:
            return
        self._geheugen.rechtgezet.add(bekend.sleutel)
        opdracht = ZetInbreukRecht(
            inbreuk=bekend.sleutel,
            reden=rechtzetting.reden or _REDEN,
            reden_code="rechtzetting",
            geldig_op=rechtzetting.op,
        )
        id_ = self._nummering.feit(inbreuk, "rechtzetting", rechtzetting.op)
        self._stap(opdracht, id_, bekend.agentschap, nummer)


def _volgende(geheugen: Geheugen) -> str:
    """The next free key: I1, I2 and so on."""
    nummers = [int(s[1:]) for s in geheugen.inbreuken if s[:1] == "I" and s[1:].isdigit()]
    return f"I{max(nummers, default=0) + 1}"


def _stel_vast(sleutel: str, inbreuk: AangeleverdeInbreuk) -> StelInbreukVast:
    velden: dict[str, Any] = {
        "inbreuk": sleutel,
        "type": inbreuk.type,
        "datum_feit": inbreuk.datum_feit,
        "vastgesteld_op": inbreuk.vastgesteld_op,
        "vaststeller": inbreuk.vaststeller,
        "vaststeller_onbekend": inbreuk.vaststeller is None,
        "feitenrelaas": inbreuk.feitenrelaas,
        "stukken": inbreuk.stukken,
    }
    if inbreuk.sanctioneringsbevoegdheid is not None:
        velden["sanctioneringsbevoegdheid"] = inbreuk.sanctioneringsbevoegdheid
    return StelInbreukVast(**velden)


def _persoonsvelden(persoon: Persoonsgegevens) -> dict[str, Any]:
    """What is known of the person, as fields of a command."""
    velden = persoon.velden()
    velden.pop("vanaf", None)
    return velden
