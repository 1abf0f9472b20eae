"""JSON Lines: one object per line. A line that cannot be used never stops the ones after it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NoReturn

from pydantic import ValidationError

from handhaving.intake.aangeleverd import (
    AangeleverdeInbreuk,
    Aanlevering,
    Adresgegevens,
    Afgekeurd,
    Bezwaar,
    Bron,
    Historisch,
    Persoonsgegevens,
    Plaats,
    Rechtzetting,
    Reden,
)
from handhaving.intake.regels import REGEL, VELDEN, PersoonRegel
from handhaving.intake.waarden import Keuring, lees_geboortedatum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.intake.bestand import Leesbaar
    from handhaving.intake.kbi import Vertaling
    from handhaving.intake.regels import ActRegel, InbreukRegel

LANGSTE_REGEL: Final = 1024 * 1024
_STUK: Final = 64 * 1024
_MEESTE_BEZWAREN: Final = 10
_ONTBREEKT: Final = {
    "type": Reden.TYPE_ONTBREEKT,
    "datumFeit": Reden.DATUM_ONTBREEKT,
    "datum": Reden.DATUM_ONTBREEKT,
}
"""What is said of a field that has to be there and is not."""


def lees(bestand: Leesbaar, vertaling: Vertaling) -> Iterator[Aanlevering]:
    """Every line that is not blank, in neutral form."""
    for nummer, regel, te_lang in _regels(bestand):
        plaats = Plaats(nummer)
        if te_lang:
            bezwaar = Bezwaar.van(Reden.REGEL_TE_LANG, grens=f"{LANGSTE_REGEL // 1024} KiB")
            yield _afgekeurd(plaats, (bezwaar,), regel, onleesbaar=True)
        elif regel.strip():
            yield _lees_regel(plaats, regel, vertaling)


def _regels(bestand: Leesbaar) -> Iterator[tuple[int, bytes, bool]]:
    """Number, bytes and «too long» of every line; memory stays bounded by the longest allowed."""
    nummer, rest, te_lang = 1, b"", False
    while stuk := bestand.read(_STUK):
        *heel, rest = (rest + stuk).split(b"\n")
        for regel in heel:
            yield nummer, _zonder_bom(regel, nummer), te_lang or len(regel) > LANGSTE_REGEL
            nummer += 1
            te_lang = False
        if len(rest) > LANGSTE_REGEL:
            te_lang, rest = True, rest[:LANGSTE_REGEL]
    if rest:
        yield nummer, _zonder_bom(rest, nummer), te_lang


def _zonder_bom(regel: bytes, nummer: int) -> bytes:
    return regel.removeprefix(b"\xef\xbb\xbf") if nummer == 1 else regel


def _afgekeurd(
    plaats: Plaats, bezwaren: tuple[Bezwaar, ...], regel: bytes, *, onleesbaar: bool = False
) -> Aanlevering:
    """A line put aside. `onleesbaar`: it could not be read at all, like a break in XML."""
    afgekeurd = Afgekeurd(plaats, bezwaren, regel, heel_bestand=onleesbaar)
    return Aanlevering(bron=Bron.JSONL, plaats=plaats, afgekeurd=(afgekeurd,))


class _Dubbel:
    """Notes keys that stand in one object more than once: of two values, none is chosen."""

    def __init__(self) -> None:
        self.velden: dict[str, None] = {}

    def __call__(self, paren: list[tuple[str, object]]) -> dict[str, object]:
        uit: dict[str, object] = {}
        for nummer, (naam, waarde) in enumerate(paren, start=1):
            if naam in uit:
                veld = naam if naam in VELDEN else f"(onbekend veld op plaats {nummer})"
                self.velden[veld] = None
            uit[naam] = waarde
        return uit


def _geen_getal(naam: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(naam)


def _lees_regel(plaats: Plaats, regel: bytes, vertaling: Vertaling) -> Aanlevering:
    dubbel = _Dubbel()
    try:
        inhoud = json.loads(
            regel.decode("utf-8"), object_pairs_hook=dubbel, parse_constant=_geen_getal
        )
    except (ValueError, RecursionError):
        inhoud = None
    if not isinstance(inhoud, dict):
        bezwaar = Bezwaar.van(Reden.REGEL_GEEN_JSON)
        return _afgekeurd(plaats, (bezwaar,), regel, onleesbaar=True)
    if dubbel.velden:
        velden = list(dubbel.velden)[:_MEESTE_BEZWAREN]
        return _afgekeurd(plaats, tuple(Bezwaar.van(Reden.VELD_DUBBEL, v) for v in velden), regel)
    try:
        gelezen = REGEL.validate_python(inhoud)
    except ValidationError as fout:
        return _afgekeurd(plaats, _bezwaren(fout, inhoud), regel)
    keuring = Keuring(vertaling.vandaag)
    if isinstance(gelezen, PersoonRegel):
        uit: Aanlevering | None = _persoon(plaats, gelezen, keuring, regel)
    else:
        uit = _inbreuk(plaats, gelezen, keuring, vertaling, regel)
    if uit is None or keuring.bezwaren:
        return _afgekeurd(plaats, tuple(keuring.bezwaren), regel)
    return uit


def _bezwaren(fout: ValidationError, inhoud: dict[str, object]) -> tuple[Bezwaar, ...]:
    """The fields that do not fit. A name we do not know is not repeated: it may be personal."""
    bekend: dict[Bezwaar, None] = {}
    onbekend: dict[Bezwaar, None] = {}
    for deel in fout.errors(include_url=False, include_context=False):
        # The first step is the kind of line, as far as that was known.
        pad = [str(stap) for stap in deel["loc"][1:]]
        if deel["type"] == "extra_forbidden":
            onbekend[Bezwaar.van(Reden.VELD_ONBEKEND, _positie(inhoud, pad))] = None
        elif deel["type"] == "insz_of_klantnummer":
            bekend[Bezwaar.van(Reden.INSZ_ONTBREEKT, "insz of klantnummer")] = None
        else:
            leeg = deel["type"] == "missing" or deel["input"] is None
            nul = isinstance(deel["input"], str) and "\x00" in deel["input"]
            reden = Reden.NUL_TEKEN if nul else Reden.VELD_ONGELDIG
            if leeg and pad:
                reden = _ONTBREEKT.get(pad[-1], reden)
            bekend[Bezwaar.van(reden, ".".join(pad) or "soort")] = None
    return (*bekend, *onbekend)[:_MEESTE_BEZWAREN]


def _positie(inhoud: dict[str, object], pad: list[str]) -> str:
    """Where a property stands whose name is not repeated: its number in its object."""
    *ouders, naam = pad
    deel: object = inhoud
    for ouder in ouders:
        deel = deel.get(ouder) if isinstance(deel, dict) else None
    nummer = 1 + list(deel).index(naam) if isinstance(deel, dict) and naam in deel else 0
    return f"plaats {nummer}" + (f" in {'.'.join(ouders)}" if ouders else "")


def _wie(gelezen: PersoonRegel | InbreukRegel, keuring: Keuring) -> str | None:
    return None if gelezen.insz is None else keuring.insz(gelezen.insz, "insz")


def _persoon(plaats: Plaats, gelezen: PersoonRegel, keuring: Keuring, regel: bytes) -> Aanlevering:
    opmerkingen: tuple[Bezwaar, ...] = ()
    geboren, reden = lees_geboortedatum(gelezen.geboortedatum, keuring.vandaag)
    if reden in {Reden.DATUM_ONGELDIG, Reden.DATUM_IN_DE_TOEKOMST}:
        keuring.bezwaar(reden, "geboortedatum")
    elif reden is not None:
        opmerkingen = (Bezwaar.van(reden, "geboortedatum"),)
    adres = None if gelezen.adres is None else Adresgegevens(**gelezen.adres.model_dump())
    persoon = Persoonsgegevens(
        insz=_wie(gelezen, keuring),
        klantnummer=gelezen.klantnummer,
        agentschap=gelezen.agentschap,
        naam=gelezen.naam,
        voornaam=gelezen.voornaam,
        geboortedatum=geboren,
        adres=adres,
        contacttaal=gelezen.contacttaal,
        hoedanigheid=gelezen.hoedanigheid,
        plicht_ontstaan_op=keuring.datum(gelezen.plicht_ontstaan_op, "plichtOntstaanOp"),
        regime=gelezen.regime,
        vanaf=keuring.datum(gelezen.vanaf, "vanaf"),
    )
    return Aanlevering(
        bron=Bron.JSONL,
        plaats=plaats,
        persoon=persoon,
        opmerkingen=opmerkingen,
        alleen_persoon=True,
        origineel=regel,
    )


def _inbreuk(
    plaats: Plaats, gelezen: InbreukRegel, keuring: Keuring, vertaling: Vertaling, regel: bytes
) -> Aanlevering | None:
    feit = keuring.datum(gelezen.datum_feit, "datumFeit", verplicht=True)
    if not vertaling.tabel.inbreuktype(gelezen.type, feit or vertaling.vandaag):
        keuring.bezwaar(Reden.TYPE_ONBEKEND, "type")
    persoon = Persoonsgegevens(
        insz=_wie(gelezen, keuring), klantnummer=gelezen.klantnummer, agentschap=gelezen.agentschap
    )
    rechtzetting = None
    if gelezen.rechtzetting is not None:
        op = keuring.datum(gelezen.rechtzetting.datum, "rechtzetting.datum")
        rechtzetting = Rechtzetting(op, gelezen.rechtzetting.reden)
    acten = (
        *_act(gelezen.ingebrekestelling, "ingebrekestelling", keuring),
        *_act(gelezen.inregelstelling, "inregelstelling", keuring),
        *_act(gelezen.besluit, "besluit", keuring),
    )
    vastgesteld_op = keuring.datum(gelezen.vastgesteld_op, "vastgesteldOp")
    veld, overheid = "sanctioneringsbevoegdheid", gelezen.sanctioneringsbevoegdheid
    bevoegd = vertaling.overheid(overheid, Bron.KBI_02, keuring, veld)
    if feit is None:
        return None
    inbreuk = AangeleverdeInbreuk(
        plaats=plaats,
        type=gelezen.type,
        datum_feit=feit,
        vastgesteld_op=vastgesteld_op,
        kenmerk=gelezen.dossiernummer,
        vaststeller=gelezen.vaststeller,
        feitenrelaas=gelezen.feitenrelaas,
        sanctioneringsbevoegdheid=bevoegd,
        agentschap=gelezen.agentschap,
        rechtzetting=rechtzetting,
        historisch=acten,
        origineel=regel,
    )
    return Aanlevering(bron=Bron.JSONL, plaats=plaats, persoon=persoon, inbreuken=(inbreuk,))


def _act(regel: ActRegel | None, soort: str, keuring: Keuring) -> tuple[Historisch, ...]:
    if regel is None:
        return ()
    datum = keuring.datum(regel.datum, f"{soort}.datum")
    return () if datum is None else (Historisch(soort, datum),)
