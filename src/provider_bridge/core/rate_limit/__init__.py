"""What a vendor's limits allow, and when the next call may go."""
