    -- Het invoegen, met de bladhash binnen de append:
    --   SHA-256( 0x00 ‖ bladversie 0x01 ‖ veld* ‖ veld(data) ‖ veld(SHA-256(persoonlijk)) )
    -- met veld(x) = het aantal bytes van x, decimaal ‖ ':' ‖ x, en '-:' voor null.
    -- De velden, als UTF-8: positie, dossierId, versie, type, schemaVersie, gebeurtenisId,
    -- geregistreerdOp (JJJJ-MM-DDTUU:MM:SS.µµµµµµZ), geldigOp, door.id, door.rol,
    -- door.organisatie, opdrachtId, oorzaakId, spoorId, sleutelId.
    -- `blad.py` geeft dezelfde bytes; `bladvectoren.json` zijn de proeven van beide.
    INSERT INTO {{tabel}} (
        positie, dossier_id, versie, type, schema_versie, gebeurtenis_id, geregistreerd_op,
        geldig_op, door_id, door_rol, door_organisatie, opdracht_id, volgnr, oorzaak_id, spoor_id,
        sleutel_id, data, persoonlijk, blad)
    SELECT
        n.positie, n.dossier_id, n.versie, n.type, n.schema_versie, n.gebeurtenis_id, v_nu,
        n.geldig_op, n.door_id, n.door_rol, n.door_organisatie, n.opdracht_id, n.volgnr,
        n.oorzaak_id, n.spoor_id, n.sleutel_id, n.data, n.persoonlijk,
        sha256('\x0001'::bytea || convert_to(concat(
                {{kop}},
                octet_length(n.data), ':'), 'UTF8')
            || n.data || coalesce('32:'::bytea || sha256(n.persoonlijk), '-:'::bytea))
      FROM ({{bron}}) AS n;
