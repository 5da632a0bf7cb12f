DELETE FROM counter WHERE name = 'own-scripts';
DELETE FROM counter WHERE name = 'lab';
DROP TABLE own_script_file;
DROP TABLE own_scripts;
DROP TABLE lab_progress;
DROP TABLE lab_file;
DROP TABLE lab_seat;
DROP TABLE lab;
