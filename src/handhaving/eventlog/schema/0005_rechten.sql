-- Wie wat mag. De schrijver bezit niets en schrijft alleen door functies; de lezer (ABB en
-- auditoren) ziet het logboek door vensters zonder persoonlijke velden.
SET LOCAL ROLE handhaving_eigenaar;

CREATE VIEW handhaving.lees_gebeurtenissen WITH (security_barrier) AS
    SELECT positie, dossier_id, versie, type, schema_versie, gebeurtenis_id, geregistreerd_op,
           geldig_op, door_id, door_rol, door_organisatie, opdracht_id, volgnr, oorzaak_id,
           spoor_id, sleutel_id, data, sha256(persoonlijk) AS persoonlijk_sha256, blad
      FROM {{tabel}};
CREATE VIEW handhaving.lees_opdrachten WITH (security_barrier) AS
    SELECT opdracht_id, dossier_id, door_id, door_rol, door_organisatie, versie, eerste_positie,
           laatste_positie, geregistreerd_op
      FROM handhaving.opdrachten;
CREATE VIEW handhaving.lees_kenmerk WITH (security_barrier) AS
    SELECT incarnatie, simulatie, schema_versie, aangemaakt_op FROM handhaving.kenmerk;

REVOKE ALL ON ALL TABLES IN SCHEMA handhaving, sleutels FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA handhaving FROM PUBLIC;

GRANT SELECT ON ALL TABLES IN SCHEMA handhaving, sleutels TO handhaving_schrijver;
GRANT EXECUTE ON FUNCTION
    handhaving.voeg_toe, handhaving.eerdere_antwoorden, handhaving.positie_op,
    handhaving.vernietig_sleutels, handhaving.herwikkel, handhaving.zet_in_quarantaine
    TO handhaving_schrijver;

GRANT SELECT ON
    handhaving.lees_gebeurtenissen, handhaving.lees_opdrachten, handhaving.lees_kenmerk
    TO handhaving_lezer;
GRANT EXECUTE ON FUNCTION handhaving.positie_op TO handhaving_lezer;

RESET ROLE;
