-- Wie iemand zocht en niets vond, heeft ook gezocht: dat staat er dan zonder dossier.

ALTER TABLE handhaving.toegang DROP CONSTRAINT toegang_dossiers_check;
