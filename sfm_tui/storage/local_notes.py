"""What a store's file keeps for itself by name: who was last at the desk, what is left to do. None is a record."""

READ = "SELECT value FROM local WHERE name = ?"
PUT = "INSERT INTO local (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
ADD = (
    "INSERT INTO local (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET"
    " value = value || '; ' || excluded.value"
)
DROP = "DELETE FROM local WHERE name = ?"
"""By name, and for `PUT` and `ADD` the text too: `ADD` puts it after what is there."""
