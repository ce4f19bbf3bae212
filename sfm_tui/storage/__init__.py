"""The store: driver, ledger, search, backup, migrations; one module per noun."""
