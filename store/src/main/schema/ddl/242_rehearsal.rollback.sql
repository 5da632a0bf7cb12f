DROP TABLE rollout_snapshot;
DROP TABLE rollout_trace;
DROP TABLE rollout_rehearsal;
