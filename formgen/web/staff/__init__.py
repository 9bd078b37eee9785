"""The area of the staff: award certificates from a list or from an alliance's workbook."""
