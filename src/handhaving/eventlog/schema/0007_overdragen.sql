-- Toevoegen in meer dossiers tegelijk, waarbij het ene afstaat wat het andere krijgt: een unieke
-- waarde of een ingang van de blinde index. Zo leidt elke waarde altijd naar één dossier.
SET LOCAL ROLE handhaving_eigenaar;

CREATE FUNCTION handhaving.draag_over(
    p_vrij           handhaving.nieuwe_waarde[],
    p_vrij_index     handhaving.nieuwe_waarde[],
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
AS $$
DECLARE
    v_eerder jsonb := handhaving.eerdere_antwoorden(p_opdrachten);
BEGIN
    -- Wie al eens slaagde, stond toen al af: een herhaling neemt niemand nog iets af.
    DELETE FROM handhaving.uniek AS u
     USING unnest(p_vrij) AS n
     WHERE u.soort = n.soort AND u.waarde = n.waarde AND u.dossier_id = n.dossier_id
       AND NOT EXISTS (SELECT FROM jsonb_array_elements(v_eerder) AS e
                        WHERE (e ->> 'opdracht')::int = n.opdracht);
    DELETE FROM handhaving.blinde_index AS b
     USING unnest(p_vrij_index) AS n
     WHERE b.soort = n.soort AND b.waarde = n.waarde AND b.dossier_id = n.dossier_id
       AND NOT EXISTS (SELECT FROM jsonb_array_elements(v_eerder) AS e
                        WHERE (e ->> 'opdracht')::int = n.opdracht);
    SELECT v.basis, v.eerder INTO basis, eerder
      FROM handhaving.voeg_toe(p_tijdstip, p_opdrachten, p_gebeurtenissen, p_claims, p_index,
                               p_nummers, p_sleutels) AS v;
END $$;

REVOKE ALL ON FUNCTION handhaving.draag_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION handhaving.draag_over TO handhaving_schrijver;

RESET ROLE;
