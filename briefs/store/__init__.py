"""What is kept between two starts, in one SQL database: briefs, chats, subscriptions and what is owed."""
