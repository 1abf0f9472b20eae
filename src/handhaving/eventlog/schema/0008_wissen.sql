-- Wissen in één keer met de gebeurtenis die het zegt, en opnieuw na een teruggezette back-up.
SET LOCAL ROLE handhaving_eigenaar;

-- Wie gewist is. Staat bij het logboek en niet bij de sleutels: zet iemand een oude back-up van
-- schema `sleutels` terug, dan zegt deze tabel wat daar weer uit moet.
CREATE TABLE handhaving.gewist (
    subject uuid        NOT NULL PRIMARY KEY,
    op      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER weiger_wijziging BEFORE UPDATE OR DELETE OR TRUNCATE ON handhaving.gewist
    FOR EACH STATEMENT EXECUTE FUNCTION handhaving.weiger_wijziging();
ALTER TABLE handhaving.gewist ENABLE ALWAYS TRIGGER weiger_wijziging;

-- Als in 0004, en ook waar de grafsteen van een teruggezette sleutel er nog ligt.
CREATE OR REPLACE FUNCTION handhaving.vernietig_sleutels(p_subject uuid, p_soorten text[])
RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
AS $$
DECLARE
    v_aantal int;
BEGIN
    PERFORM pg_advisory_xact_lock({{slot}}, '{{tabel}}'::regclass::oid::int);
    INSERT INTO sleutels.vernietigd (subject, klasse)
    SELECT s.subject, s.klasse FROM sleutels.sleutels AS s WHERE s.subject = p_subject
        ON CONFLICT DO NOTHING;
    DELETE FROM sleutels.sleutels AS s WHERE s.subject = p_subject;
    GET DIAGNOSTICS v_aantal = ROW_COUNT;
    DELETE FROM handhaving.uniek AS u
     WHERE u.dossier_id = p_subject AND u.soort = ANY (p_soorten);
    DELETE FROM handhaving.blinde_index AS b WHERE b.dossier_id = p_subject;
    RETURN v_aantal;
END $$;

-- Toevoegen en vernietigen in dezelfde transactie: valt het proces ertussen weg, dan is er geen van
-- beide gebeurd.
CREATE FUNCTION handhaving.voeg_toe_en_vernietig(
    p_vrij           handhaving.nieuwe_waarde[],
    p_vrij_index     handhaving.nieuwe_waarde[],
    p_tijdstip       timestamptz,
    p_opdrachten     handhaving.nieuwe_opdracht[],
    p_gebeurtenissen handhaving.nieuwe_gebeurtenis[],
    p_claims         handhaving.nieuwe_waarde[],
    p_index          handhaving.nieuwe_waarde[],
    p_nummers        handhaving.nieuw_nummer[],
    p_sleutels       handhaving.nieuwe_sleutel[],
    p_subjects       uuid[],
    p_soorten        text[],
    OUT basis bigint, OUT eerder jsonb)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
AS $$
DECLARE
    v_subject uuid;
BEGIN
    SELECT v.basis, v.eerder INTO basis, eerder
      FROM handhaving.draag_over(p_vrij, p_vrij_index, p_tijdstip, p_opdrachten, p_gebeurtenissen,
                                 p_claims, p_index, p_nummers, p_sleutels) AS v;
    FOREACH v_subject IN ARRAY p_subjects LOOP
        INSERT INTO handhaving.gewist (subject) VALUES (v_subject) ON CONFLICT DO NOTHING;
        INSERT INTO sleutels.vernietigd (subject, klasse) VALUES (v_subject, 'identiteit')
            ON CONFLICT DO NOTHING;
        PERFORM handhaving.vernietig_sleutels(v_subject, p_soorten);
    END LOOP;
END $$;

-- Vernietigt opnieuw wat gewist was en terugkwam; geeft het aantal sleutels. Zonder zulke sleutels
-- kost het twee keer kijken in een index.
CREATE FUNCTION handhaving.herhaal_wissingen(p_soorten text[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
AS $$
DECLARE
    v_subject uuid;
    v_aantal  int := 0;
BEGIN
    FOR v_subject IN
        SELECT g.subject FROM handhaving.gewist AS g
         WHERE EXISTS (SELECT FROM sleutels.sleutels AS s WHERE s.subject = g.subject)
            OR NOT EXISTS (SELECT FROM sleutels.vernietigd AS v WHERE v.subject = g.subject)
         ORDER BY g.subject
    LOOP
        INSERT INTO sleutels.vernietigd (subject, klasse) VALUES (v_subject, 'identiteit')
            ON CONFLICT DO NOTHING;
        v_aantal := v_aantal + handhaving.vernietig_sleutels(v_subject, p_soorten);
    END LOOP;
    RETURN v_aantal;
END $$;

REVOKE ALL ON handhaving.gewist FROM PUBLIC;
REVOKE ALL ON FUNCTION handhaving.voeg_toe_en_vernietig, handhaving.herhaal_wissingen FROM PUBLIC;
GRANT SELECT ON handhaving.gewist TO handhaving_schrijver;
GRANT EXECUTE ON FUNCTION handhaving.voeg_toe_en_vernietig, handhaving.herhaal_wissingen
    TO handhaving_schrijver;

RESET ROLE;
