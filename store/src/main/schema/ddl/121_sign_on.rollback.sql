DROP TABLE sign_on_request;
