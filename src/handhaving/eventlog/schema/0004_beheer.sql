-- Wat de schrijver naast toevoegen mag, telkens door één functie van de eigenaar.
SET LOCAL ROLE handhaving_eigenaar;

-- De hoogste positie met `geregistreerd_op` tot en met dit ogenblik: zoals toen geweten. Posities
-- hebben geen gaten en het ogenblik daalt nooit, dus halveren volstaat: geen index nodig.
CREATE FUNCTION handhaving.positie_op(p_tijdstip timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
AS $$
DECLARE
    v_laag   bigint := 0;
    v_hoog   bigint;
    v_midden bigint;
BEGIN
    SELECT coalesce(max(g.positie), 0) INTO v_hoog FROM {{tabel}} AS g;
    WHILE v_laag < v_hoog LOOP
        v_midden := (v_laag + v_hoog + 1) / 2;
        IF (SELECT g.geregistreerd_op FROM {{tabel}} AS g WHERE g.positie = v_midden)
           <= p_tijdstip THEN
            v_laag := v_midden;
        ELSE
            v_hoog := v_midden - 1;
        END IF;
    END LOOP;
    RETURN v_laag;
END $$;

-- Vernietigt de sleutels van een persoon, en waarmee zijn dossier te vinden was. Voor altijd.
CREATE FUNCTION handhaving.vernietig_sleutels(p_subject uuid, p_soorten text[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
AS $$
DECLARE
    v_aantal int;
BEGIN
    PERFORM pg_advisory_xact_lock({{slot}}, '{{tabel}}'::regclass::oid::int);
    WITH weg AS (
        DELETE FROM sleutels.sleutels AS s WHERE s.subject = p_subject RETURNING s.klasse)
    INSERT INTO sleutels.vernietigd (subject, klasse) SELECT p_subject, w.klasse FROM weg AS w;
    GET DIAGNOSTICS v_aantal = ROW_COUNT;
    DELETE FROM handhaving.uniek AS u
     WHERE u.dossier_id = p_subject AND u.soort = ANY (p_soorten);
    DELETE FROM handhaving.blinde_index AS b WHERE b.dossier_id = p_subject;
    RETURN v_aantal;
END $$;

-- Wikkelt sleutels opnieuw, onder een nieuwe sleutelsleutel; alleen wat er nog is.
CREATE FUNCTION handhaving.herwikkel(p_sleutels handhaving.nieuwe_sleutel[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
AS $$
DECLARE
    v_aantal int;
BEGIN
    UPDATE sleutels.sleutels AS s SET kek_id = n.kek_id, gewikkeld = n.gewikkeld
      FROM unnest(p_sleutels) AS n
     WHERE s.subject = n.subject AND s.klasse = n.klasse;
    GET DIAGNOSTICS v_aantal = ROW_COUNT;
    RETURN v_aantal;
END $$;

-- Bewaart wat een inname niet kon gebruiken, met de sleutels ervan; wat er al ligt, blijft liggen.
CREATE FUNCTION handhaving.zet_in_quarantaine(
    p_id uuid[], p_bestand bytea[], p_plaats text[], p_reden_code text[], p_reden text[],
    p_origineel bytea[], p_sleutel_id uuid[], p_sleutels handhaving.nieuwe_sleutel[])
RETURNS int
LANGUAGE plpgsql SECURITY DEFINER
SET search_path TO pg_catalog, pg_temp
AS $$
DECLARE
    v_aantal int;
BEGIN
    PERFORM pg_advisory_xact_lock({{slot}}, '{{tabel}}'::regclass::oid::int);
    INSERT INTO sleutels.sleutels (subject, klasse, kek_id, gewikkeld)
    SELECT n.subject, n.klasse, n.kek_id, n.gewikkeld FROM unnest(p_sleutels) AS n
        ON CONFLICT DO NOTHING;
    PERFORM handhaving.keur_sleutels(p_sleutels, NULL);
    INSERT INTO handhaving.quarantaine (
        id, bestand_hmac, plaats, reden_code, reden, origineel, sleutel_id)
    SELECT n.* FROM unnest(
        p_id, p_bestand, p_plaats, p_reden_code, p_reden, p_origineel, p_sleutel_id) AS n
        ON CONFLICT (id) DO NOTHING;
    GET DIAGNOSTICS v_aantal = ROW_COUNT;
    RETURN v_aantal;
END $$;

RESET ROLE;
