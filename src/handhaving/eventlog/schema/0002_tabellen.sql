-- De tabellen van het wettelijke logboek.
SET LOCAL ROLE handhaving_eigenaar;

-- Welke genummerde bestanden al uitgevoerd zijn, met de hash van wat er toen stond.
CREATE TABLE handhaving.migraties (
    naam          text        PRIMARY KEY,
    sha256        bytea       NOT NULL,
    uitgevoerd_op timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Eén rij: wat dit logboek is. `incarnatie` onderscheidt het van elk ander, `simulatie` is voor
-- altijd: een logboek dat ogenblikken van zijn beller aanneemt, is geen bewijs.
CREATE TABLE handhaving.kenmerk (
    enig           boolean     PRIMARY KEY DEFAULT true CHECK (enig),
    incarnatie     uuid        NOT NULL DEFAULT gen_random_uuid(),
    simulatie      boolean     NOT NULL,
    schema_versie  int         NOT NULL DEFAULT 0,
    aangemaakt_op  timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE FUNCTION handhaving.bewaar_kenmerk() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR (OLD.incarnatie, OLD.simulatie) IS DISTINCT FROM
                            (NEW.incarnatie, NEW.simulatie) THEN
        RAISE EXCEPTION 'het kenmerk van een logboek staat voor altijd vast'
            USING ERRCODE = 'HH000';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bewaar_kenmerk BEFORE UPDATE OR DELETE ON handhaving.kenmerk
    FOR EACH ROW EXECUTE FUNCTION handhaving.bewaar_kenmerk();
CREATE TRIGGER bewaar_kenmerk_geheel BEFORE TRUNCATE ON handhaving.kenmerk
    FOR EACH STATEMENT EXECUTE FUNCTION handhaving.bewaar_kenmerk();
ALTER TABLE handhaving.kenmerk ENABLE ALWAYS TRIGGER bewaar_kenmerk;
ALTER TABLE handhaving.kenmerk ENABLE ALWAYS TRIGGER bewaar_kenmerk_geheel;

{{> sjabloon_tabel.sql}}

-- Elke opdracht die slaagde, ook zonder gebeurtenissen: dezelfde opdracht krijgt het eerste
-- antwoord, een andere inhoud of een andere hand onder hetzelfde nummer wordt geweigerd.
CREATE TABLE handhaving.opdrachten (
    opdracht_id      uuid        PRIMARY KEY,
    dossier_id       uuid        NOT NULL,
    door_id          text        NOT NULL,
    door_rol         text        NOT NULL,
    door_organisatie text        NOT NULL,
    inhoud           bytea       NOT NULL,
    versie           int         NOT NULL,
    eerste_positie   bigint,
    laatste_positie  bigint,
    geregistreerd_op timestamptz NOT NULL,
    CHECK ((eerste_positie IS NULL) = (laatste_positie IS NULL))
);
CREATE TRIGGER weiger_wijziging BEFORE UPDATE OR DELETE OR TRUNCATE ON handhaving.opdrachten
    FOR EACH STATEMENT EXECUTE FUNCTION handhaving.weiger_wijziging();
ALTER TABLE handhaving.opdrachten ENABLE ALWAYS TRIGGER weiger_wijziging;

-- Waarden die maar bij één dossier kunnen horen; `waarde` is een HMAC, nooit de waarde zelf.
CREATE TABLE handhaving.uniek (
    soort      text  NOT NULL,
    waarde     bytea NOT NULL,
    dossier_id uuid  NOT NULL,
    PRIMARY KEY (soort, waarde)
);
CREATE INDEX uniek_dossier ON handhaving.uniek (dossier_id);

-- Blinde index: waarmee een dossier te vinden is zonder klare tekst.
CREATE TABLE handhaving.blinde_index (
    soort      text  NOT NULL,
    waarde     bytea NOT NULL,
    dossier_id uuid  NOT NULL,
    PRIMARY KEY (soort, waarde, dossier_id)
);
CREATE INDEX blinde_index_dossier ON handhaving.blinde_index (dossier_id);

-- Volgnummers per soort en jaar.
CREATE TABLE handhaving.tellers (
    soort   text NOT NULL,
    jaar    int  NOT NULL,
    laatste int  NOT NULL,
    PRIMARY KEY (soort, jaar)
);

-- Wat een inname niet kon gebruiken, met plaats, reden en het origineel (versleuteld).
CREATE TABLE handhaving.quarantaine (
    id           uuid        PRIMARY KEY,
    volgnr       bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    bestand_hmac bytea       NOT NULL,
    plaats       text        NOT NULL,
    reden_code   text        NOT NULL,
    reden        text        NOT NULL,
    origineel    bytea       NOT NULL,
    sleutel_id   uuid        NOT NULL,
    op           timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Gewikkelde datasleutels per persoon en klasse.
CREATE TABLE sleutels.sleutels (
    subject   uuid  NOT NULL,
    klasse    text  NOT NULL,
    kek_id    text  NOT NULL,
    gewikkeld bytea NOT NULL,
    PRIMARY KEY (subject, klasse)
);
CREATE INDEX sleutels_kek ON sleutels.sleutels (kek_id);

-- Wat vernietigd is: zo'n sleutel wordt nooit meer aangenomen.
CREATE TABLE sleutels.vernietigd (
    subject uuid        NOT NULL,
    klasse  text        NOT NULL,
    op      timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (subject, klasse)
);

RESET ROLE;
