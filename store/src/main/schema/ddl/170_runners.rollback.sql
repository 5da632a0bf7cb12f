DROP TABLE runner_progress;
DROP TABLE runner_task;
DROP TABLE runner_environment;
DROP TABLE runner;
