"""The record of revisits (回访记录表)."""
