"""Evidence (佐證資料): from a folder of files to one PDF for each number, and to one stamped PDF to print."""
