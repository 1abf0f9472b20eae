    -- Het slot van de schrijvers, tot het einde van de transactie. Wie het heeft, ziet alles wat
    -- eerder een positie kreeg: lezers zien positie n+1 dus nooit voor n.
    PERFORM pg_advisory_xact_lock({{slot}}, '{{tabel}}'::regclass::oid::int);
    SELECT g.positie, g.geregistreerd_op INTO v_laatste, v_voorganger
      FROM {{tabel}} AS g ORDER BY g.positie DESC LIMIT 1;
    v_laatste := coalesce(v_laatste, 0);
    v_nu := greatest({{tijdstip}}, v_voorganger);
