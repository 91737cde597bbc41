"""What a change does, and what a record reaches: days, money, load, and the records on the way."""
