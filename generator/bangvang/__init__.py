"""Bảng Vàng: from yearly records of emulation blocs to a searchable public archive of commendation."""
