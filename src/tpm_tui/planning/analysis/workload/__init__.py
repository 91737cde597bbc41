"""Load and strain of people: `load_by_resource_and_day` calculates the load that the others read."""
