DROP TABLE scheduled_switches;
DROP TABLE rollout_switch;
