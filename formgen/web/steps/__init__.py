"""Jobs in steps, for whoever has signed in: where they are kept, what runs them, and the pages that each has."""
