DROP TABLE calendar_feed;
DROP TABLE mailbox_message;
DROP TABLE mailbox;
DROP TABLE letter;
DROP TABLE rollout_sprints;
DROP TABLE rollout_date;
