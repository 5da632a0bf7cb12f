DROP TABLE scheduled_deliveries;
DROP TABLE delivery;
DROP TABLE outbox_event;
DROP TABLE subscription;
DROP TABLE mail_server;
