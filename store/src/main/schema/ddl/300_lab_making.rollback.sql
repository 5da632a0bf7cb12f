DROP TABLE lab_making;
