"""docs/recht.md: alles wat de bestanden zeggen, met bron en status, om na te lezen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handhaving.recht.parameters import toon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from handhaving.recht.grondslag import Grondslag
    from handhaving.recht.parameters import Parameter, Ruw, Waarde
    from handhaving.recht.recht import Recht

MERK = {"gevonden": "gevonden", "te_verifieren": "**te verifiëren**"}
INLEIDING = """\
# Het recht

Gemaakt uit `src/handhaving/recht/*.yaml` met `handhaving recht documentatie`; wijzig die bestanden,
niet dit. Een waarde zonder teruggevonden bron heet **te verifiëren** en draagt dat merk overal waar
ze gebruikt wordt.
"""
TERMIJNEN = """
## Termijnen

Naam zoals in `handhaving recht termijn NAAM`. De lezing van de burger verschuift over zaterdag,
zondag en feestdag en telt een vermoede ontvangst als dag nul; die van de overheid verschuift nooit
en telt ze als dag één.
"""
GEEN_TABEL = (
    "Er is geen boetetabel: de ambtenaar geeft het bedrag, binnen de boetevork, met motivering."
)


def markdown(recht: Recht) -> str:
    """Alles wat de bestanden zeggen, om met een potlood te doorlopen."""
    return "\n".join(_regels(recht)).rstrip() + "\n"


def _regels(recht: Recht) -> Iterator[str]:
    waarden = [w for p in recht.parameters for w in p.waarden]
    gevonden = sum(not w.te_verifieren for w in waarden)
    yield INLEIDING
    yield f"{len(waarden)} waarden van {len(recht.parameters.op_naam)} parameters, waarvan"
    yield f"{gevonden} gevonden en {len(waarden) - gevonden} te verifiëren."
    yield from _vragen(recht)
    yield "## Parameters"
    for bestand in sorted({p.groep for p in recht.parameters}):
        yield ""
        yield f"### {bestand}"
        yield ""
        yield from _tabel(
            ("Parameter", "Waarde", "Geldig", "Grondslag", "Status", "Nagekeken", "Nota"),
            (
                _rij(parameter, waarde)
                for parameter in recht.parameters
                if parameter.groep == bestand
                for waarde in parameter.waarden
            ),
        )
    yield from _termijnen(recht)
    yield from _types(recht)
    yield from _kbi(recht)
    yield from _organisaties(recht)
    yield from _gronden("Waarop weigeringen rusten", "Weigering", recht.weigeringen)
    yield from _gronden("Waarop vragen aan een mens rusten", "Vraag", recht.herbekijken)
    yield from _gronden("Waarop de verwerking rust", "Wie, waarvoor, aan wie", recht.verwerking)
    yield from _feestdagen(recht)
    yield from _bronnen(recht)


def _vragen(recht: Recht) -> Iterator[str]:
    yield ""
    yield "## Open vragen aan de juridische dienst"
    yield ""
    for nummer, vraag in enumerate(recht.vragen, 1):
        yield f"{nummer}. {vraag}"
    yield ""


def _rij(parameter: Parameter, waarde: Waarde[Ruw]) -> tuple[str, ...]:
    return (
        f"`{parameter.naam}`<br>{parameter.omschrijving}",
        waarde.tekst,
        _geldig(waarde.van, waarde.tot_en_met),
        waarde.grondslag.artikel,
        MERK[waarde.grondslag.status],
        waarde.nagekeken_op.isoformat(),
        waarde.nota or "",
    )


def _geldig(van: date, tot_en_met: date | None) -> str:
    return f"{van} t.e.m. {tot_en_met}" if tot_en_met else f"vanaf {van}"


def _tabel(koppen: Sequence[str], rijen: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(koppen)} |"
    yield f"|{'---|' * len(koppen)}"
    for rij in rijen:
        yield f"| {' | '.join(cel.replace('|', chr(92) + '|') for cel in rij)} |"


def _termijnen(recht: Recht) -> Iterator[str]:
    yield TERMIJNEN
    yield from _tabel(
        ("Termijn", "Omschrijving", "Loopt vanaf", "Duur", "Rekenregel", "Aard"),
        (
            (
                f"`{s.naam}`",
                s.omschrijving,
                s.vanaf,
                f"`{s.duur}`" + (f", na `{s.uitgesteld_met}`" if s.uitgesteld_met else ""),
                s.rekenregel,
                s.aard,
            )
            for s in recht.termijnsoorten.values()
        ),
    )


def _types(recht: Recht) -> Iterator[str]:
    yield ""
    yield "## Inbreuktypes"
    yield ""
    yield from _tabel(
        ("Code", "Omschrijving", "Fase", "In regel door", "Regeling", "Geldig", "Status", "Nota"),
        (
            (
                v.code,
                v.omschrijving,
                v.fase,
                v.herstel,
                ", ".join(sorted(v.regimes, reverse=True)),
                _geldig(v.geldig.van, v.geldig.tot_en_met),
                MERK[v.geldig.grondslag.status],
                v.geldig.nota or "",
            )
            for versies in recht.types.values()
            for v in versies
        ),
    )
    yield ""
    if not recht.boetetabellen:
        yield GEEN_TABEL
    for tabel in recht.boetetabellen:
        yield f"Boetetabel {_geldig(tabel.geldig.van, tabel.geldig.tot_en_met)}:"
        yield ""
        yield from _tabel(
            ("Type", "Bedragen per herhaling"),
            ((code, toon(bedragen)) for code, bedragen in tabel.bedragen.items()),
        )


def _kbi(recht: Recht) -> Iterator[str]:
    yield ""
    yield "## Codes van KBI"
    yield ""
    yield "Een code die hier niet staat, of zonder type, gaat in quarantaine."
    yield ""
    yield from _tabel(
        ("Schema", "Code", "Type", "Geldig", "Status", "Nota"),
        (
            (
                k.schema,
                k.code,
                k.type or "geen",
                _geldig(k.geldig.van, k.geldig.tot_en_met),
                MERK[k.geldig.grondslag.status],
                k.geldig.nota or "",
            )
            for koppelingen in recht.kbi.types.values()
            for k in koppelingen
        ),
    )
    yield ""
    yield from _tabel(
        ("Schema", "Sanctionerende overheid", "Overheid"),
        ((schema, code, doel) for (schema, code), doel in recht.kbi.overheden.items()),
    )


def _organisaties(recht: Recht) -> Iterator[str]:
    yield ""
    yield "## Organisaties"
    yield ""
    yield "Een OVO-code die hier niet staat, heeft geen rechten."
    yield ""
    yield from _tabel(
        ("OVO-code", "Dienst", "Geldig", "Status", "Nota"),
        (
            (
                o.ovo,
                o.dienst,
                _geldig(o.geldig.van, o.geldig.tot_en_met),
                MERK[o.geldig.grondslag.status],
                o.geldig.nota or "",
            )
            for o in recht.organisaties
        ),
    )


def _gronden(titel: str, wat: str, gronden: Mapping[str, Grondslag]) -> Iterator[str]:
    yield ""
    yield f"## {titel}"
    yield ""
    yield from _tabel(
        (wat, "Grondslag", "Status"),
        (
            (f"`{naam}`", grond.artikel, MERK[grond.status])
            for naam, grond in sorted(gronden.items())
        ),
    )


def _feestdagen(recht: Recht) -> Iterator[str]:
    kalender = recht.kalender
    yield ""
    yield "## Feestdagen"
    yield ""
    yield f"Kalender `{kalender.versie}`; {kalender.grondslag.artikel}."
    if kalender.nota:
        yield kalender.nota
    yield ""
    yield from _tabel(
        ("Jaar", "Feestdagen"),
        (
            (str(jaar), ", ".join(f"{dag:%d/%m} {naam}" for dag, naam in dagen))
            for jaar, dagen in _per_jaar(recht)
        ),
    )


def _per_jaar(recht: Recht) -> Iterator[tuple[int, list[tuple[date, str]]]]:
    kalender = recht.kalender
    for jaar in range(kalender.eerste_jaar, kalender.laatste_jaar + 1):
        yield jaar, sorted((d, n) for d, n in kalender.feestdagen.items() if d.year == jaar)


def _bronnen(recht: Recht) -> Iterator[str]:
    yield ""
    yield "## Bronnen"
    yield ""
    yield from _tabel(
        ("Sleutel", "Kort", "Titel", "Bekendmaking"),
        ((f"`{b.sleutel}`", b.kort, b.titel, b.bekendmaking or "") for b in recht.bronnen.values()),
    )
