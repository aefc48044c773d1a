"""Statistical methods: arrays in, arrays out. No files, no frames of riskmap, no sentences but errors."""
