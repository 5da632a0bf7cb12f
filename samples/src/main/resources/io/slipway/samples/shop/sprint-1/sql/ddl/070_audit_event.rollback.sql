DROP TABLE audit.event;
