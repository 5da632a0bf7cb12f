CREATE TABLE audit.event (
    event_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor       text NOT NULL DEFAULT session_user,
    relation    text NOT NULL,
    action      text NOT NULL,
    row_before  jsonb,
    row_after   jsonb,
    CONSTRAINT event_action_known CHECK (action IN ('INSERT', 'UPDATE', 'DELETE')),
    CONSTRAINT event_has_a_row CHECK (row_before IS NOT NULL OR row_after IS NOT NULL)
);

CREATE INDEX event_relation_idx ON audit.event (relation, happened_at DESC);
CREATE INDEX event_order_idx ON audit.event (((row_after ->> 'order_id')::bigint))
    WHERE relation = 'shop.customer_order';

COMMENT ON TABLE audit.event IS 'One row for each change of a watched row';
