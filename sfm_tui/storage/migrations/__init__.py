"""How the schema came to be what it is: one file for each version, run by `schema.migrate`, never edited later.

A new version is a file in `versions/` (`0002_what_it_does.py`, `down_revision = "0001"`), the same change in
`tables`, and its number in `schema.CURRENT`. The guards and the search index are taken off before and put back after;
foreign keys are off meanwhile and checked at the end. Where a table is rebuilt (batch mode), `table_kwargs` must say
`sqlite_strict=True`. The ledger's three tables only ever gain columns.
"""
