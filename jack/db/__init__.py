"""The encrypted SQLite file: tables, migrations, and one module of queries per noun."""
