"""Decision records in Markdown: MADR 2, 3 and 4, and those of adr-tools."""
