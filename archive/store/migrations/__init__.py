"""How a catalogue came to the schema of ``archive.store.tables``: one file per step, never changed once released."""
