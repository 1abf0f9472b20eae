"""A client for the service, in Python: typed, synchronous, and safe to repeat.

    from handhaving.client import Client
    from handhaving.dossier.inbreuk import StelInbreukVast

    with Client("https://handhaving.example", token) as client:
        gedaan = client.doe(StelInbreukVast(type="I01", datum_feit=feit), dossier_id)
        client.dossier(gedaan.dossier_id)          # reads what was just written

A command is its own class; where it goes follows from what the class declares, so what this client
can ask is what the contract has. A refusal is an exception that says why and what can be done.
"""

from handhaving.client.client import Client
from handhaving.client.fouten import Geweigerd, Problemen, Verouderd

__all__ = ["Client", "Geweigerd", "Problemen", "Verouderd"]
