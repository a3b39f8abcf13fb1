CREATE TABLE users (id text PRIMARY KEY, name text NOT NULL);
CREATE TABLE accounts (name text PRIMARY KEY, hash text NOT NULL);
CREATE TABLE messages (id text PRIMARY KEY, conversation text NOT NULL, body text NOT NULL);
CREATE TABLE outbox (position bigserial, id text PRIMARY KEY, conversation text NOT NULL, body text NOT NULL);
CREATE TABLE notifications (message text PRIMARY KEY, conversation text NOT NULL);
