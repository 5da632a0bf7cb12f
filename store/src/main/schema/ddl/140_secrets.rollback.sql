DROP TABLE secret_head;
DROP TABLE secret;
