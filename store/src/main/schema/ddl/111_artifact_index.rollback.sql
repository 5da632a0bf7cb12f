DROP TABLE script_word;
DROP TABLE artifact_change;
DROP TABLE artifact_line;
