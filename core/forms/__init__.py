"""Forms of the admin: what they ask for, and what whoever fills them in may choose."""
