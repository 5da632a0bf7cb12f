DROP TABLE scheduled_support;
DROP TABLE support_remote;
DROP TABLE support_mail;
DELETE FROM counter WHERE name = 'case';
DROP TABLE support_case_event;
DROP TABLE support_case;
