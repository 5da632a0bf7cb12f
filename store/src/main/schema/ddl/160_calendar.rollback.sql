DROP TABLE deployment_estimate;
DROP TABLE deployment_freeze;
DROP TABLE calendar_policy;
DROP TABLE deployment_window;
