"""What benchmarks/run is made of: servers, tools, scenarios and tables of results."""
