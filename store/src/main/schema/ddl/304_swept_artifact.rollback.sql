DROP TABLE swept_change;
DROP TABLE swept_artifact;
