"""Awards: from activities to points, from points to winners, from winners to certificates."""
