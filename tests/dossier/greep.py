"""A grip at random: data for any command, drawn from what a dossier holds and from its terms.

Nothing here knows what a command means: a field is filled by its name and its type, so that a new
command takes part by itself. Keys are mostly keys that exist, dates mostly lie near today or near
the end of a term, amounts near what is due.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from annotated_types import Ge, Le
from pydantic import AwareDatetime, BaseModel

from handhaving.dossier.decider import OPDRACHTEN
from handhaving.dossier.termijnen import termijnen
from handhaving.dossier.vordering.saldo import saldo
from handhaving.recht import Cent, Kanaal
from handhaving.recht.tellen import brussel
from handhaving.scenario.aanvullen import fictief_insz
from tests.dossier.spel import recht
from tests.dossier.strategieen import MERK

if TYPE_CHECKING:
    from random import Random

    from handhaving.dossier.state import Dossier

TEKST = f"Fictief {MERK}"
VERZAMELINGEN = {
    "inbreuk": "inbreuken",
    "besluit": "besluiten",
    "vordering": "vorderingen",
    "overdracht": "overdrachten",
    "stuk": "stukken",
    "taak": "taken",
    "uitstel": "uitstellen",
}
GEWOONLIJK = {"regime", "hoedanigheid", "sanctioneringsbevoegdheid"}
"""Fields of which nearly everyone has the first value."""
CODES = ("andere", "bewind", "adresOnbekend", "collectieveSchuldenregeling", "overleden")
GRONDEN = ("beroep", "collectieveSchuldenregeling", "onrechtmatig", "onrechtmatig")
AGENTSCHAP = "Atlas"
VROEGSTE = date(2019, 1, 1)
LAATSTE = date(2032, 12, 31)
BEDRAGEN = (1, 4_999, 5_000, 25_000, 30_000, 500_000, 500_001)


PAD = (
    "StelInbreukVast",
    "VerzendIngebrekestelling",
    "MaakOverAanABB",
    "NodigUitTotVerweer",
    "RegistreerVerweer",
    "StelBoeteVoor",
    "NeemBoetebesluit",
    "BetekenBoetebesluit",
    "VerzendAanmaning",
    "StelInGebrekeTotBetaling",
    "DraagOverAanVlabel",
    "MarkeerVlabelOverdrachtVerzonden",
    "BevestigVlabelOverdracht",
    "RegistreerVlabelBericht",
    "WeigerVlabelOverdracht",
    "RegistreerUitspraak",
    "StelVerjaringVast",
    "StelToerekeningVast",
    "HandelTaakAf",
    "HeropenDossier",
    "HefBeperkingOp",
)
"""What carries a case on."""
ZELDEN = {
    # What ends a case, or stops it for long, and what changes nothing for it.
    "RegistreerOverlijden": 0.004,
    "ZetInbreukRecht": 0.005,
    "VerleenVrijstelling": 0.005,
    "VerhuisNaarRegime": 0.05,
    "BeslisGeenGevolg": 0.05,
    "TrekBoetebesluitIn": 0.1,
    "StuurTerugNaarAgentschap": 0.1,
    "RegistreerInregelstelling": 0.05,
    "RegistreerCollectieveSchuldenregeling": 0.03,
    "RegistreerAmbtshalveAfvoering": 0.03,
    "RegistreerNieuwAdres": 0.04,
    "RegistreerOnbestelbaar": 0.08,
    "RegistreerOntvangst": 0.15,
    "StelBewindvoerderAan": 0.02,
    "VerleenUitstel": 0.07,
    "WijzigPersoonsgegevens": 0.04,
    "NeemHistorischFeitOver": 0.04,
    "KoppelInsz": 0.02,
    "BeperkVerwerking": 0.05,
    "WisPersoonsgegevens": 5.0,
    "RegistreerDeelname": 0.05,
    "SluitDossier": 0.05,
    "VerklaarOninbaar": 0.2,
    "SchortInvorderingOp": 0.2,
    "ScheldKwijt": 0.3,
    "StelBeroepIn": 0.4,
}


class Greep:
    """Draws the data of commands for one dossier on one day."""

    def __init__(
        self, kans: Random, dossier: Dossier, vandaag: date, gebeurtenissen: list[UUID], nummer: int
    ) -> None:
        """`gebeurtenissen` are the events so far; `nummer` tells bank references apart."""
        self.kans = kans
        self.dossier = dossier
        self.vandaag = vandaag
        self.gebeurtenissen = gebeurtenissen
        self.nummer = nummer
        self.ander = UUID(int=0)

    def gegevens(self, naam: str) -> dict[str, object]:
        """Data that fit the form of this command, as a caller sends them."""
        uit: dict[str, object] = {}
        for veld, info in OPDRACHTEN[naam].model_fields.items():
            if not info.is_required() and not self._ook(naam, veld):
                continue
            uit[info.alias or veld] = self._waarde(veld, naam, info.annotation, info.metadata)
        if naam == "RegistreerUitspraak" and uit["uitspraak"] != "hervormd":
            uit.pop("bedrag", None)
        if naam == "RegistreerVlabelBericht" and uit["soort"] != "betaling":
            uit.pop("bedrag", None)
        return {veld: _als_json(waarde) for veld, waarde in uit.items()}

    def _ook(self, naam: str, veld: str) -> bool:
        """Whether an optional field is filled in: what a decision needs nearly always."""
        if OPDRACHTEN[naam].opent or veld in {"bewijs", "bedrag"} or "grond" in veld:
            return self.kans.random() < 0.95
        if veld in {"motivering", "ook_aan_bewindvoerder", "ontvangen_op"}:
            return self.kans.random() < 0.8
        if veld in VERZAMELINGEN and veld not in OPDRACHTEN[naam].verwijst:
            return self.kans.random() < 0.05
        if naam == "WijzigPersoonsgegevens":
            return self.kans.random() < 0.15 and veld not in {"insz", "plicht_ontstaan_op"}
        return self.kans.random() < (0.1 if veld == "geldig_op" else 0.25)

    def _waarde(self, veld: str, naam: str, soort: Any, metadata: list[Any]) -> object:  # noqa: ANN401, C901, PLR0911, PLR0912 - a line per kind of field
        if veld in VERZAMELINGEN:
            return self._sleutel(veld)
        oorsprong, delen = get_origin(soort), get_args(soort)
        if hasattr(soort, "__metadata__"):
            return self._waarde(veld, naam, delen[0], list(soort.__metadata__))
        if oorsprong in {UnionType, Union}:
            keuze = [deel for deel in delen if deel is not NoneType]
            return self._waarde(veld, naam, self.kans.choice(keuze), metadata)
        if oorsprong is Literal:
            gewoon = veld in GEWOONLIJK and naam != "VerhuisNaarRegime"
            gewoon = gewoon and self.kans.random() < (0.85 if veld.startswith("sanct") else 0.97)
            return delen[0] if gewoon else self.kans.choice(delen)
        if oorsprong is tuple:
            return []
        if oorsprong is dict:
            return self._toewijzing()
        if soort is bool:
            return self.kans.random() < (0.2 if veld == "vaststeller_onbekend" else 0.8)
        if soort is int:
            return self._getal(metadata)
        if soort is Cent:
            return str(self._bedrag(naam))
        if soort is date:
            return self._dag(veld, naam)
        if soort in {datetime, AwareDatetime}:
            return datetime.combine(self._dag(veld, naam), time(23, 30), tzinfo=brussel())
        if veld == "ander_dossier":
            return str(self.ander)
        if soort is UUID:
            return str(self.kans.choice(self.gebeurtenissen or [UUID(int=0)]))
        if soort is Kanaal:
            return self.kans.choice(sorted(Kanaal))
        if isinstance(soort, type) and issubclass(soort, BaseModel):
            return {"straat": TEKST, "huisnummer": str(self.nummer), "land": "BE"}
        return self._tekst(veld, metadata)

    def _toewijzing(self) -> dict[str, str]:
        """A few events for a dossier that does not exist yet, or for the other one."""
        ids = self.gebeurtenissen or [UUID(int=0)]
        doel = self.ander if self.kans.random() < 0.3 else UUID(int=self.kans.getrandbits(120))
        eerste = self.kans.randrange(len(ids))
        return {str(each): str(doel) for each in ids[eerste : eerste + self.kans.randint(1, 3)]}

    def _sleutel(self, veld: str) -> str:
        """A key that exists, the newest more often; now and then one that does not."""
        sleutels = list(getattr(self.dossier, VERZAMELINGEN[veld]))
        if veld == "taak":
            sleutels = [s for s in sleutels if self.dossier.taken[s].afgehandeld is None]
        if not sleutels or self.kans.random() < 0.01:
            return f"{veld[0].upper()}{self.kans.randint(1, 99)}"
        if self.kans.random() < 0.4:
            return str(sleutels[-1])
        return str(self.kans.choice(sleutels))

    def _dag(self, veld: str, naam: str) -> date:  # noqa: PLR0911 - a line per kind of day
        """Today, a little before, or a day beside one that matters; ends lie ahead."""
        kans = self.kans
        if veld == "geboortedatum":
            return date(1985, 1, 15)
        if veld == "plicht_ontstaan_op":
            return date(2022, 9, 1)
        if veld in {"eerste_vervaldag", "tot"} and kans.random() < 0.7:
            return self.vandaag + timedelta(days=kans.randint(0, 45))
        lot = kans.random()
        if lot < 0.15:
            return self._rond_termijn()
        if lot < 0.22:
            return self.vandaag - timedelta(days=kans.randint(10, 400))
        if veld == "datum_feit":
            return self.vandaag - timedelta(days=kans.randint(0, 60))
        if naam == "VerleenUitstel" and kans.random() < 0.4:
            return self.vandaag + timedelta(days=kans.randint(1, 20))
        return self.vandaag - timedelta(days=kans.choice((0, 0, 0, 0, 1, 2, 5)))

    def _rond_termijn(self) -> date:
        gevonden = sorted({t.vervalt_op for t in termijnen(self.dossier)} | {self.vandaag})
        dag = self.kans.choice(gevonden) + timedelta(days=self.kans.randint(-1, 1))
        return min(max(dag, VROEGSTE), LAATSTE)

    def _bedrag(self, naam: str) -> Cent:
        """Mostly something that can be: a fine in its bounds, what is due or a part of it."""
        kans = self.kans
        if naam in {"StelBoeteVoor", "NeemBoetebesluit", "RegistreerUitspraak"}:
            return Cent(kans.choice(BEDRAGEN[1:] if kans.random() < 0.3 else (10_000, 25_000)))
        if not self.dossier.vorderingen or kans.random() < 0.25:
            return Cent(kans.choice(BEDRAGEN))
        vordering = kans.choice(list(self.dossier.vorderingen.values()))
        open_ = saldo(vordering, self.vandaag, recht())
        keuze = (open_.totaal, open_.hoofdsom, open_.intrest, open_.kosten, vordering.teveel)
        bedrag = kans.choice(keuze)
        deel = kans.choice((1, 1, 1, 2, 3, 10))
        return Cent(max(1, bedrag // deel + kans.choice((0, 0, 0, 1, 2_000))))

    def _getal(self, metadata: list[Any]) -> int:
        onder = max((int(str(m.ge)) for m in metadata if isinstance(m, Ge)), default=0)
        boven = min((int(str(m.le)) for m in metadata if isinstance(m, Le)), default=40)
        return self.kans.randint(onder, min(boven, onder + 5))

    def _tekst(self, veld: str, metadata: list[Any]) -> str:  # noqa: PLR0911 - a line per field
        kans = self.kans
        match veld:
            case "insz":
                return fictief_insz(kans.randint(1, 40))
            case "klantnummer":
                return f"K-FICTIEF-{kans.randint(1, 9)}"
            case "bankreferentie":
                # Mostly a new one for a receipt, and an old one for what undoes it.
                gebruikt = [
                    b.bankreferentie
                    for v in self.dossier.vorderingen.values()
                    for b in v.betalingen
                ]
                return kans.choice([*gebruikt, f"C-{self.nummer}", f"C-{self.nummer}"])
            case "type":
                return kans.choice(("I01", "I02", "I04", "I06", "I08", "I12", "X99"))
            case "grond":
                return kans.choice(GRONDEN)
            case "contacttaal":
                return "nl"
            case "reden" if kans.random() < 0.3:
                return kans.choice(CODES)
            case "uitkomst":
                return kans.choice(("voortzetten", "aanhouden", "verklaring"))
        patroon = any(getattr(m, "pattern", None) for m in metadata)
        return kans.choice(CODES) if patroon else TEKST


def _als_json(waarde: object) -> object:
    return waarde.isoformat() if isinstance(waarde, date) else waarde
