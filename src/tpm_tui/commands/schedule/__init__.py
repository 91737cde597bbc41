"""Commands on the schedule: items, links, dates, baselines, levelling."""
