-- Eén tabel van een toepassing op de bibliotheek `eventsourcing`, met haar eigen toevoegfunctie:
-- dezelfde tabel, hetzelfde slot en dezelfde bladhash als het wettelijke logboek, met lege omslag.
{{> sjabloon_tabel.sql}}

-- Schrijft alle gebeurtenissen, of geen; geeft de positie voor de eerste. `p_wacht` is hoe lang op
-- het slot gewacht mag worden, in seconden; 0 is zonder grens.
CREATE OR REPLACE FUNCTION {{functie}}(
    p_dossiers {{id_type}}[], p_versies bigint[], p_types text[], p_data bytea[], p_wacht int)
RETURNS bigint
LANGUAGE plpgsql
SET search_path TO pg_catalog, pg_temp
SET enable_seqscan TO off
SET jit TO off
AS $$
DECLARE
    v_laatste    bigint;
    v_voorganger timestamptz;
    v_nu         timestamptz;
    v_nu_tekst   text;
BEGIN
    IF p_wacht > 0 THEN
        PERFORM set_config('lock_timeout', p_wacht || 's', true);
    END IF;
{{> sjabloon_slot.sql}}
    v_nu_tekst := to_char(v_nu AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
{{> sjabloon_invoegen.sql}}
    PERFORM pg_notify({{kanaal}}, (v_laatste + cardinality(p_versies))::text);
    RETURN v_laatste;
END $$;
