INSERT INTO users (id, name) VALUES ('ada', 'Ada'), ('grace', 'Grace');
