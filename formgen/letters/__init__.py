"""Letters of an office (函): what it says in all of them, one letter for many, and a letter that forwards another."""

FORM = "official_letter"
