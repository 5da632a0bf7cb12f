DROP TABLE emergency_review;
