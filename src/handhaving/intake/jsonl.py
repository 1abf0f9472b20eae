"""JSON Lines: one object per line. A line that cannot be used never stops the ones after it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

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
from handhaving.intake.regels import REGEL, PersoonRegel
from handhaving.intake.waarden import Keuring, lees_geboortedatum

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handhaving.intake.bestand import Leesbaar
    from handhaving.intake.kbi import Vertaling
    from handhaving.intake.regels import ActRegel, InbreukRegel

LANGSTE_REGEL: Final = 1024 * 1024
_STUK: Final = 64 * 1024
_MEESTE_BEZWAREN: Final = 10


def lees(bestand: Leesbaar, vertaling: Vertaling) -> Iterator[Aanlevering]:
    """Every line that is not blank, in neutral form."""
    for nummer, regel, te_lang in _regels(bestand):
        plaats = Plaats(nummer)
        if te_lang:
            bezwaar = Bezwaar.van(Reden.REGEL_TE_LANG, grens=f"{LANGSTE_REGEL // 1024} KiB")
            yield _afgekeurd(plaats, (bezwaar,), regel)
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


def _afgekeurd(plaats: Plaats, bezwaren: tuple[Bezwaar, ...], regel: bytes) -> Aanlevering:
    afgekeurd = Afgekeurd(plaats, bezwaren, regel)
    return Aanlevering(bron=Bron.JSONL, plaats=plaats, afgekeurd=(afgekeurd,))


def _uniek(paren: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys stand there once: of two values, none is chosen."""
    uit = dict(paren)
    if len(uit) < len(paren):
        raise ValueError
    return uit


def _lees_regel(plaats: Plaats, regel: bytes, vertaling: Vertaling) -> Aanlevering:
    try:
        inhoud = json.loads(regel.decode("utf-8"), object_pairs_hook=_uniek)
    except (ValueError, RecursionError):
        return _afgekeurd(plaats, (Bezwaar.van(Reden.REGEL_GEEN_JSON),), regel)
    try:
        gelezen = REGEL.validate_python(inhoud)
    except ValidationError as fout:
        return _afgekeurd(plaats, _bezwaren(fout), regel)
    keuring = Keuring(vertaling.vandaag)
    if isinstance(gelezen, PersoonRegel):
        uit: Aanlevering | None = _persoon(plaats, gelezen, keuring, regel)
    else:
        uit = _inbreuk(plaats, gelezen, keuring, vertaling, regel)
    if uit is None or keuring.bezwaren:
        return _afgekeurd(plaats, tuple(keuring.bezwaren), regel)
    return uit


def _bezwaren(fout: ValidationError) -> tuple[Bezwaar, ...]:
    """The fields that do not fit. A name we do not know is not repeated: it may be personal."""
    velden: dict[str, None] = {}
    for deel in fout.errors(include_url=False, include_context=False, include_input=False):
        if deel["type"] == "extra_forbidden":
            velden["(een onbekend veld)"] = None
        elif deel["type"] == "insz_of_klantnummer":
            velden["insz of klantnummer"] = None
        else:
            pad = [str(stap) for stap in deel["loc"] if stap not in {"persoon", "inbreuk"}]
            velden[".".join(pad) or "soort"] = None
    return tuple(Bezwaar.van(Reden.VELD_ONGELDIG, v) for v in list(velden)[:_MEESTE_BEZWAREN])


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
