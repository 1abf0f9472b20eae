"""What was measured, as a Markdown table, as JSON and as a picture."""

from __future__ import annotations

import json
import os
import platform
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from scripts.meten.maat import Uitslag

_KOP = "| Maat | Wij | Controle | Verhouding | Moet | Doel | |\n|---|---|---|---|---|---|---|\n"


def machine() -> str:
    """On what was measured."""
    kernen = len(os.sched_getaffinity(0))
    python = platform.python_version()
    return f"{platform.system()} {platform.machine()}, {kernen} kernen, Python {python}"


def getal(waarde: float | None) -> str:
    """A figure as people read it."""
    if waarde is None:
        return "–"
    if abs(waarde) >= 100:
        return f"{waarde:,.0f}".replace(",", ".")
    return f"{waarde:.2f}".replace(".", ",")


def tabel(uitslagen: Sequence[Uitslag]) -> str:
    """The rows as Markdown, each with its control and the spread of its repetitions."""
    regels = []
    for u in uitslagen:
        teken = "≤" if u.maat.hoogstens else "≥"
        laag, hoog = u.spreiding
        cijfer = f"**{getal(u.cijfer)}** ({getal(laag)}–{getal(hoog)})"
        oordeel = "doel gehaald" if u.op_doel else "gehaald" if u.gehaald else "NIET GEHAALD"
        if u.maat.moet is None:
            teken, oordeel = "", "ter kennisname"
        eenheid = u.maat.eenheid
        regels.append(
            f"| `{u.maat.naam}` {u.maat.wat}{f' ({u.noot})' if u.noot else ''}"
            f" | {getal(u.wij)} {eenheid}"
            f" | {'–' if u.gemeten_controle is None else f'{getal(u.gemeten_controle)} {eenheid}'}"
            f" ({u.maat.controle}) | {cijfer}"
            f" | {teken} {getal(u.maat.moet)} | {teken} {getal(u.maat.doel)} | {oordeel} |\n"
        )
    return _KOP + "".join(regels)


def schrijf_json(pad: Path, uitslagen: Sequence[Uitslag], op: datetime) -> None:
    """One object with a row per measure."""
    waar = machine()
    inhoud = {
        "machine": waar,
        "op": op.isoformat(timespec="seconds"),
        "maten": [{**u.als_json(), "machine": waar} for u in uitslagen],
    }
    pad.write_text(json.dumps(inhoud, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def teken(pad: Path, uitslagen: Sequence[Uitslag]) -> None:
    """Cost against size, both on a logarithmic scale; the end of the name says PNG or SVG."""
    lijnen: dict[str, list[tuple[float, float]]] = {}
    for uitslag in uitslagen:
        for omvang, kost, wat in uitslag.punten:
            lijnen.setdefault(wat, []).append((omvang, kost))
    figuur = Figure(figsize=(7, 4.5), layout="constrained")
    assen = figuur.subplots()
    for wat, punten in lijnen.items():
        op_rij = sorted(punten)
        assen.plot([x for x, _ in op_rij], [y for _, y in op_rij], marker="o", label=wat)
    assen.set(
        xscale="log",
        yscale="log",
        xlabel="gebeurtenissen in het logboek",
        ylabel="kost per vraag (ms, p50)",
        title="Wat een vraag kost naarmate het logboek groeit",
    )
    assen.grid(visible=True, alpha=0.3)
    if lijnen:
        assen.legend()
    figuur.savefig(pad)
