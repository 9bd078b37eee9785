"""From answers to a page, and from a page to PDF and Word."""
