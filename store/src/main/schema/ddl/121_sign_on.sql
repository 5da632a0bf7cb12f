CREATE TABLE sign_on_request (
    state text PRIMARY KEY,
    browser text NOT NULL,
    nonce text NOT NULL,
    verifier text NOT NULL,
    target text NOT NULL,
    request text NOT NULL,
    at bigint NOT NULL
);

CREATE INDEX sign_on_request_at ON sign_on_request (at);
