"""Adding articles: by text, address, file or forwarded post, in one message or several."""
