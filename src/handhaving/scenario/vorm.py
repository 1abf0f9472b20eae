"""The form of a scenario file, and its reading: an error names the file, the step and the field."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Self
from zoneinfo import ZoneInfo

import yaml
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

BRUSSEL = "Europe/Brussels"


_TAKKEN = frozenset({"datetime", "date", "[key]"})
_GEEN_DAG = "geen dag (JJJJ-MM-DD) of tijdstip"
_REDENEN = {
    "missing": "ontbreekt",
    "extra_forbidden": "onbekend veld",
    "string_type": "moet tekst zijn",
    "list_type": "moet een lijst zijn",
    "dict_type": "moet velden hebben",
    "model_type": "moet velden hebben",
    "too_short": "mag niet leeg zijn",
    "timezone_aware": "een tijdstip vraagt een tijdzone",
    "date_type": _GEEN_DAG,
    "date_parsing": _GEEN_DAG,
    "date_from_datetime_parsing": _GEEN_DAG,
    "date_from_datetime_inexact": "dit is een dag, zonder uur",
    "datetime_type": _GEEN_DAG,
    "datetime_parsing": _GEEN_DAG,
    "datetime_object_invalid": _GEEN_DAG,
    "datetime_from_date_parsing": _GEEN_DAG,
}
"""What is wrong with a field, by the type of the error."""


class OngeldigScenario(Exception):
    """A scenario file that cannot be played."""

    def __init__(self, bestand: str, reden: str) -> None:
        """Name the file and what is wrong with it."""
        super().__init__(f"{bestand}: {reden}")
        self.bestand = bestand
        self.reden = reden


class _Vorm(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=True)


Moment = Annotated[AwareDatetime | date, Field(union_mode="left_to_right")]


class Wie(_Vorm):
    """Who acts; what is left out is filled in."""

    id: str | None = None
    rol: str | None = None
    organisatie: str | None = None


class Verwacht(_Vorm):
    """What a step must lead to: exactly these events, at least these, or this refusal."""

    gebeurtenissen: list[str] | None = None
    bevat: list[str] | None = None
    geweigerd: str | None = None
    ook_geweigerd: list[str] | None = None


class Stap(_Vorm):
    """One step: a command, a tick of the clock, or a check."""

    op: Moment | None = None
    dossier: str = "D1"
    door: Wie | None = None
    opdracht: str | None = None
    opdracht_id: str | None = None
    gegevens: dict[str, object] = {}
    verwacht: Verwacht | None = None
    tik: date | None = None
    controleer: dict[str, object] | None = None

    @model_validator(mode="after")
    def _een_ding(self) -> Self:
        soorten = [n for n in ("opdracht", "tik", "controleer") if getattr(self, n) is not None]
        if len(soorten) != 1:
            msg = "een stap heeft precies één van opdracht, tik of controleer"
            raise ValueError(msg)
        return self


class Scenario(_Vorm):
    """A named life."""

    naam: str
    toelichting: str | None = None
    stappen: list[Stap] = Field(min_length=1)


def lees(pad: Path) -> Scenario:
    """Read a scenario file. Raises OngeldigScenario."""
    try:
        inhoud: object = _Lader(pad.read_text(encoding="utf-8")).get_single_data()
    except OSError as fout:
        raise OngeldigScenario(pad.name, f"niet leesbaar ({fout.strerror})") from None
    except RecursionError:
        raise OngeldigScenario(pad.name, "geen geldige YAML: te diep genest") from None
    except (yaml.YAMLError, UnicodeDecodeError) as fout:
        plaats = getattr(fout, "problem_mark", None)
        regel = "" if plaats is None else f" op regel {plaats.line + 1}"
        raise OngeldigScenario(pad.name, f"geen geldige YAML{regel}") from None
    try:
        return Scenario.model_validate(inhoud)
    except ValidationError as fout:
        raise OngeldigScenario(pad.name, _reden(fout.errors(include_url=False)[0])) from None


class _Lader(yaml.SafeLoader):
    """The safe loader, but a value that cannot be (30 February) is an error with its line."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:  # noqa: FBT001, FBT002 - zoals PyYAML het vraagt
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, LookupError, OverflowError) as fout:
            reden = "deze waarde kan niet bestaan"
            raise yaml.constructor.ConstructorError(None, None, reden, node.start_mark) from fout


def _reden(fout: ErrorDetails) -> str:
    """The step, the field, and what is wrong there."""
    delen = [str(deel) for deel in fout["loc"] if deel not in _TAKKEN]
    if len(delen) > 1 and delen[0] == "stappen":
        delen[:2] = [f"stap {int(delen[1]) + 1}"]
    ctx = fout.get("ctx", {})
    if fout["type"] == "value_error":
        reden = str(ctx.get("error"))
    else:
        reden = _REDENEN.get(fout["type"], "ongeldig")
    return f"{', '.join(delen) or 'het geheel'}: {reden}"


def als_instant(moment: date | datetime) -> datetime:
    """An instant as it is; a date at noon in Brussels."""
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(12), tzinfo=ZoneInfo(BRUSSEL))


def einde_van(dag: date) -> datetime:
    """The last second of a day in Brussels."""
    return datetime.combine(dag, time(23, 59, 59), tzinfo=ZoneInfo(BRUSSEL))


def begin_van(dag: date) -> datetime:
    """Midnight in Brussels, the first instant of a day."""
    return datetime.combine(dag, time(), tzinfo=ZoneInfo(BRUSSEL))
