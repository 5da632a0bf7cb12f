-- What lists and searches go along, so that a page costs the same whatever the store holds.
CREATE INDEX deployment_project ON deployment (project, number);
CREATE INDEX deployment_artifact ON deployment (artifact, number);
CREATE INDEX deployment_version ON deployment (version, number);
CREATE INDEX deployment_requested_by ON deployment (requested_by, number);
CREATE INDEX audit_event_actor ON audit_event (actor, sequence);
CREATE INDEX audit_event_action ON audit_event (action, sequence);
CREATE INDEX audit_event_of_project ON audit_event (project, action, sequence);
