DROP TABLE rollout_waiver;
DROP TABLE rollout_evidence;
