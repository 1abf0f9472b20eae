-- Schrijven in één keer heen en terug: toevoegen, het slot vrijgeven, en antwoorden als het vastligt.
-- Het slot wacht niet op de schijf: wie na elkaar een positie kreeg, wacht er samen op. De WAL is
-- één rij: ligt deze toevoeging vast, dan ook elke vorige. Tot dan leest niemand ze (`leg_vast`).
-- Wat zelf bevestigt, mag zijn zoekpad niet zetten: elke naam staat er dus voluit.
SET LOCAL ROLE handhaving_eigenaar;

CREATE PROCEDURE handhaving.schrijf_gebeurtenis(
    p_tijdstip timestamptz,
    p_opdracht handhaving.nieuwe_opdracht,
    n          handhaving.nieuwe_gebeurtenis,
    INOUT antwoord record)
LANGUAGE plpgsql
AS $$
DECLARE
    v_uit    pg_catalog.text;
    v_plaats pg_catalog.pg_lsn;
BEGIN
    antwoord := handhaving.voeg_gebeurtenis_toe(p_tijdstip, p_opdracht, n);
    v_uit := pg_catalog.set_config('synchronous_commit', 'off', true);
    COMMIT;
    v_plaats := pg_catalog.pg_logical_emit_message(true, '', '');
END $$;

CREATE PROCEDURE handhaving.schrijf(
    p_tijdstip       timestamptz,
    p_opdrachten     handhaving.nieuwe_opdracht[],
    p_gebeurtenissen handhaving.nieuwe_gebeurtenis[],
    p_claims         handhaving.nieuwe_waarde[],
    p_index          handhaving.nieuwe_waarde[],
    p_nummers        handhaving.nieuw_nummer[],
    p_sleutels       handhaving.nieuwe_sleutel[],
    INOUT antwoord   record)
LANGUAGE plpgsql
AS $$
DECLARE
    v_uit    pg_catalog.text;
    v_plaats pg_catalog.pg_lsn;
BEGIN
    antwoord := handhaving.voeg_toe(
        p_tijdstip, p_opdrachten, p_gebeurtenissen, p_claims, p_index, p_nummers, p_sleutels);
    v_uit := pg_catalog.set_config('synchronous_commit', 'off', true);
    COMMIT;
    v_plaats := pg_catalog.pg_logical_emit_message(true, '', '');
END $$;

-- Voor wie las: wat te zien was, ligt vast zodra dit antwoordt. Een commit staat in de WAL voor
-- iemand hem ziet; een lege boodschap in een transactie die op de schijf wacht, legt alles ervoor
-- vast. In de transactie van een ander kan dat niet: dan is het een fout (2D000), geen antwoord.
CREATE PROCEDURE handhaving.leg_vast()
LANGUAGE plpgsql
AS $$
DECLARE
    v_plaats pg_catalog.pg_lsn;
BEGIN
    IF pg_catalog.pg_is_in_recovery() THEN
        RETURN;  -- een kopie toont alleen wat vastligt
    END IF;
    -- Wacht een commit ook op een andere server, dan zegt de eigen schijf niet genoeg.
    IF pg_catalog.current_setting('synchronous_standby_names') OPERATOR(pg_catalog.<>) ''
        OR pg_catalog.pg_current_wal_flush_lsn()
           OPERATOR(pg_catalog.<) pg_catalog.pg_current_wal_insert_lsn()
    THEN
        v_plaats := pg_catalog.pg_logical_emit_message(true, '', '');
        COMMIT;
    END IF;
END $$;

REVOKE ALL ON PROCEDURE
    handhaving.schrijf_gebeurtenis, handhaving.schrijf, handhaving.leg_vast FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE
    handhaving.schrijf_gebeurtenis, handhaving.schrijf, handhaving.leg_vast
    TO handhaving_schrijver;
GRANT EXECUTE ON PROCEDURE handhaving.leg_vast TO handhaving_lezer;

RESET ROLE;
