"""Forms of the admin and of the public: what they ask for, and what may be chosen in them."""
