"""What is asked and what is shown: an Ask comes in, a Screen goes out."""
