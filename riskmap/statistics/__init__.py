"""Statistical methods: arrays in, arrays out. No files, no frames, no sentences but errors."""
