"""The demo hotel behind `jack serve --demo`: profile, people and knowledge as data files."""
