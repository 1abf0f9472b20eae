-- Wat niet van de volgorde afhangt, gebeurt voor het slot: ook het noteren van de opdracht. Welke
-- posities ze kreeg, staat bij haar gebeurtenissen en nergens anders.
SET LOCAL ROLE handhaving_eigenaar;

DROP VIEW handhaving.lees_opdrachten;
ALTER TABLE handhaving.opdrachten DROP COLUMN eerste_positie, DROP COLUMN laatste_positie;
CREATE VIEW handhaving.lees_opdrachten WITH (security_barrier) AS
    SELECT o.opdracht_id, o.dossier_id, o.door_id, o.door_rol, o.door_organisatie, o.versie,
           p.eerste_positie, p.laatste_positie, o.geregistreerd_op
      FROM handhaving.opdrachten AS o
     CROSS JOIN LATERAL (SELECT min(g.positie) AS eerste_positie, max(g.positie) AS laatste_positie
                           FROM {{tabel}} AS g WHERE g.opdracht_id = o.opdracht_id) AS p;
GRANT SELECT ON handhaving.lees_opdrachten TO handhaving_lezer;

-- Het eerste antwoord op de opdrachten die al eens slaagden; null als er geen is. `opdracht` is
-- de plaats in de rij, vanaf 1. Weigert (HH004) wat onder hetzelfde nummer iets anders zegt.
CREATE OR REPLACE FUNCTION handhaving.eerdere_antwoorden(p_opdrachten handhaving.nieuwe_opdracht[])
RETURNS jsonb
LANGUAGE plpgsql STABLE
SET search_path TO pg_catalog, pg_temp
SET enable_seqscan TO off
AS $$
DECLARE
    v_anders uuid;
    v_eerder jsonb;
BEGIN
    SELECT jsonb_agg(jsonb_build_object(
               'opdracht', n.ordinality, 'versie', o.versie,
               'eerste', p.eerste, 'laatste', p.laatste, 'gebeurtenissen', p.gebeurtenissen)
               ORDER BY n.ordinality),
           (array_agg(o.opdracht_id ORDER BY n.ordinality) FILTER (WHERE
               (o.dossier_id, o.inhoud, o.door_id, o.door_rol, o.door_organisatie)
               IS DISTINCT FROM
               (n.dossier_id, n.inhoud, n.door_id, n.door_rol, n.door_organisatie)))[1]
      INTO v_eerder, v_anders
      FROM unnest(p_opdrachten) WITH ORDINALITY AS n
     CROSS JOIN LATERAL (SELECT b.* FROM handhaving.opdrachten AS b
                          WHERE b.opdracht_id = n.opdracht_id LIMIT 1) AS o
     CROSS JOIN LATERAL (SELECT min(g.positie) AS eerste, max(g.positie) AS laatste,
                                jsonb_agg(jsonb_build_array(g.gebeurtenis_id, g.type)
                                          ORDER BY g.volgnr) AS gebeurtenissen
                           FROM {{tabel}} AS g WHERE g.opdracht_id = o.opdracht_id) AS p;
    IF v_anders IS NOT NULL THEN
        RAISE EXCEPTION 'opdracht al gebruikt' USING ERRCODE = 'HH004',
            DETAIL = jsonb_build_object('opdracht_id', v_anders);
    END IF;
    RETURN v_eerder;
END $$;

-- Schrijft alle opdrachten, of geen. `basis` is de positie voor de eerste nieuwe gebeurtenis;
-- `eerder` de eerste antwoorden van wat al eens slaagde en dus niet nog eens geschreven werd.
-- HH001 versie · HH002 claim · HH003 nummer · HH004 opdracht · HH005 ogenblik · HH006 sleutel
CREATE OR REPLACE FUNCTION handhaving.voeg_toe(
    p_tijdstip       timestamptz,
    p_opdrachten     handhaving.nieuwe_opdracht[],
    p_gebeurtenissen handhaving.nieuwe_gebeurtenis[],
    p_claims         handhaving.nieuwe_waarde[],
    p_index          handhaving.nieuwe_waarde[],
    p_nummers        handhaving.nieuw_nummer[],
    p_sleutels       handhaving.nieuwe_sleutel[],
    OUT basis bigint, OUT eerder jsonb)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
SET enable_seqscan TO off
SET plan_cache_mode TO force_generic_plan
SET jit TO off
AS $$
DECLARE
    c_een    CONSTANT boolean := cardinality(p_opdrachten) = 1;
    c_eerste CONSTANT handhaving.nieuwe_opdracht := p_opdrachten[1];
    c_nu     CONSTANT timestamptz := {{tijdstip}};
    v_over       boolean[];
    v_aantal     int;
    v_laatste    bigint;
    v_voorganger timestamptz;
    v_nu         timestamptz;
    v_nu_tekst   text;
    v_versie     int;
    v_slot       boolean;
    v_rij        record;
BEGIN
    IF p_tijdstip IS NOT NULL THEN
        IF NOT (SELECT k.simulatie FROM handhaving.kenmerk AS k) THEN
            RAISE EXCEPTION 'alleen een simulatie neemt een ogenblik aan' USING ERRCODE = 'HH005';
        END IF;
    END IF;

    -- 1 · Voor het slot: wat niet van de volgorde afhangt. Wie hier op een ander wacht, houdt
    -- niemand op; de sortering houdt twee zulke wachters uit elkaars haar.
    IF c_een THEN
        INSERT INTO handhaving.opdrachten (
            opdracht_id, dossier_id, door_id, door_rol, door_organisatie, inhoud, versie,
            geregistreerd_op)
        VALUES (
            c_eerste.opdracht_id, c_eerste.dossier_id, c_eerste.door_id, c_eerste.door_rol,
            c_eerste.door_organisatie, c_eerste.inhoud,
            c_eerste.verwachte_versie + c_eerste.aantal, c_nu)
            ON CONFLICT DO NOTHING;
        IF NOT FOUND THEN
            eerder := handhaving.eerdere_antwoorden(p_opdrachten);
            RETURN;
        END IF;
    ELSE
        eerder := handhaving.eerdere_antwoorden(p_opdrachten);
        IF eerder IS NOT NULL THEN
            SELECT array_agg(EXISTS (
                       SELECT FROM jsonb_array_elements(eerder) AS e
                        WHERE (e ->> 'opdracht')::bigint = n.nr) ORDER BY n.nr)
              INTO v_over FROM generate_series(1, cardinality(p_opdrachten)) AS n(nr);
            IF NOT false = ANY (v_over) THEN
                RETURN;
            END IF;
        END IF;
        INSERT INTO handhaving.opdrachten (
            opdracht_id, dossier_id, door_id, door_rol, door_organisatie, inhoud, versie,
            geregistreerd_op)
        SELECT n.opdracht_id, n.dossier_id, n.door_id, n.door_rol, n.door_organisatie, n.inhoud,
               n.verwachte_versie + n.aantal, c_nu
          FROM unnest(p_opdrachten) WITH ORDINALITY AS n
         WHERE NOT coalesce(v_over[n.ordinality], false)
         ORDER BY n.opdracht_id
            ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS v_aantal = ROW_COUNT;
        IF v_aantal < cardinality(p_opdrachten)
                      - coalesce(cardinality(array_positions(v_over, true)), 0) THEN
            RAISE EXCEPTION 'opdracht tegelijk geschreven' USING ERRCODE = '40001';
        END IF;
    END IF;

    IF p_claims IS NOT NULL THEN
        INSERT INTO handhaving.uniek (soort, waarde, dossier_id)
        SELECT n.soort, n.waarde, n.dossier_id FROM unnest(p_claims) AS n
         WHERE NOT coalesce(v_over[n.opdracht], false)
         ORDER BY n.soort, n.waarde, n.opdracht
            ON CONFLICT DO NOTHING;
        SELECT n.soort, n.waarde, u.dossier_id INTO v_rij
          FROM unnest(p_claims) WITH ORDINALITY AS n
         CROSS JOIN LATERAL (SELECT b.dossier_id FROM handhaving.uniek AS b
                              WHERE b.soort = n.soort AND b.waarde = n.waarde LIMIT 1) AS u
         WHERE u.dossier_id <> n.dossier_id AND NOT coalesce(v_over[n.opdracht], false)
         ORDER BY n.ordinality LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'claim verloren' USING ERRCODE = 'HH002', DETAIL = jsonb_build_object(
                'soort', v_rij.soort, 'waarde', encode(v_rij.waarde, 'hex'),
                'dossier_id', v_rij.dossier_id);
        END IF;
    END IF;

    IF p_index IS NOT NULL THEN
        INSERT INTO handhaving.blinde_index (soort, waarde, dossier_id)
        SELECT n.soort, n.waarde, n.dossier_id FROM unnest(p_index) AS n
         WHERE NOT coalesce(v_over[n.opdracht], false)
         ORDER BY n.soort, n.waarde, n.dossier_id
            ON CONFLICT DO NOTHING;
    END IF;

    IF p_sleutels IS NOT NULL THEN
        INSERT INTO sleutels.sleutels (subject, klasse, kek_id, gewikkeld)
        SELECT n.subject, n.klasse, n.kek_id, n.gewikkeld FROM unnest(p_sleutels) AS n
         WHERE NOT coalesce(v_over[n.opdracht], false)
         ORDER BY n.subject, n.klasse, n.opdracht
            ON CONFLICT DO NOTHING;
    END IF;

    -- 2 · Onder het slot, tot het einde van de transactie. Wie het heeft, ziet alles wat eerder
    -- een positie kreeg: lezers zien positie n+1 dus nooit voor n. Als uitdrukking, want een
    -- PERFORM is een hele query.
    v_slot := pg_advisory_xact_lock({{slot}}, '{{tabel}}'::regclass::oid::int) IS NULL;
    SELECT g.positie, g.geregistreerd_op,
           (SELECT d.versie FROM {{tabel}} AS d WHERE c_een AND d.dossier_id = c_eerste.dossier_id
             ORDER BY d.versie DESC LIMIT 1)
      INTO v_laatste, v_voorganger, v_versie
      FROM {{tabel}} AS g ORDER BY g.positie DESC LIMIT 1;
    v_laatste := coalesce(v_laatste, 0);
    v_versie := coalesce(v_versie, 0);
    v_nu := greatest({{tijdstip}}, v_voorganger);
    v_nu_tekst := to_char(v_nu AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

    IF c_een THEN
        IF v_versie <> c_eerste.verwachte_versie THEN
            RAISE EXCEPTION 'versie verouderd' USING ERRCODE = 'HH001',
                DETAIL = jsonb_build_object('dossier_id', c_eerste.dossier_id,
                    'verwacht', c_eerste.verwachte_versie, 'werkelijk', v_versie);
        END IF;
    ELSE
        SELECT k.dossier_id, k.verwachte_versie, k.werkelijk INTO v_rij
          FROM (SELECT n.ordinality, n.dossier_id, n.verwachte_versie,
                       d.versie + sum(n.aantal) OVER w - n.aantal AS werkelijk
                  FROM unnest(p_opdrachten) WITH ORDINALITY AS n
                 CROSS JOIN LATERAL (
                       SELECT coalesce(max(g.versie), 0) AS versie
                         FROM {{tabel}} AS g WHERE g.dossier_id = n.dossier_id) AS d
                 WHERE NOT coalesce(v_over[n.ordinality], false)
                WINDOW w AS (PARTITION BY n.dossier_id ORDER BY n.ordinality)) AS k
         WHERE k.verwachte_versie <> k.werkelijk
         ORDER BY k.ordinality LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'versie verouderd' USING ERRCODE = 'HH001',
                DETAIL = jsonb_build_object('dossier_id', v_rij.dossier_id,
                    'verwacht', v_rij.verwachte_versie, 'werkelijk', v_rij.werkelijk);
        END IF;
    END IF;

    IF p_nummers IS NOT NULL THEN
        FOR v_rij IN
            SELECT n.soort, n.jaar, min(n.nummer) AS eerste, max(n.nummer) AS laatste,
                   count(*) AS aantal, count(DISTINCT n.nummer) AS verschillend
              FROM unnest(p_nummers) AS n
             WHERE NOT coalesce(v_over[n.opdracht], false)
             GROUP BY n.soort, n.jaar ORDER BY n.soort, n.jaar
        LOOP
            INSERT INTO handhaving.tellers AS t (soort, jaar, laatste)
            SELECT v_rij.soort, v_rij.jaar, v_rij.laatste
             WHERE v_rij.eerste = 1 AND v_rij.laatste = v_rij.aantal
               AND v_rij.aantal = v_rij.verschillend
               AND NOT EXISTS (SELECT FROM handhaving.tellers AS b
                                WHERE b.soort = v_rij.soort AND b.jaar = v_rij.jaar);
            CONTINUE WHEN FOUND;
            UPDATE handhaving.tellers AS t SET laatste = v_rij.laatste
             WHERE t.soort = v_rij.soort AND t.jaar = v_rij.jaar
               AND v_rij.eerste = t.laatste + 1
               AND v_rij.laatste = t.laatste + v_rij.aantal
               AND v_rij.aantal = v_rij.verschillend;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'nummer al genomen' USING ERRCODE = 'HH003',
                    DETAIL = jsonb_build_object('soort', v_rij.soort, 'jaar', v_rij.jaar);
            END IF;
        END LOOP;
    END IF;

    -- Een sleutel die er al was of vernietigd is, zou een gebeurtenis onleesbaar maken.
    -- Vernietigen gebeurt onder hetzelfde slot, dus dit antwoord blijft waar.
    IF p_sleutels IS NOT NULL THEN
        PERFORM handhaving.keur_sleutels(p_sleutels, v_over);
    END IF;

    IF p_gebeurtenissen IS NOT NULL THEN
        IF c_een THEN
{{> sjabloon_invoegen.sql bron=bron_een}}
        ELSE
{{> sjabloon_invoegen.sql bron=bron_veel}}
        END IF;
        GET DIAGNOSTICS v_aantal = ROW_COUNT;
        IF v_aantal > 0 THEN
            v_slot := pg_notify('{{kanaal}}', (v_laatste + v_aantal)::text) IS NULL;
        END IF;
    END IF;

    basis := v_laatste;
END $$;

RESET ROLE;
