"""A searchable, fully cited knowledge base on China's AI institutions.

Everything it says is a statement, and a statement cannot exist without its source. Layers, lowest first:
``values`` (plain Python), ``models`` (the truth), ``search`` (derived), ``filters`` and ``prose`` (what a
query string means, what Markdown looks like), then the delivery: ``web``, ``admin`` and ``management``.
A layer imports only lower ones.
"""
