"""De verjaring van een vordering: aanvang, stuiting, schorsing, en de laatste veilige dag.

Een termijn tegen de overheid zelf: het vroegste einde telt en een weekend verlengt niets.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from handhaving.recht.kalender import DAG
from handhaving.recht.parameters import duur
from handhaving.recht.stappen import Stap, dag_voluit, grondslagen
from handhaving.recht.tellen import DATUM_TOT_DATUM, tel_op

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.kalender import Kalender
    from handhaving.recht.parameters import Parameters


NIEUWE_TERMIJN, VERLENGING, GEEN_GEVOLG = "nieuweTermijn", "verlenging", "geen"


class Stuitingsdaad(StrEnum):
    """De daden die men als stuiting kan aanvoeren; de wet zegt welke er een is."""

    BEVEL_TOT_BETALING = "bevelTotBetaling"
    DWANGBEVEL = "dwangbevel"
    DAGVAARDING = "dagvaarding"
    BESLAG = "beslag"
    SCHULDBEKENTENIS = "schuldbekentenis"
    AANMANING_ART_2244 = "aanmaningArt2244"
    AANMANING = "aanmaning"


@dataclass(frozen=True, slots=True)
class Stuiting:
    """Een aangevoerde stuiting: welke daad, op welke dag, en of de schuldenaar in België woont."""

    daad: Stuitingsdaad
    op: date
    schuldenaar_in_belgie: bool = True


@dataclass(frozen=True, slots=True)
class Schorsing:
    """Een schorsing vanaf `van`; `tot` is de dag van hervatting, None zolang ze loopt."""

    grond: str
    van: date
    tot: date | None = None


@dataclass(frozen=True, slots=True)
class Stuitingsgevolg:
    """Wat een aangevoerde stuiting deed: `reden_code` zegt waarom ze zonder gevolg bleef."""

    stuiting: Stuiting
    reden_code: str | None
    datum: date
    grondslag: Grondslag

    @property
    def werkt(self) -> bool:
        """Of de verjaring gestuit is."""
        return self.reden_code is None


@dataclass(frozen=True, slots=True)
class Verjaring:
    """De verjaring van een vordering.

    `datum` is de laatste dag van de termijn: op die dag is een daad nog tijdig, de dag erna is de
    vordering verjaard. `laatste_veilige_dag` is de laatste werkdag niet later dan `datum`.
    Tijdens een lopende schorsing (`geschorst_sinds`) is `datum` het einde zonder die schorsing.
    """

    van: date
    datum: date
    laatste_veilige_dag: date
    waarschuwingen: tuple[tuple[int, date], ...]
    stuitingen: tuple[Stuitingsgevolg, ...]
    geschorst_sinds: date | None
    grondslag: tuple[Grondslag, ...]
    stappen: tuple[Stap, ...]
    kalender: str

    def verjaard_op(self, dag: date) -> bool:
        """Of de vordering op die dag verjaard is."""
        return self.geschorst_sinds is None and dag > self.datum

    @property
    def te_verifieren(self) -> bool:
        """Of een van de gronden nog niet teruggevonden is."""
        return any(g.status == "te_verifieren" for g in self.grondslag)


@dataclass(slots=True)
class _Loop:
    """De stand tijdens het doorlopen: begin van de lopende termijn, einde, stappen."""

    begin: date
    einde: date
    schorsingen: list[tuple[date, date | None]]
    stappen: list[Stap]
    art2244: int = 0


def verjaring(
    van: date,
    stuitingen: Iterable[Stuiting],
    schorsingen: Iterable[Schorsing],
    *,
    parameters: Parameters,
    kalender: Kalender,
) -> Verjaring:
    """De verjaring vanaf `van` (het besluit, of de definitieve uitspraak)."""
    kalender.eis(van)
    op_rij = sorted(schorsingen, key=lambda s: (s.van, s.tot is None, s.tot or s.van))
    gronden = parameters.woorden("verjaring.schorsingsgronden", van)
    for schorsing in op_rij:
        _keur_schorsing(schorsing, gronden.waarde)
    lengte = parameters.getal("verjaring.termijn", van)
    perioden = _verenig(op_rij)
    loop = _Loop(van, van, perioden, [])
    _nieuwe_termijn(loop, van, lengte.waarde, lengte.eenheid, lengte.grondslag)
    op_volgorde = sorted(stuitingen, key=lambda s: (s.op, s.daad.value))
    for stuiting in op_volgorde:
        kalender.eis(stuiting.op)
    gevolgen = [_stuit(loop, stuiting, parameters) for stuiting in op_volgorde]
    veilig, overgeslagen = kalender.werkdag_tot_en_met(loop.einde)
    zin = f"laatste veilige dag: {dag_voluit(veilig)}; een verjaring wordt nooit verlengd"
    loop.stappen.append(
        Stap("overheid", "terug", loop.einde, veilig, zin, overgeslagen=overgeslagen)
    )
    waarschuwingen = parameters.getallen("verjaring.waarschuwingen", van)
    lopend = [begin for begin, tot in perioden if tot is None and begin <= loop.einde]
    return Verjaring(
        van=van,
        datum=loop.einde,
        laatste_veilige_dag=veilig,
        waarschuwingen=tuple((n, loop.einde - n * DAG) for n in waarschuwingen.waarde),
        stuitingen=tuple(gevolgen),
        geschorst_sinds=lopend[0] if lopend else None,
        grondslag=grondslagen(
            lengte.grondslag,
            [g.grondslag for g in gevolgen],
            [s.grondslag for s in loop.stappen if s.grondslag],
            gronden.grondslag if op_rij else None,
        ),
        stappen=tuple(loop.stappen),
        kalender=kalender.versie,
    )


def _keur_schorsing(schorsing: Schorsing, gronden: Sequence[str]) -> None:
    if schorsing.grond not in gronden:
        msg = f"'{schorsing.grond}' is geen grond van schorsing; bekend: {', '.join(gronden)}"
        raise ValueError(msg)
    if schorsing.tot is not None and schorsing.tot < schorsing.van:
        msg = f"een schorsing eindigt niet vóór ze begint ({schorsing.van} tot {schorsing.tot})"
        raise ValueError(msg)


def _verenig(schorsingen: Sequence[Schorsing]) -> list[tuple[date, date | None]]:
    """Overlappende schorsingen tellen één keer."""
    uit: list[tuple[date, date | None]] = []
    for schorsing in schorsingen:
        if uit and (uit[-1][1] is None or schorsing.van <= uit[-1][1]):
            begin, einde = uit[-1]
            samen = None if einde is None or schorsing.tot is None else max(einde, schorsing.tot)
            uit[-1] = (begin, samen)
        else:
            uit.append((schorsing.van, schorsing.tot))
    return uit


def _nieuwe_termijn(
    loop: _Loop, begin: date, aantal: int, eenheid: str, grondslag: Grondslag
) -> None:
    einde = tel_op(begin, aantal, eenheid)
    zin = f"{duur(aantal, eenheid)} vanaf de dag na {dag_voluit(begin)}: {dag_voluit(einde)}"
    loop.stappen.append(
        Stap(
            "overheid",
            "tel",
            begin,
            einde,
            zin,
            aantal=aantal,
            eenheid=eenheid,
            methode=DATUM_TOT_DATUM,
            grondslag=grondslag,
        )
    )
    loop.begin, loop.einde = begin, _met_schorsing(loop, begin, einde)


def _met_schorsing(loop: _Loop, begin: date, einde: date) -> date:
    """Het einde, opgeschoven met de dagen na `begin` waarop de verjaring stilstond."""
    for van, tot in loop.schorsingen:
        stil = max(van, begin + DAG)
        if tot is None or tot <= stil or stil > einde:
            continue
        dagen = (tot - stil).days
        nieuw = einde + timedelta(days=dagen)
        zin = f"geschorst van {dag_voluit(stil)} tot {dag_voluit(tot)}: {dagen} dagen later"
        loop.stappen.append(
            Stap("overheid", "schorsing", einde, nieuw, zin, aantal=dagen, eenheid="kalenderdagen")
        )
        einde = nieuw
    return einde


def _stuit(loop: _Loop, stuiting: Stuiting, parameters: Parameters) -> Stuitingsgevolg:
    gevolg = parameters.tekst(f"verjaring.gevolg.{stuiting.daad}", stuiting.op)
    reden = _zonder_gevolg(loop, stuiting, gevolg.waarde, parameters)
    dag = dag_voluit(stuiting.op)
    if reden is not None:
        zin = f"{stuiting.daad} op {dag} is zonder gevolg: {REDENEN[reden]}"
        stap = Stap("overheid", "gevolg", loop.einde, loop.einde, zin, grondslag=gevolg.grondslag)
        loop.stappen.append(stap)
        return Stuitingsgevolg(stuiting, reden, loop.einde, gevolg.grondslag)
    if gevolg.waarde == NIEUWE_TERMIJN:
        lengte = parameters.getal("verjaring.termijn", stuiting.op)
        _nieuwe_termijn(loop, stuiting.op, lengte.waarde, lengte.eenheid, gevolg.grondslag)
    else:
        loop.art2244 += 1
        extra = parameters.getal("verjaring.art2244.verlenging", stuiting.op)
        verlengd = tel_op(stuiting.op, extra.waarde, extra.eenheid)
        verlengd = _met_schorsing(loop, stuiting.op, verlengd)
        nieuw = max(loop.einde, verlengd)
        zin = (
            f"{stuiting.daad} op {dag}: nog {extra.tekst}, tot {dag_voluit(verlengd)}, maar niet "
            f"vroeger dan {dag_voluit(loop.einde)}: {dag_voluit(nieuw)}"
        )
        loop.stappen.append(
            Stap("overheid", "gevolg", loop.einde, nieuw, zin, grondslag=gevolg.grondslag)
        )
        loop.einde = nieuw
    return Stuitingsgevolg(stuiting, None, loop.einde, gevolg.grondslag)


GEVOLGEN = (NIEUWE_TERMIJN, VERLENGING, GEEN_GEVOLG)
REDENEN = {
    "geenStuitendeDaad": "deze daad stuit de verjaring niet",
    "reedsVerjaard": "de vordering was al verjaard",
    "voorAanvang": "de verjaring liep nog niet",
    "reedsGebruikt": "deze ingebrekestelling stuit maar één keer",
    "schuldenaarBuitenBelgie": "de schuldenaar woont niet in België",
}


def _zonder_gevolg(
    loop: _Loop, stuiting: Stuiting, gevolg: str, parameters: Parameters
) -> str | None:
    """De code van de reden waarom de stuiting niets doet, of None."""
    if gevolg == GEEN_GEVOLG:
        return "geenStuitendeDaad"
    if stuiting.op < loop.begin:
        return "voorAanvang"
    loopt_stil = any(tot is None and van <= loop.einde for van, tot in loop.schorsingen)
    if stuiting.op > loop.einde and not loopt_stil:
        return "reedsVerjaard"
    if gevolg == VERLENGING:
        waar = parameters.tekst("verjaring.art2244.schuldenaar", stuiting.op)
        if waar.waarde == "inBelgie" and not stuiting.schuldenaar_in_belgie:
            return "schuldenaarBuitenBelgie"
        if loop.art2244 >= parameters.getal("verjaring.art2244.keren", stuiting.op).waarde:
            return "reedsGebruikt"
    return None
