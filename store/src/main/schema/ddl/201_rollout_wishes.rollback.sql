DROP TABLE rollout_wish;
