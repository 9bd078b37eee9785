"""The steps of a job for certificates."""

READ, TRY, MAKE = "read", "try", "make"
