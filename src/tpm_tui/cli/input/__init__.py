"""How the command line is parsed: options, filters, keys of records, completion."""
