"""The one write path: read the dossier, decide, append. And the reads that need its keys.

HTTP, command line, workers, intake and scenarios translate to `Service.handle` and nothing else.
"""

from handhaving.service.inzage import Inzage, Kijker
from handhaving.service.inzagerecht import Doel
from handhaving.service.values import Antwoord, Meta, VersieVerouderd, Werk
from handhaving.service.writing import Service
from handhaving.service.zicht import Zicht

__all__ = [
    "Antwoord",
    "Doel",
    "Inzage",
    "Kijker",
    "Meta",
    "Service",
    "VersieVerouderd",
    "Werk",
    "Zicht",
]
