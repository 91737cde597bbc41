"""Kinds of the RAID log: risks, issues, decisions (assumptions are requirements of a type)."""
