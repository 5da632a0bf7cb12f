DELETE FROM counter WHERE name = 'training';
DROP TABLE training_booking;
