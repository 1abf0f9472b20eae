"""Het recht: gedateerde waarden met hun grondslag, en de regels die ermee rekenen.

Zuiver: geen klok, geen toeval, geen opslag. `Recht.laad()` leest en keurt de bestanden.
"""

from handhaving.recht.bedragen import Cent
from handhaving.recht.grondslag import Grondslag, Status
from handhaving.recht.identiteit import (
    IbanOngeldigFout,
    Insz,
    InszOngeldigFout,
    KboOngeldigFout,
    NummerOngeldigFout,
    Ogm,
    OgmOngeldigFout,
    lees_iban,
    lees_insz,
    lees_kbo,
    lees_ogm,
    ogm,
)
from handhaving.recht.inbreuktypes import Boetevork, Inbreuktype
from handhaving.recht.intrest import Intrest, Jaardeel, RentevoetOntbreekt
from handhaving.recht.kalender import Kalender, KalenderOntbreekt, Overslag
from handhaving.recht.kanalen import EboxDagen, Kanaal, KanaalOntbreekt
from handhaving.recht.parameters import Parameter, ParameterOntbreekt, RechtOntbreekt, Soort, Waarde
from handhaving.recht.recht import Beslissingstermijn, Recht, Tabelbedrag
from handhaving.recht.schorsing import NaSchorsing
from handhaving.recht.stappen import Stap, narekenen
from handhaving.recht.tellen import dag_in_brussel, einde_van_dag, tijdig
from handhaving.recht.termijnen import OnbekendeTermijn, Termijn, VerlengingTeKort
from handhaving.recht.toerekening import Aflossing, Toerekening
from handhaving.recht.verjaring import (
    Schorsing,
    Stuiting,
    Stuitingsdaad,
    Stuitingsgevolg,
    Verjaring,
)
from handhaving.recht.yamllezer import RechtsbestandFout

__all__ = [
    "Aflossing",
    "Beslissingstermijn",
    "Boetevork",
    "Cent",
    "EboxDagen",
    "Grondslag",
    "IbanOngeldigFout",
    "Inbreuktype",
    "Insz",
    "InszOngeldigFout",
    "Intrest",
    "Jaardeel",
    "Kalender",
    "KalenderOntbreekt",
    "Kanaal",
    "KanaalOntbreekt",
    "KboOngeldigFout",
    "NaSchorsing",
    "NummerOngeldigFout",
    "Ogm",
    "OgmOngeldigFout",
    "OnbekendeTermijn",
    "Overslag",
    "Parameter",
    "ParameterOntbreekt",
    "Recht",
    "RechtOntbreekt",
    "RechtsbestandFout",
    "RentevoetOntbreekt",
    "Schorsing",
    "Soort",
    "Stap",
    "Status",
    "Stuiting",
    "Stuitingsdaad",
    "Stuitingsgevolg",
    "Tabelbedrag",
    "Termijn",
    "Toerekening",
    "Verjaring",
    "VerlengingTeKort",
    "Waarde",
    "dag_in_brussel",
    "einde_van_dag",
    "lees_iban",
    "lees_insz",
    "lees_kbo",
    "lees_ogm",
    "narekenen",
    "ogm",
    "tijdig",
]
