DROP TABLE rollout_event;
DROP TABLE rollout;
