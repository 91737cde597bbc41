"""What a plan costs and what it has earned: amounts are exact, each figure a pure function."""
