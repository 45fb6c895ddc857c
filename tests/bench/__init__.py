"""How long Bảng Vàng takes, and with how much memory, beside other generators over the same pages."""
