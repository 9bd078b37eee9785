"""One folder for each official form; they never import each other."""
