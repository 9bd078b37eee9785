"""Word: a page compiled once into a form of content controls, and the controls filled from then on."""
