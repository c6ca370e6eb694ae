"""Search over every kind of entity: an index derived from the statements, and the queries it answers.

``documents`` says what of an entity is indexed, ``index`` writes it, ``queries`` reads a query string, ``matching``
holds the SQL that differs between the two databases, ``ranking`` orders and explains (no database), ``results``
puts these together. Nothing below this layer knows of it: it hears of changes through a signal.
"""
