-- De drie schema's en wie erin mag. Wordt uitgevoerd door wie migreert.
--
-- handhaving      het logboek; alleen de eigenaar wijzigt de structuur, niemand de inhoud
-- sleutels        gewikkelde datasleutels, met een eigen bewaartermijn voor de back-up
-- leesmodel       wat de projecties vullen; de schrijver mag hier tabellen maken
-- leesmodel_bouw  waar een herbouw een leesmodel klaarzet voor het in `leesmodel` wordt gewisseld
CREATE SCHEMA handhaving AUTHORIZATION handhaving_eigenaar;
CREATE SCHEMA sleutels AUTHORIZATION handhaving_eigenaar;
CREATE SCHEMA leesmodel AUTHORIZATION handhaving_eigenaar;
CREATE SCHEMA leesmodel_bouw AUTHORIZATION handhaving_eigenaar;

SET LOCAL ROLE handhaving_schrijver;
ALTER DEFAULT PRIVILEGES IN SCHEMA leesmodel GRANT SELECT ON TABLES TO handhaving_lezer;
RESET ROLE;

SET LOCAL ROLE handhaving_eigenaar;
GRANT USAGE ON SCHEMA handhaving TO handhaving_schrijver, handhaving_lezer;
GRANT USAGE ON SCHEMA sleutels TO handhaving_schrijver;
GRANT USAGE, CREATE ON SCHEMA leesmodel, leesmodel_bouw TO handhaving_schrijver;
GRANT USAGE ON SCHEMA leesmodel TO handhaving_lezer;
RESET ROLE;
