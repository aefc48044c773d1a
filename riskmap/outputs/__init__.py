"""What a run hands over: web map, lists, report, exports."""
