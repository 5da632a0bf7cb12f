DROP TABLE deployment_origin;
DELETE FROM counter WHERE name = 'attempt';
DROP TABLE deployment_claim;
