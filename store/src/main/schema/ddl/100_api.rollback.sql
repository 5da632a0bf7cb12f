DROP TABLE idempotency;
DROP TABLE deployment_choice;
