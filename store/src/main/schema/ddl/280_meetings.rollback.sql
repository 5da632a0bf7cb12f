DROP TABLE scheduled_meetings;
DROP TABLE training_meeting;
