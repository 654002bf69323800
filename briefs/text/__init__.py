"""Reading Vietnamese text: folding, document numbers, sentences and dates."""
