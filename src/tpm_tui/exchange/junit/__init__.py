"""Test results in JUnit's XML, as evidence for checks."""
