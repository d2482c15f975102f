"""Mail addresses, and the queue by which every mail leaves."""
