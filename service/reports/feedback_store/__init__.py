"""The feedback store (客户反馈库): what accounts ask for, and which share of them."""
