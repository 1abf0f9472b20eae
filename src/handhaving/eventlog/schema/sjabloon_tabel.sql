-- De tabel van een logboek: één DDL voor het wettelijke logboek en voor elke toepassing op de
-- bibliotheek `eventsourcing` (daar is de omslag leeg en mag hij dat zijn).
CREATE TABLE IF NOT EXISTS {{tabel}} (
    positie          bigint      NOT NULL PRIMARY KEY,
    dossier_id       {{id_type}} NOT NULL,
    versie           {{versie_type}} NOT NULL,
    type             text        NOT NULL,
    schema_versie    int         {{verplicht}},
    gebeurtenis_id   uuid        {{verplicht}} UNIQUE,
    geregistreerd_op timestamptz NOT NULL,
    geldig_op        date        {{verplicht}},
    door_id          text        {{verplicht}},
    door_rol         text        {{verplicht}},
    door_organisatie text        {{verplicht}},
    opdracht_id      uuid        {{verplicht}},
    volgnr           int         {{verplicht}},
    oorzaak_id       uuid,
    spoor_id         uuid        {{verplicht}},
    sleutel_id       uuid,
    data             bytea       NOT NULL,
    persoonlijk      bytea,
    blad             bytea       NOT NULL,
    UNIQUE (dossier_id, versie),
    UNIQUE (opdracht_id, volgnr)
);

CREATE OR REPLACE FUNCTION {{weiger}}() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% op % is geweigerd: een logboek groeit alleen aan', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'HH000';
END $$;

CREATE OR REPLACE TRIGGER weiger_wijziging BEFORE UPDATE OR DELETE OR TRUNCATE ON {{tabel}}
    FOR EACH STATEMENT EXECUTE FUNCTION {{weiger}}();
ALTER TABLE {{tabel}} ENABLE ALWAYS TRIGGER weiger_wijziging;
