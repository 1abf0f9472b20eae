-- Eén opdracht met één gebeurtenis, zonder claims, zoekwaarden, nummers of nieuwe sleutels: verreweg
-- de meeste. Hetzelfde als `voeg_toe`, maar wat geen positie nodig heeft, ligt klaar voor het slot:
-- ook de bladhash, op positie en ogenblik na.
-- HH001 versie · HH004 opdracht · HH005 ogenblik
SET LOCAL ROLE handhaving_eigenaar;

CREATE FUNCTION handhaving.voeg_gebeurtenis_toe(
    p_tijdstip timestamptz,
    p_opdracht handhaving.nieuwe_opdracht,
    n          handhaving.nieuwe_gebeurtenis,
    OUT basis bigint, OUT eerder jsonb)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
SET enable_seqscan TO off
SET plan_cache_mode TO force_generic_plan
SET jit TO off
AS $$
DECLARE
    v_midden     text;
    v_einde      bytea;
    v_slot       boolean;
    v_positie    bigint;
    v_nu         timestamptz;
    v_versie     int;
BEGIN
    IF p_tijdstip IS NOT NULL THEN
        IF NOT (SELECT k.simulatie FROM handhaving.kenmerk AS k) THEN
            RAISE EXCEPTION 'alleen een simulatie neemt een ogenblik aan' USING ERRCODE = 'HH005';
        END IF;
    END IF;

    -- 1 · Voor het slot. Wie dezelfde opdracht tegelijk brengt, wacht hier op de eerste.
    INSERT INTO handhaving.opdrachten (
        opdracht_id, dossier_id, door_id, door_rol, door_organisatie, inhoud, versie,
        geregistreerd_op)
    VALUES (
        p_opdracht.opdracht_id, p_opdracht.dossier_id, p_opdracht.door_id, p_opdracht.door_rol,
        p_opdracht.door_organisatie, p_opdracht.inhoud,
        p_opdracht.verwachte_versie + p_opdracht.aantal, {{tijdstip}})
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        eerder := handhaving.eerdere_antwoorden(ARRAY[p_opdracht]);
        RETURN;
    END IF;
    v_midden := concat({{kop_midden}});
    v_einde := convert_to(concat(
                {{kop_einde}},
                octet_length(n.data), ':'), 'UTF8')
        || n.data || coalesce('32:'::bytea || sha256(n.persoonlijk), '-:'::bytea);

    -- 2 · Onder het slot, tot het einde van de transactie: zie `voeg_toe`.
    v_slot := pg_advisory_xact_lock({{slot}}, '{{tabel}}'::regclass::oid::int) IS NULL;
    SELECT g.positie, g.positie + 1, greatest({{tijdstip}}, g.geregistreerd_op),
           (SELECT d.versie FROM {{tabel}} AS d WHERE d.dossier_id = n.dossier_id
             ORDER BY d.versie DESC LIMIT 1)
      INTO basis, v_positie, v_nu, v_versie
      FROM {{tabel}} AS g ORDER BY g.positie DESC LIMIT 1;
    IF NOT FOUND THEN
        basis := 0;
        v_positie := 1;
        v_nu := {{tijdstip}};
    END IF;
    IF coalesce(v_versie, 0) <> p_opdracht.verwachte_versie THEN
        RAISE EXCEPTION 'versie verouderd' USING ERRCODE = 'HH001',
            DETAIL = jsonb_build_object('dossier_id', p_opdracht.dossier_id,
                'verwacht', p_opdracht.verwachte_versie, 'werkelijk', coalesce(v_versie, 0));
    END IF;
    INSERT INTO {{tabel}} (
        positie, dossier_id, versie, type, schema_versie, gebeurtenis_id, geregistreerd_op,
        geldig_op, door_id, door_rol, door_organisatie, opdracht_id, volgnr, oorzaak_id, spoor_id,
        sleutel_id, data, persoonlijk, blad)
    VALUES (
        v_positie, n.dossier_id, n.versie, n.type, n.schema_versie, n.gebeurtenis_id, v_nu,
        n.geldig_op, n.door_id, n.door_rol, n.door_organisatie, n.opdracht_id, n.volgnr,
        n.oorzaak_id, n.spoor_id, n.sleutel_id, n.data, n.persoonlijk,
        sha256('\x0001'::bytea
            || convert_to(octet_length(v_positie::text) || ':' || v_positie || v_midden || '27:'
                || to_char(v_nu AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'UTF8')
            || v_einde));
    v_slot := pg_notify('{{kanaal}}', v_positie::text) IS NULL;
END $$;

REVOKE ALL ON FUNCTION handhaving.voeg_gebeurtenis_toe FROM PUBLIC;
GRANT EXECUTE ON FUNCTION handhaving.voeg_gebeurtenis_toe TO handhaving_schrijver;

RESET ROLE;
