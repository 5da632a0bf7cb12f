DROP TABLE own_scripts_withdrawn;
