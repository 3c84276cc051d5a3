"""A believable outsourcing world from a seed: two engagements, three processes, people with shifts. No real data."""
