-- Werk dat langer duurt dan een vraag: inname, herbouw, export. Een rij overleeft een herstart; wie
-- eraan werkt houdt haar voor een korte tijd, en valt hij weg, dan neemt een ander ze over.
-- `inhoud` is verzegeld en verdwijnt zodra het werk gedaan is.
SET LOCAL ROLE handhaving_eigenaar;

CREATE TABLE handhaving.taken (
    taak_id          uuid        NOT NULL PRIMARY KEY,
    soort            text        NOT NULL CHECK (soort ~ '^[a-z][A-Za-z]{0,31}$'),
    staat            text        NOT NULL DEFAULT 'wacht'
                                 CHECK (staat IN ('wacht', 'bezig', 'klaar', 'mislukt')),
    door_id          text        NOT NULL,
    door_rol         text        NOT NULL,
    door_organisatie text        NOT NULL,
    spoor_id         uuid        NOT NULL,
    gegevens         jsonb       NOT NULL,
    inhoud           bytea,
    voortgang        jsonb       NOT NULL DEFAULT '{}',
    uitkomst         jsonb,
    fout             text,
    pogingen         int         NOT NULL DEFAULT 0,
    houder           uuid,
    verloopt_op      timestamptz,
    gemaakt_op       timestamptz NOT NULL DEFAULT clock_timestamp(),
    klaar_op         timestamptz
);
CREATE INDEX taken_open ON handhaving.taken (gemaakt_op) WHERE staat IN ('wacht', 'bezig');

REVOKE ALL ON handhaving.taken FROM PUBLIC;
GRANT SELECT, INSERT, UPDATE ON handhaving.taken TO handhaving_schrijver;
RESET ROLE;
