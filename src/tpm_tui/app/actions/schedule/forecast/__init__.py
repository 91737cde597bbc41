"""Actions on the forecast: its percentiles, the chance of a date, responses to risks, what was learnt."""
