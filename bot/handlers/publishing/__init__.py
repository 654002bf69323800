"""The desk: where briefs stand on their way to readers, and the steps that take them there and back."""
