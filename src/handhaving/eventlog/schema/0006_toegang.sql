-- Wie welke persoonlijke velden las: een logboek van het lezen, dat even onwrikbaar aangroeit als
-- dat van het schrijven. Er staat nooit een gelezen waarde in, alleen namen van velden en codes.
SET LOCAL ROLE handhaving_eigenaar;

CREATE TABLE handhaving.toegang (
    nummer           bigint      NOT NULL PRIMARY KEY,
    toegang_id       uuid        NOT NULL UNIQUE,
    op               timestamptz NOT NULL,
    door_id          text        NOT NULL,
    door_rol         text        NOT NULL,
    door_organisatie text        NOT NULL,
    ingang           text        NOT NULL CHECK (ingang ~ '^[A-Za-z][A-Za-z0-9]{0,31}$'),
    doel             text        NOT NULL CHECK (doel ~ '^[A-Za-z][A-Za-z0-9]{0,63}$'),
    referentie       text        CHECK (referentie ~ '^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$'),
    dossiers         uuid[]      NOT NULL CHECK (cardinality(dossiers) > 0),
    identiteit       text[]      NOT NULL,
    gevoelig         text[]      NOT NULL,
    spoor_id         uuid        NOT NULL,
    CHECK (array_to_string(identiteit || gevoelig, ',') ~ '^[A-Za-z0-9_.]+(,[A-Za-z0-9_.]+)*$')
);
CREATE INDEX toegang_dossiers ON handhaving.toegang USING gin (dossiers);
CREATE INDEX toegang_door ON handhaving.toegang (door_id, nummer);
CREATE INDEX toegang_op ON handhaving.toegang (op);

CREATE TRIGGER weiger_wijziging BEFORE UPDATE OR DELETE OR TRUNCATE ON handhaving.toegang
    FOR EACH STATEMENT EXECUTE FUNCTION handhaving.weiger_wijziging();
ALTER TABLE handhaving.toegang ENABLE ALWAYS TRIGGER weiger_wijziging;

-- Noteert één keer lezen; hetzelfde `p_id` nog eens geeft de eerste rij terug. De klok is die van
-- de databank, en nooit vroeger dan de voorganger: een periode is dus een reeks nummers.
CREATE FUNCTION handhaving.noteer_toegang(
    p_id uuid, p_door_id text, p_door_rol text, p_door_organisatie text, p_ingang text,
    p_doel text, p_referentie text, p_dossiers uuid[], p_identiteit text[], p_gevoelig text[],
    p_spoor_id uuid, OUT nummer bigint, OUT op timestamptz)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock({{slot}}, 'handhaving.toegang'::regclass::oid::int);
    SELECT t.nummer, t.op INTO nummer, op FROM handhaving.toegang AS t WHERE t.toegang_id = p_id;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT t.nummer, t.op INTO nummer, op
      FROM handhaving.toegang AS t ORDER BY t.nummer DESC LIMIT 1;
    nummer := coalesce(nummer, 0) + 1;
    op := greatest(clock_timestamp(), op);
    INSERT INTO handhaving.toegang (
        nummer, toegang_id, op, door_id, door_rol, door_organisatie, ingang, doel, referentie,
        dossiers, identiteit, gevoelig, spoor_id)
    VALUES (
        noteer_toegang.nummer, p_id, noteer_toegang.op, p_door_id, p_door_rol, p_door_organisatie,
        p_ingang, p_doel, p_referentie, p_dossiers, p_identiteit, p_gevoelig, p_spoor_id);
END $$;

REVOKE ALL ON handhaving.toegang FROM PUBLIC;
REVOKE ALL ON FUNCTION handhaving.noteer_toegang FROM PUBLIC;
GRANT SELECT ON handhaving.toegang TO handhaving_schrijver;
GRANT EXECUTE ON FUNCTION handhaving.noteer_toegang TO handhaving_schrijver;

RESET ROLE;
