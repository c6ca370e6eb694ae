"""The editors' desk: Django's admin over entities, statements and sources."""
