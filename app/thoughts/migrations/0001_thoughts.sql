-- Up Migration
CREATE TABLE thoughts (
  id serial PRIMARY KEY,
  username varchar(50) NOT NULL,
  text varchar(250) NOT NULL,
  "timestamp" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX thoughts_username ON thoughts (username);

-- Down Migration
DROP TABLE thoughts;
