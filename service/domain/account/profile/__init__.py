"""What is known of an account: what it lacks, what asks for a review, who vouches for it."""
