"""Pictures and documents: how they come in, where they lie, who may have them."""
