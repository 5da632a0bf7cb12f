-- Artifacts of rehearsals that a clean-up took away: they do not come back, however often they are handed in.
CREATE TABLE swept_artifact (
    digest text PRIMARY KEY,
    project text NOT NULL,
    version text NOT NULL,
    swept_at bigint NOT NULL
);

CREATE INDEX swept_artifact_project ON swept_artifact (project);

-- The changes that each had and the artifact before it had not.
CREATE TABLE swept_change (
    artifact text NOT NULL REFERENCES swept_artifact (digest),
    change_key text NOT NULL,
    PRIMARY KEY (artifact, change_key)
);

-- Those of clean-ups until now. Their digest is the first that the audit log's event tells of them; one that came back
-- meanwhile is there, and may have been deployed for real.
INSERT INTO swept_artifact (digest, project, version, swept_at)
SELECT substr(e.detail, 12, 64), e.project, e.subject, max(t.cleared_at)
FROM rollout_trace t
JOIN rollout r ON r.team = t.team
JOIN audit_event e ON e.project = r.project AND e.subject = t.name AND e.action = 'artifact-handed-in'
    AND t.provenance = 'event ' || CAST(e.sequence AS text)
WHERE t.kind = 'artifact' AND t.cleared_at IS NOT NULL AND e.detail LIKE '{"digest":"%'
    AND NOT EXISTS (SELECT 1 FROM artifact a WHERE a.digest = substr(e.detail, 12, 64))
GROUP BY substr(e.detail, 12, 64), e.project, e.subject;
