"""What every test shares."""

from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("formgen", deadline=None)
settings.load_profile("formgen")
