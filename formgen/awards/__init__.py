"""Awards: lists of people and firms, points from activities, and who wins what."""
