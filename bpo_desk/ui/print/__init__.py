"""Reports on paper: pages laid out and painted, and diagrams as SVG. What a report says is made in `reports/`."""
