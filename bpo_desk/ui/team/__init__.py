"""The timeline of what the queue shows: many cases over a day, a week or a month."""
