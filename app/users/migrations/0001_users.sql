-- Up Migration
CREATE TABLE users (
  id serial PRIMARY KEY,
  username varchar(50) NOT NULL UNIQUE,
  password_hash text NOT NULL,
  creation timestamptz NOT NULL DEFAULT now()
);

-- Down Migration
DROP TABLE users;
