"""The network and its office: name, licence, mark, and which pages are its notice and imprint."""
