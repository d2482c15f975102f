"""What the network's office says of itself and of its site."""
