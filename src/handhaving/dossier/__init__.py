"""De beslisser: één dossier per verplichte inburgeraar, en wat er rechtens mee kan gebeuren.

Zuiver: geen klok, geen toeval, geen opslag. Elk hoofdstuk van het recht houdt zijn gebeurtenissen,
opdrachten, keuring, besluit en evolutie bij elkaar; `decider` zet ze samen.
"""
