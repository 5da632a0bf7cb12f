DROP TABLE sign_in_failure;
DROP TABLE setup_link;
DROP TABLE access_token;
DROP TABLE session;
DROP TABLE role_grant;
DROP TABLE person;
