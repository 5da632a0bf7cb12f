DROP INDEX audit_event_of_project;
DROP INDEX audit_event_action;
DROP INDEX audit_event_actor;
DROP INDEX deployment_requested_by;
DROP INDEX deployment_version;
DROP INDEX deployment_artifact;
DROP INDEX deployment_project;
